import { bindClicks } from "../bindings/click.ts";
import { bindForms } from "../bindings/forms.ts";
import { bindKeysAndFocus } from "../bindings/keys-and-focus.ts";
import { type Clock, systemClock } from "../channel/clock.ts";
import { type Random, systemRandom } from "../channel/random.ts";
import { Socket } from "../channel/socket.ts";
import { PARENT_ID, SESSION, STICKY, TELEPORTED } from "../dom/marks.ts";
import { recordServerState } from "../dom/user-state.ts";
import type { Hooks } from "./hooks.ts";
import { csrfToken } from "./document-head.ts";
import { Gate } from "./gate.ts";
import { kit } from "./kit.ts";
import type { ConnectionState, LiveSocket, LiveSocketOptions } from "./live-socket.ts";
import { Navigation, type NavigationHost } from "./navigation.ts";
import { LoadingEvents } from "./page-events.ts";
import { Part } from "./part.ts";
import type { Uploader } from "../uploads/upload.ts";
import type { Extras } from "./parts.ts";
import { type JoinResponse, View, type ViewHost, type ViewOptions } from "./view.ts";

/** The page: what its views, its bindings and its navigation have in common. */
export class LivePage implements ViewHost, NavigationHost {
  readonly hooks: Hooks;
  readonly clock: Clock;
  readonly socket: Socket;
  readonly log: NonNullable<LiveSocketOptions["log"]>;
  readonly gate = new Gate();
  readonly kit = kit;
  readonly extras: Part<Extras>;
  readonly uploaders: Readonly<Record<string, Uploader>>;
  readonly loading = new LoadingEvents();
  readonly navigation = new Navigation(this);
  main: View | undefined;
  readonly #options: LiveSocketOptions;
  readonly #views = new Map<Element, View>();
  readonly random: Random;
  readonly liveSocket: LiveSocket;
  #isUnloading = false;

  constructor(liveSocket: LiveSocket, url: string, options: LiveSocketOptions) {
    const { hooks = {}, uploaders = {}, clock = systemClock, random = systemRandom, log = console } = options;
    this.liveSocket = liveSocket;
    this.#options = options;
    this.hooks = hooks;
    this.clock = clock;
    this.log = log;
    this.extras = new Part(() => import("../extras/index.ts"), log);
    this.uploaders = uploaders;
    this.random = random;
    this.socket = new Socket(new URL(url, location.href).href.replace(/^http/, "ws"), {
      WebSocket,
      ...options,
      // A query parameter is text; what is none becomes it.
      params: () => ({ ...this.params(), _csrf_token: csrfToken() }) as Record<string, string>,
    });
  }

  connect(): void {
    // Most pages need it soon, and when the connection is lost it will be too late.
    this.extras.preload();
    if (!this.#views.size) this.#begin();
    if (this.#views.size) this.socket.connect();
  }

  disconnect(): void {
    this.socket.disconnect();
  }

  params(container?: Element): object {
    const { params } = this.#options;
    return typeof params === "function" ? params(container) : { ...params };
  }

  viewOf(element: Element | null): View | undefined {
    const container = element?.isConnected && element.closest(`[${SESSION}],[${TELEPORTED}]`);
    if (!container) return undefined;
    const id = container.getAttribute(TELEPORTED);
    return id === null ? this.#views.get(container) : [...this.#views.values()].find((view) => view.id === id);
  }

  childrenOf(view: View): View[] {
    return [...this.#views.values()].filter(({ parent }) => parent === view);
  }

  settle(view: View): void {
    const gone = [...this.#views.values()].filter((one) => one !== this.main && !one.container.isConnected);
    for (const container of view.own(`[${SESSION}]`)) {
      if (this.#views.has(container)) continue;
      const early = gone.find(({ id, parent }) => id === container.id && parent === view);
      if (early) {
        this.forget(early);
        early.standIn(container);
        this.#views.set(container, early);
      } else this.#beginIn(container, view);
    }
    // Those that a view has begun before it is shown are yet to come.
    for (const one of gone) if (!one.container.isConnected && one.parent?.isConnected !== false) one.destroy();
  }

  metadata(type: string, event: Event, element: Element): object {
    return this.#options.metadata?.[type]?.(event, element) ?? {};
  }

  begin(options: ViewOptions): View {
    const view = new View(this, options);
    this.#views.set(options.container, view);
    view.show("loading");
    view.channel.join();
    return view;
  }

  beginMain(container: HTMLElement, visit: Omit<ViewOptions, "container">): void {
    this.main = this.begin({ container, ...visit });
  }

  joining(view: View, response: JoinResponse): void {
    if (view !== this.main) return;
    this.forget(view);
    this.navigation.joining(view, response);
    this.#views.set(view.container, view);
  }

  joined(view: View, response: JoinResponse): void {
    if (view !== this.main) return;
    this.extras.use((extras) => extras?.worksAgain());
    this.#show("connected");
    this.navigation.follow(view, response);
    this.loading.stop();
  }

  refused(view: View, response: unknown): void {
    this.extras.use((extras) => extras?.refused(this, view, response));
  }

  failed(view: View): void {
    if (this.#isUnloading) return;
    view.show(this.socket.isOpen ? "server-error" : "client-error");
    if (view !== this.main) return;
    this.#show(this.socket.isOpen ? "error" : "disconnected");
    this.loading.start("error");
  }

  reload(): void {
    this.extras.use((extras) => extras?.reload(this));
  }

  forget(view: View): void {
    this.#views.delete(view.container);
  }

  load(url: string, flash?: string): void {
    this.#isUnloading = true;
    if (flash) document.cookie = `__phoenix_flash__=${flash}; max-age=60; path=/`;
    if (url === location.href) location.reload();
    else location.href = url;
  }

  #begin(): void {
    recordServerState(document);
    for (const container of document.querySelectorAll<HTMLElement>(`[${SESSION}]:not([${PARENT_ID}])`)) {
      const view = this.#beginIn(container);
      if (container.hasAttribute("data-phx-main")) this.main = view;
    }
    if (this.main) {
      this.#show("connecting");
      this.loading.start("initial");
      this.navigation.listen();
    }
    bindClicks(this);
    bindKeysAndFocus(this);
    bindForms(this);
    this.#watchPage();
  }

  /** A sticky view belongs to the page, whatever it stands in. */
  #beginIn(container: HTMLElement, parent?: View): View {
    const isSticky = container.hasAttribute(STICKY);
    return this.begin({
      container,
      parent: isSticky ? undefined : parent,
      url: isSticky || parent ? undefined : location.href,
    });
  }

  /** A phone that wakes, a network that comes back: the connection may have died unnoticed. */
  #watchPage(): void {
    const probe = (): void => {
      this.#isUnloading = false;
      if (document.hidden) this.socket.sleep();
      else this.socket.probe();
    };
    document.addEventListener("visibilitychange", probe);
    for (const event of ["pageshow", "online", "offline"]) window.addEventListener(event, probe);
    window.addEventListener("pagehide", () => (this.#isUnloading = true));
  }

  #show(state: ConnectionState): void {
    document.documentElement.dataset["phxConnection"] = state;
  }
}
