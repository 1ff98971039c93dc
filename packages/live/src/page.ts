import type { HttpReply, HttpRequest } from "@firecrest/channels";
import { html, raw, type Rendered, renderToString } from "@firecrest/template";
import type { Environment } from "./environment.ts";
import { FLASH_COOKIE, type PageSession } from "./page-session.ts";
import { LiveHandle, type LiveHost, type Session } from "./live.ts";
import type { Navigation } from "./navigation.ts";
import { renderView } from "./render.ts";
import { pageHead } from "./root-layout.ts";
import type { RouteMatch } from "./router.ts";

/** The host of a view while it is plain HTML: it has no socket, no mailbox and no second message. */
class PageHost implements LiveHost {
  readonly connected = false;
  readonly isAlive = true;
  readonly session: Session;

  constructor(session: Session) {
    this.session = session;
  }

  get signal(): AbortSignal {
    return new AbortController().signal;
  }

  subscribe(): () => void {
    return ignore;
  }

  broadcast(): void {}

  sendSelf(): () => void {
    return ignore;
  }
}

/** One request for a page: what its view is mounted with, and what the answer is made of. */
export interface PageRequest {
  readonly match: RouteMatch;
  readonly url: string;
  readonly session: PageSession;
}

/** The whole page of a route as plain HTML, or where it redirects. Synchronous when the view's callbacks are. */
export function renderPage(environment: Environment, page: PageRequest): HttpReply | Promise<HttpReply> {
  const live = new LiveHandle(new PageHost(page.session.data), page.session.flash);
  const mounted = page.match.view.mount(live, page.match.params as never);
  if (mounted instanceof Promise) return mounted.then((assigns) => settle(environment, page, live, assigns));
  return settle(environment, page, live, mounted);
}

function settle(environment: Environment, page: PageRequest, live: LiveHandle, assigns: object): HttpReply | Promise<HttpReply> {
  live.mounted(assigns);
  const leaving = live.takeNavigation();
  if (leaving !== undefined) return redirect(environment, page, live, leaving);
  const handled = page.match.view.handleParams?.(live, page.match.params as never, new URL(page.url));
  if (handled instanceof Promise) return handled.then(() => respond(environment, page, live));
  return respond(environment, page, live);
}

function respond(environment: Environment, page: PageRequest, live: LiveHandle): HttpReply {
  const navigation = live.takeNavigation();
  if (navigation !== undefined) return redirect(environment, page, live, navigation);
  return {
    status: 200,
    headers: pageHeaders(environment, page.session),
    body: renderToString(pageDocument(environment, page, live)),
  };
}

function pageDocument(environment: Environment, page: PageRequest, live: LiveHandle): Rendered {
  const { rootLayout, tokens, assets } = environment;
  const id = environment.newId();
  const session = tokens.signSession({ id, view: page.match.viewName });
  const content = renderToString(renderView(environment, page.match.view, live), live.assigns);
  const title = live.assigns["pageTitle"];
  return rootLayout({
    head: pageHead(assets, page.session.csrfToken()),
    pageTitle: typeof title === "string" ? title : undefined,
    content: html`<div id=${id} data-phx-main data-phx-session=${session} data-phx-static=${tokens.signStatic(id, live.flash)}>${raw(content)}</div>`,
  });
}

function pageHeaders(environment: Environment, session: PageSession): [string, string][] {
  const headers: [string, string][] = [
    ["content-type", "text/html; charset=utf-8"],
    ["cache-control", "max-age=0, private, must-revalidate"],
    ["x-content-type-options", "nosniff"],
    ["referrer-policy", "strict-origin-when-cross-origin"],
  ];
  if (environment.contentSecurityPolicy !== undefined) {
    headers.push(["content-security-policy", environment.contentSecurityPolicy]);
  }
  for (const cookie of session.cookies()) headers.push(["set-cookie", cookie]);
  return headers;
}

function redirect(environment: Environment, page: PageRequest, live: LiveHandle, navigation: Navigation): HttpReply {
  const headers = pageHeaders(environment, page.session);
  const flash = environment.tokens.signFlash(live.flash);
  if (flash !== undefined) headers.push(["set-cookie", `${FLASH_COOKIE}=${flash}; Max-Age=60; Path=/; SameSite=Lax`]);
  headers.push(["location", navigation.to]);
  return { status: navigation.type === "redirect" ? navigation.status : 302, headers, body: "" };
}

function ignore(): void {}
