import { bindClicks, runClick } from "../bindings/click.ts";
import { runBinding } from "../bindings/element-event.ts";
import { bindForms } from "../bindings/forms.ts";
import { bindKeysAndFocus } from "../bindings/keys-and-focus.ts";
import type { Page } from "../bindings/page.ts";
import { RateLimits } from "../bindings/rate-limit.ts";
import { type Clock, systemClock } from "../channel/clock.ts";
import { type Random, systemRandom } from "../channel/random.ts";
import type { Reply } from "../channel/reply.ts";
import { Socket } from "../channel/socket.ts";
import type { WebSocketConstructor } from "../channel/websocket-like.ts";
import { PARENT_ID, SESSION } from "../dom/marks.ts";
import { recordServerState } from "../dom/user-state.ts";
import { runCommands } from "./commands.ts";
import type { Hooks } from "./hooks.ts";
import type { Instruction } from "./instruction.ts";
import { csrfToken } from "./join-payload.ts";
import { Navigation, startLoading, stopLoading } from "./navigation.ts";
import { Reloads } from "./reload.ts";
import { findTargets } from "./target.ts";
import { View, type ViewHost, type ViewOptions } from "./view.ts";

/** How a page is brought to life. All of it is optional. */
export interface LiveSocketOptions {
  /** Sent with the connection and with every join, beside the page's CSRF token. Called with the view's container for a join. */
  readonly params?: Readonly<Record<string, unknown>> | ((container?: Element) => Readonly<Record<string, unknown>>);
  /** The hooks that `phx-hook` names. */
  readonly hooks?: Hooks;
  /** By type of event (`click`, `keydown`, …): what to add to the payload of its pushes. */
  readonly metadata?: Readonly<Record<string, (event: Event, element: Element) => object>>;
  /** Delays between attempts to connect, the last one repeated, each spread by ±50 %. Default 100 ms up to 5 s. */
  readonly reconnectDelaysMs?: readonly number[];
  /** Delays before a view that crashed is joined again, spread likewise. Default 1 s up to 10 s. */
  readonly rejoinDelaysMs?: readonly number[];
  /** Time between heartbeats. Default 30,000. */
  readonly heartbeatMs?: number;
  /** Default the browser's. */
  readonly WebSocket?: WebSocketConstructor;
  /** Default the system's clock. */
  readonly clock?: Clock;
  /** Default the system's dice. */
  readonly random?: Random;
}

/**
 * The state of the page's connection, as `data-phx-connection` of `<html>`, for a page to style: `connecting` at first,
 * `connected` while the page is live, `disconnected` while the server cannot be reached, `error` while it can, but the view
 * crashed or was refused. The last two end by themselves.
 */
export type ConnectionState = "connecting" | "connected" | "disconnected" | "error";

/** Brings the live views of a page to life: finds them, connects them, and listens to what the user does. */
export class LiveSocket {
  readonly #options: LiveSocketOptions;
  readonly #clock: Clock;
  readonly #socket: Socket;
  readonly #views = new Map<Element, View>();
  readonly #host: ViewHost;
  readonly #page: Page;
  readonly #navigation: Navigation;
  readonly #reloads: Reloads;
  readonly #listening = new AbortController();
  #main: View | undefined;
  #hasBegun = false;
  #isUnloading = false;

  /** @param url the endpoint's path (`/live`) or URL, without `/websocket`. */
  constructor(url: string, options: LiveSocketOptions = {}) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#socket = new Socket(new URL(url, location.href).href.replace(/^http/, "ws"), {
      ...options,
      WebSocket: options.WebSocket ?? WebSocket,
      params: () => ({ ...this.#params(), _csrf_token: csrfToken() }) as Record<string, string>, // what is none becomes one
    });
    this.#reloads = new Reloads(this.#clock, options.random ?? systemRandom);
    this.#page = this.#makePage();
    this.#host = this.#makeHost();
    this.#navigation = new Navigation({
      main: () => this.#main,
      isOpen: () => this.#socket.isOpen,
      beginMain: (container, visit) => (this.#main = this.#begin({ container, ...visit })),
      click: (link, event) => runClick(this.#page, link, event),
      load: (to, flash) => this.#load(to, flash),
    });
  }

  /** Whether the connection stands. */
  get isConnected(): boolean {
    return this.#socket.isOpen;
  }

  /** Connects the page's views as soon as the page is there, and keeps them connected. */
  connect(): void {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => this.connect());
    else if (this.#hasBegun) this.#socket.connect();
    else this.#beginPage();
  }

  /** Disconnects until the next {@link connect}. */
  disconnect(): void {
    this.#socket.disconnect();
  }

  #beginPage(): void {
    this.#hasBegun = true;
    recordServerState(document);
    this.#show("connecting");
    for (const container of document.querySelectorAll<HTMLElement>(`[${SESSION}]:not([${PARENT_ID}])`)) {
      const view = this.#begin({ container, url: location.href });
      if (container.hasAttribute("data-phx-main")) this.#main = view;
    }
    if (this.#views.size === 0) return;
    startLoading(location.href, "initial");
    const { signal } = this.#listening;
    if (this.#main !== undefined) this.#navigation.listen(signal);
    bindClicks(this.#page);
    bindKeysAndFocus(this.#page);
    bindForms(this.#page);
    this.#watchPage(signal);
    this.#socket.connect();
  }

  /** A phone that wakes, a network that comes back: the connection may have died unnoticed. */
  #watchPage(signal: AbortSignal): void {
    const probe = (): void => {
      this.#isUnloading = false;
      if (document.visibilityState === "hidden") this.#socket.sleep();
      else this.#socket.probe();
    };
    document.addEventListener("visibilitychange", probe, { signal });
    for (const event of ["pageshow", "online", "offline"]) window.addEventListener(event, probe, { signal });
    window.addEventListener("pagehide", () => (this.#isUnloading = true), { signal });
  }

  #begin(options: ViewOptions): View {
    const view = new View(this.#host, options);
    this.#views.set(options.container, view);
    view.show("loading");
    view.channel.join();
    return view;
  }

  #makePage(): Page {
    return {
      limits: new RateLimits(this.#clock),
      signal: this.#listening.signal,
      viewOf: (element) => this.#viewOf(element),
      targets: (name, view) => findTargets(name, view, (element) => this.#viewOf(element)),
      metadata: (type, event, element) => this.#options.metadata?.[type]?.(event, element) ?? {},
      run: (code, element, push) =>
        runCommands(code, element, { push, navigate: (...target) => this.#navigation.go(...target) }),
    };
  }

  #makeHost(): ViewHost {
    return {
      hooks: this.#options.hooks ?? {},
      clock: this.#clock,
      channel: (topic, listener) => this.#socket.channel(topic, listener),
      params: (container) => this.#params(container),
      targets: this.#page.targets,
      run: (code, element, type) => runBinding(this.#page, code, { element, type }),
      begin: (container, parent) => this.#begin({ container, parent }),
      forget: (view) => this.#views.delete(view.container),
      follow: (view, instruction) => this.#navigation.follow(view, instruction),
      joining: (view, response) => this.#joining(view, response),
      joined: (view, response) => this.#joined(view, response),
      refused: (view, reply) => this.#refused(view, reply),
      failed: (view) => this.#failed(view),
      timedOut: () => this.#reloads.schedule(() => this.#load(location.href)),
    };
  }

  #joining(view: View, response: Parameters<ViewHost["joining"]>[1]): void {
    if (view !== this.#main) return;
    this.#views.delete(view.container);
    this.#navigation.joining(view, response);
    this.#views.set(view.container, view);
  }

  #joined(view: View, response: Instruction): void {
    if (view !== this.#main) return;
    this.#reloads.succeeded();
    this.#show("connected");
    this.#navigation.follow(view, response);
    stopLoading(location.href, "redirect");
  }

  /** Refused for good: another page, or this one anew. Refused for now: the channel tries again (§5.4). */
  #refused(view: View, { response }: Reply): void {
    const { reason, ...instruction } = Object(response) as Instruction & { reason?: unknown; token?: string };
    this.#failed(view);
    if (reason === "stale" || reason === "unauthorized" || reason === "reload") {
      view.channel.leave();
      if (reason === "reload") setCookie("__phoenix_reload_status__", String(instruction.token));
      this.#reloads.schedule(() => this.#load(this.#main?.url ?? location.href));
    } else if (instruction.redirect !== undefined || instruction.live_redirect !== undefined) {
      view.channel.leave();
      this.#navigation.follow(view, instruction);
    }
  }

  #failed(view: View): void {
    if (this.#isUnloading) return;
    const { isOpen } = this.#socket;
    view.show(isOpen ? "server-error" : "client-error");
    if (view !== this.#main) return;
    this.#show(isOpen ? "error" : "disconnected");
    startLoading(location.href, "error");
  }

  #show(state: ConnectionState): void {
    document.documentElement.dataset["phxConnection"] = state;
  }

  #viewOf(element: Element): View | undefined {
    const container = element.isConnected ? element.closest(`[${SESSION}]`) : null;
    return container === null ? undefined : this.#views.get(container);
  }

  #params(container?: Element): Readonly<Record<string, unknown>> {
    const { params = {} } = this.#options;
    return typeof params === "function" ? params(container) : params;
  }

  #load(url: string, flash?: string): void {
    this.#isUnloading = true;
    if (flash !== undefined) setCookie("__phoenix_flash__", flash);
    if (url === location.href) location.reload();
    else location.href = url;
  }
}

function setCookie(name: string, value: string): void {
  document.cookie = `${name}=${value}; max-age=60; path=/`;
}
