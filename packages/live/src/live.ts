import { LiveError } from "./errors.ts";
import { type Flash, NO_FLASH, withFlash, withoutFlash } from "./flash.ts";
import { type ExternalUrl, externalUrl, localPath, type NavigateOptions, type Navigation } from "./navigation.ts";
import { Stream, type StreamOptions } from "./stream.ts";

/** Who is behind the page: the decoded session cookie. */
export type Session = Readonly<Record<string, unknown>>;

/** What every callback of a view may do. */
export interface LiveBase {
  /** False while the page's plain HTML is rendered, true once its socket has joined. */
  readonly connected: boolean;
  /** The session cookie's content. */
  readonly session: Session;
  /** Aborted when the view ends; hand it to what you await. */
  readonly signal: AbortSignal;
  /** Receives every broadcast on `topic` in `handleInfo`, until the view ends or the returned function is called. Does nothing while not connected. */
  subscribe(topic: string): () => void;
  /** Sends `message` to every subscriber of `topic`, in this process and beyond. */
  broadcast(topic: string, message: unknown): void;
  /** Puts `message` into this view's own mailbox, after `delayMs` (default 0); it arrives in `handleInfo`. Returns what cancels it. */
  sendSelf(message: unknown, delayMs?: number): () => void;
  /**
   * Dispatches `phx:<name>` in the browser, and calls the hooks' `handleEvent(name)`: after the next patch, or before it.
   * At most 1,000 wait for one render; beyond that the oldest is dropped, which only a browser that does not read can cause.
   */
  pushEvent(name: string, payload?: object, options?: { readonly dispatch?: "before" | "after" }): void;
  /** Shows `message` under `kind` ("info", "error", …) until it is cleared; survives navigation and redirects. */
  putFlash(kind: string, message: string): void;
  /** Takes one kind of message away, or all. */
  clearFlash(kind?: string): void;
  /** Mounts the view of another path over the same socket. `to` is a path within this app. */
  navigate(to: string, options?: NavigateOptions): void;
  /** Loads another page: a path within this app, or another site by `{ external: "https://…" }`. `status` counts for plain HTTP, default 302. */
  redirect(to: string | ExternalUrl, options?: { readonly status?: number }): void;
  /** Makes a stream: a list that the browser keeps and the server forgets. Hold it as an assign. */
  stream<Item>(items: Iterable<Item>, options: StreamOptions<Item>): Stream<Item>;
}

/** What `mount` receives: there are no assigns yet, they are what it returns. */
export interface MountLive extends LiveBase {}

/** What every later callback receives. */
export interface Live<Assigns extends object> extends LiveBase {
  /** The present assigns. */
  readonly assigns: Readonly<Assigns>;
  /** Replaces the named assigns; the view renders once, when the callback has ended. */
  assign(changes: Partial<Assigns>): void;
  /** Changes the URL without leaving the view; `handleParams` runs at the end of this turn. */
  patch(to: string, options?: NavigateOptions): void;
}

/** What a handle needs from whoever runs the view: the page while it is plain HTML, the view's actor once connected. */
export interface LiveHost {
  readonly connected: boolean;
  readonly isAlive: boolean;
  readonly session: Session;
  readonly signal: AbortSignal;
  subscribe(topic: string): () => void;
  broadcast(topic: string, message: unknown): void;
  sendSelf(message: unknown, delayMs: number): () => void;
}

const NO_EVENTS: readonly string[] = [];
const PUSHED_EVENTS_MAX = 1_000;

/**
 * The one implementation behind `Live` and `MountLive`. It collects what a callback does; its host reads that when
 * the callback has ended. After the view's death every effect is a no-op: a promise that settles late changes nothing.
 */
export class LiveHandle implements Live<Record<string, unknown>> {
  readonly #host: LiveHost;
  #assigns: Record<string, unknown> = {};
  #isChanged = false;
  #isMounted = false;
  #events: string[] | undefined;
  #navigation: Navigation | undefined;
  #streams: Stream<unknown>[] | undefined;

  constructor(host: LiveHost, flash: Flash) {
    this.#host = host;
    if (flash !== NO_FLASH) this.#assigns = { flash };
  }

  get assigns(): Record<string, unknown> {
    return this.#assigns;
  }

  get connected(): boolean {
    return this.#host.connected;
  }

  get session(): Session {
    return this.#host.session;
  }

  get signal(): AbortSignal {
    return this.#host.signal;
  }

  get flash(): Flash {
    return (this.#assigns["flash"] as Flash | undefined) ?? NO_FLASH;
  }

  /** Takes over what `mount` returned. */
  mounted(assigns: unknown): void {
    if (typeof assigns !== "object" || assigns === null || Array.isArray(assigns)) {
      throw new LiveError(
        "invalid-assigns",
        `mount returned ${String(assigns)}; it must return the view's assigns, an object.`,
      );
    }
    this.#assigns = { ...assigns, flash: this.flash };
    this.#isMounted = true;
    this.#isChanged = true;
  }

  assign(changes: Readonly<Record<string, unknown>>): void {
    if (!this.#host.isAlive) return;
    const assigns = this.#assigns;
    for (const name in changes) {
      const value = changes[name];
      if (assigns[name] === value && !isMutable(value)) continue;
      assigns[name] = value;
      this.#isChanged = true;
    }
  }

  pushEvent(name: string, payload: object = {}, options?: { readonly dispatch?: "before" | "after" }): void {
    if (!this.#host.isAlive) return;
    this.#events ??= [];
    if (this.#events.length >= PUSHED_EVENTS_MAX) this.#events.shift();
    const before = options?.dispatch === "before" ? ",true" : "";
    this.#events.push(`[${JSON.stringify(name)},${JSON.stringify(payload)}${before}]`);
  }

  putFlash(kind: string, message: string): void {
    this.assign({ flash: withFlash(this.flash, kind, message) });
  }

  clearFlash(kind?: string): void {
    const flash = withoutFlash(this.flash, kind);
    if (flash !== this.flash) this.assign({ flash });
  }

  patch(to: string, options?: NavigateOptions): void {
    if (!this.#isMounted) {
      throw new LiveError(
        "patch-in-mount",
        `live.patch(${JSON.stringify(to)}) was called in mount; use live.navigate or live.redirect there.`,
      );
    }
    this.#go({ type: "patch", to: localPath(to), replace: options?.replace ?? false });
  }

  navigate(to: string, options?: NavigateOptions): void {
    this.#go({ type: "navigate", to: localPath(to), replace: options?.replace ?? false });
  }

  redirect(to: string | ExternalUrl, options?: { readonly status?: number }): void {
    const target = typeof to === "string" ? localPath(to) : externalUrl(to);
    this.#go({ type: "redirect", to: target, status: options?.status ?? 302 });
  }

  stream<Item>(items: Iterable<Item>, options: StreamOptions<Item>): Stream<Item> {
    this.#streams ??= [];
    const stream = new Stream(String(this.#streams.length), items, options);
    this.#streams.push(stream as Stream<unknown>);
    return stream;
  }

  subscribe(topic: string): () => void {
    return this.#host.subscribe(topic);
  }

  broadcast(topic: string, message: unknown): void {
    if (this.#host.isAlive) this.#host.broadcast(topic, message);
  }

  sendSelf(message: unknown, delayMs = 0): () => void {
    return this.#host.sendSelf(message, delayMs);
  }

  /** Whether a render could differ from the last one. Objects may have been changed in place, so they always may. */
  mayHaveChanged(): boolean {
    if (this.#isChanged) return true;
    const assigns = this.#assigns;
    for (const name in assigns) {
      if (isMutable(assigns[name])) return true;
    }
    return false;
  }

  /** Called after each render: what was sent is forgotten. */
  rendered(): void {
    this.#isChanged = false;
    if (this.#streams !== undefined) for (const stream of this.#streams) stream.prune();
  }

  /** Where this turn goes, once. */
  takeNavigation(): Navigation | undefined {
    const navigation = this.#navigation;
    this.#navigation = undefined;
    return navigation;
  }

  /** The JSON texts of the events pushed since the last call. */
  takeEvents(): readonly string[] {
    const events = this.#events;
    if (events === undefined) return NO_EVENTS;
    this.#events = undefined;
    return events;
  }

  #go(navigation: Navigation): void {
    if (!this.#host.isAlive) return;
    if (this.#navigation !== undefined) {
      throw new LiveError(
        "second-navigation",
        `The view asked to go to ${navigation.to}, but in this turn it already goes to ${this.#navigation.to}. Decide for one.`,
      );
    }
    this.#navigation = navigation;
  }
}

/** Could its content have changed while its identity stayed? */
function isMutable(value: unknown): boolean {
  return typeof value === "object" && value !== null && value !== NO_FLASH && !Object.isFrozen(value);
}
