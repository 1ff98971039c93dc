import { type App, type AppOptions, createApp, liveSession } from "@firecrest/live";
import { Hono } from "hono";
import { indexPage } from "./index-view.ts";
import { layoutOf, rootLayout, showPage } from "./layout.ts";
import { pages } from "./pages.ts";

const NOT_FOUND = `<!doctype html>
<html lang="en">
  <meta name="viewport" content="width=device-width">
  <meta name="color-scheme" content="light dark">
  <title>Not found · Firecrest</title>
  <body style="font: 100%/1.5 system-ui, sans-serif; padding: 1rem">
    <h1>There is no such page</h1>
    <p><a href="/">Every page of the gallery</a></p>
  </body>
</html>
`;

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
  http.notFound((context) => context.html(NOT_FOUND, 404));
  return app;
}
