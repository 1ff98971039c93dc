import { type App, type AppOptions, createApp, liveSession } from "@firecrest/live";
import { Hono } from "hono";
import { indexPage } from "./index-view.ts";
import { layoutOf, rootLayout, showPage } from "./layout.ts";
import { pages } from "./pages.ts";

/** The gallery as an app; `secret` signs its pages. */
export function galleryApp(secret: string, options: Pick<AppOptions, "log" | "pubsub"> = {}): App {
  const http = new Hono();
  const layout = layoutOf(pages);
  const all = [indexPage(pages), ...pages];
  const app = createApp({
    ...options,
    secrets: [secret],
    rootLayout,
    layout,
    routes: [
      // Routes that a page put into a live session of its own stay there.
      ...liveSession(
        { name: "gallery", onMount: [showPage] },
        all.flatMap(({ routes }) => routes.filter((route) => route.liveSession === undefined)),
      ),
      ...all.flatMap(({ routes }) => routes.filter((route) => route.liveSession !== undefined)),
    ],
    views: Object.assign({}, ...all.map(({ views }) => views)),
    fetch: (request) => http.fetch(request),
  });
  for (const page of all) page.http?.(http, app);
  return app;
}
