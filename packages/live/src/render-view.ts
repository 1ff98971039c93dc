import { connectInfo } from "@firecrest/channels";
import type { App } from "./app.ts";
import type { Container } from "./container.ts";
import { LiveError } from "./errors.ts";
import type { Session } from "./live.ts";
import type { LiveView, Params } from "./live-view.ts";
import { namedView } from "./named-view.ts";
import { renderPage } from "./page.ts";
import { PageSession } from "./page-session.ts";
import { servedApp } from "./served-app.ts";

/** How a view is shown by a page of the app's own. */
export interface RenderViewOptions {
  /** JSON values that the view finds in `live.session`, over those of the session cookie. The browser can read them, and not change them. */
  readonly session?: Session;
  /** The element around it, over the one of its definition. */
  readonly container?: Container;
}

/** The page of a live view that no route mounts, as the answer of an app's own `fetch`: see `App.render`. */
export async function renderViewResponse(
  app: App,
  request: Request,
  { view, session: viewSession, container }: RenderViewOptions & { readonly view: LiveView<Params> },
): Promise<Response> {
  const served = servedApp(app);
  if (served === undefined) {
    throw new LiveError(
      "invalid-config",
      "app.render was called before the app was served. Call it from the app's fetch handler.",
    );
  }
  const reply = await renderPage(served.environment, {
    match: namedView(served.environment, { view, id: "page" }),
    url: request.url,
    session: new PageSession(served.ports, request.headers.get("cookie") ?? undefined),
    connect: connectOf(request),
    assigns: {},
    ...(viewSession !== undefined && { viewSession }),
    ...(container !== undefined && { container }),
  });
  return toResponse(reply);
}

function connectOf(request: Request): Parameters<typeof renderPage>[1]["connect"] {
  const info = connectInfo(
    {
      remoteAddress: "",
      path: new URL(request.url).pathname,
      header: (name) => request.headers.get(name) ?? undefined,
      headers: () => [...request.headers],
    },
    null,
  );
  return { params: undefined, info, trackedAssets: [] };
}

function toResponse({ status, headers, body }: Awaited<ReturnType<typeof renderPage>>): Response {
  const given = new Headers();
  for (const [name, value] of headers ?? []) given.append(name, value);
  return new Response(typeof body === "string" ? body : null, { status, headers: given });
}
