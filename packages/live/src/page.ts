import type { HttpReply } from "@firecrest/channels";
import { html, type Rendered, renderToString } from "@firecrest/template";
import type { Environment } from "./environment.ts";
import { htmlHeaders } from "./html-headers.ts";
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
export function renderPage(environment: Environment, request: PageRequest): HttpReply | Promise<HttpReply> {
  return new Page(environment, request).mount();
}

class Page {
  readonly #environment: Environment;
  readonly #request: PageRequest;
  readonly #live: LiveHandle;

  constructor(environment: Environment, request: PageRequest) {
    this.#environment = environment;
    this.#request = request;
    this.#live = new LiveHandle(new PageHost(request.session.data), request.session.flash);
  }

  mount(): HttpReply | Promise<HttpReply> {
    const { view, params } = this.#request.match;
    const assigns = view.mount(this.#live, params as never);
    return assigns instanceof Promise ? assigns.then((value) => this.#mounted(value)) : this.#mounted(assigns);
  }

  #mounted(assigns: object): HttpReply | Promise<HttpReply> {
    this.#live.mounted(assigns);
    const leaving = this.#live.takeNavigation();
    if (leaving !== undefined) return this.#redirect(leaving);
    const { match, url } = this.#request;
    const handled = match.view.handleParams?.(this.#live, match.params as never, new URL(url));
    return handled instanceof Promise ? handled.then(() => this.#respond()) : this.#respond();
  }

  #respond(): HttpReply {
    const navigation = this.#live.takeNavigation();
    if (navigation !== undefined) return this.#redirect(navigation);
    return { status: 200, headers: this.#headers(), body: this.#html() };
  }

  #html(): string {
    return renderToString(this.#document(), this.#live.assigns, this.#environment.renderOptions);
  }

  #document(): Rendered {
    const { rootLayout, tokens, assets, newId } = this.#environment;
    const { match, session } = this.#request;
    const id = newId();
    const content = renderView(this.#environment, match.view, this.#live);
    const title = this.#live.assigns["pageTitle"];
    return rootLayout({
      head: pageHead(assets, session.csrfToken()),
      pageTitle: typeof title === "string" ? title : undefined,
      content: html`<div id=${id} data-phx-main data-phx-session=${tokens.signSession({ id, view: match.viewName })} data-phx-static=${tokens.signStatic(id, this.#live.flash)}>${content}</div>`,
    }).ownedBy("root layout");
  }

  #headers(): [string, string][] {
    const headers = htmlHeaders(this.#environment, "max-age=0, private, must-revalidate");
    headers.push(["referrer-policy", "strict-origin-when-cross-origin"]);
    for (const cookie of this.#request.session.cookies()) headers.push(["set-cookie", cookie]);
    return headers;
  }

  #redirect(navigation: Navigation): HttpReply {
    const headers = this.#headers();
    const flash = this.#environment.tokens.signFlash(this.#live.flash);
    if (flash !== undefined) headers.push(["set-cookie", `${FLASH_COOKIE}=${flash}; Max-Age=60; Path=/; SameSite=Lax`]);
    headers.push(["location", navigation.to]);
    return { status: navigation.type === "redirect" ? navigation.status : 302, headers, body: "" };
  }
}

function ignore(): void {}
