import type { HttpReply } from "@firecrest/channels";
import { html, raw } from "@firecrest/template";
import { type Container, containerTags, mergeContainers } from "./container.ts";
import { type DeadPage, DeadView, NestedRedirect } from "./dead-view.ts";
import type { Environment } from "./environment.ts";
import type { Flash } from "./flash.ts";
import { htmlHeaders } from "./html-headers.ts";
import type { Session } from "./live.ts";
import type { ConnectData } from "./live-host.ts";
import type { Navigation } from "./navigation.ts";
import { FLASH_COOKIE, type PageSession } from "./page-session.ts";
import { pageHead } from "./root-layout.ts";
import type { ViewMatch } from "./router.ts";

/** One request for a page: what its view is mounted with, and what the answer is made of. */
export interface PageRequest {
  readonly match: ViewMatch;
  readonly url: string;
  readonly session: PageSession;
  readonly connect: ConnectData;
  /** What the request brought, for `live.assignNew`. */
  readonly assigns: Readonly<Record<string, unknown>>;
  /** JSON values added to the session, for a view that no route mounts. */
  readonly viewSession?: Session;
  readonly container?: Container;
}

/** The whole page of a view as plain HTML, or where it redirects. Synchronous when the view's callbacks are. */
export function renderPage(environment: Environment, request: PageRequest): HttpReply | Promise<HttpReply> {
  const page = new Page(environment, request);
  try {
    const reply = page.reply();
    return reply instanceof Promise ? reply.catch((error: unknown) => page.failed(error)) : reply;
  } catch (error) {
    return page.failed(error);
  }
}

class Page {
  readonly #environment: Environment;
  readonly #request: PageRequest;
  readonly #id: string;
  /** What is added to the session cookie's content for this view, and travels in its token. */
  readonly #added: Session | undefined;
  readonly #view: DeadView;
  readonly #csrfToken: string;

  constructor(environment: Environment, request: PageRequest) {
    this.#environment = environment;
    this.#request = request;
    const { match, session, connect, assigns } = request;
    this.#id = environment.newId();
    this.#csrfToken = session.csrfToken();
    this.#added = match.route?.liveSession?.session?.(session.data) ?? request.viewSession;
    const page: DeadPage = { environment, connect, requestAssigns: assigns, csrfToken: this.#csrfToken };
    this.#view = new DeadView(page, {
      match,
      id: this.#id,
      session: this.#added === undefined ? session.data : { ...session.data, ...this.#added },
      flash: session.flash,
      ...(match.route !== undefined && { url: request.url }),
    });
  }

  reply(): HttpReply | Promise<HttpReply> {
    const leaving = this.#view.mount();
    return leaving instanceof Promise ? leaving.then((to) => this.#mounted(to)) : this.#mounted(leaving);
  }

  failed(error: unknown): HttpReply {
    if (error instanceof NestedRedirect) return this.#redirect(error.navigation, error.flash);
    throw error;
  }

  #mounted(leaving: Navigation | undefined): HttpReply | Promise<HttpReply> {
    if (leaving !== undefined) return this.#redirect(leaving, this.#view.scope.flash);
    const content = this.#view.html();
    return content instanceof Promise ? content.then((text) => this.#respond(text)) : this.#respond(content);
  }

  #respond(content: string): HttpReply | Promise<HttpReply> {
    const { match, container } = this.#request;
    const rootLayout = match.route?.liveSession?.rootLayout ?? this.#environment.rootLayout;
    const { open, close } = containerTags(mergeContainers(match.view.container, match.route?.container ?? container), {
      id: this.#id,
      "data-phx-main": match.route === undefined ? undefined : true,
      "data-phx-session": this.#sessionToken(),
      "data-phx-static": this.#environment.tokens.signStatic(this.#id, this.#view.scope.flash),
    });
    const { assigns } = this.#view.scope;
    const title = assigns["pageTitle"];
    const document = rootLayout({
      head: pageHead(this.#environment.assets, this.#csrfToken),
      pageTitle: typeof title === "string" ? title : undefined,
      content: html`${raw(`${open}${content}${close}`)}`,
    }).ownedBy("root layout");
    const reply = (body: string): HttpReply => ({ status: 200, headers: this.#headers(), body });
    // The document may have views and components of its own.
    const text = this.#view.document(document);
    return text instanceof Promise ? text.then(reply) : reply(text);
  }

  #sessionToken(): string {
    const { match } = this.#request;
    return this.#environment.tokens.signSession({
      id: this.#id,
      view: match.viewName,
      liveSession: match.route?.liveSession?.name,
      session: this.#added,
    });
  }

  #headers(): [string, string][] {
    const headers = htmlHeaders(this.#environment, "max-age=0, private, must-revalidate");
    headers.push(["referrer-policy", "strict-origin-when-cross-origin"]);
    for (const cookie of this.#request.session.cookies()) headers.push(["set-cookie", cookie]);
    return headers;
  }

  #redirect(navigation: Navigation, flash: Flash): HttpReply {
    const headers = this.#headers();
    const token = this.#environment.tokens.signFlash(flash);
    if (token !== undefined) headers.push(["set-cookie", `${FLASH_COOKIE}=${token}; Max-Age=60; Path=/; SameSite=Lax`]);
    headers.push(["location", navigation.to]);
    return { status: navigation.type === "redirect" ? navigation.status : 302, headers, body: "" };
  }
}
