import { type App, createApp, liveSession } from "@firecrest/live";
import { indexPage } from "./index-view.ts";
import { layoutOf, rootLayout, showPage } from "./layout.ts";
import { pages } from "./pages.ts";

/** The gallery as an app; `secret` signs its pages. */
export function galleryApp(secret: string): App {
  const all = [indexPage(pages), ...pages];
  return createApp({
    secrets: [secret],
    rootLayout,
    routes: liveSession(
      { name: "gallery", onMount: [showPage], layout: layoutOf(() => pages) },
      all.flatMap(({ routes }) => routes),
    ),
  });
}
