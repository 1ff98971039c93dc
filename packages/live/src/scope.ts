import type { ConnectInfo } from "@firecrest/channels";
import type { Rendered } from "@firecrest/template";
import type { AssignAsyncOptions, AsyncOptions, AsyncOutcome } from "./async-result.ts";
import { AssignTasks } from "./assign-tasks.ts";
import { checkNotReserved, isMutable } from "./assigns.ts";
import { AsyncTasks } from "./async-tasks.ts";
import { LiveError } from "./errors.ts";
import { type Flash, NO_FLASH, withFlash, withoutFlash } from "./flash.ts";
import { type HookResult, type HookStage, isHalt, Lifecycle } from "./lifecycle.ts";
import type { ConnectParams, Session } from "./live.ts";
import type { LiveComponent } from "./live-component.ts";
import type { LiveHost } from "./live-host.ts";
import {
  type ExternalUrl,
  externalUrl,
  localPath,
  type NavigateOptions,
  type Navigation,
  type NavigationType,
} from "./navigation.ts";
import type { Layout } from "./render.ts";
import type { Route } from "./router.ts";
import { Stream, type StreamOptions } from "./stream.ts";
import { TemporaryAssigns } from "./temporary-assigns.ts";
import type { ObservedView } from "./telemetry/callbacks.ts";
import { NO_UPLOADS } from "./uploads/live-uploads.ts";
import { createUploads } from "./uploads/scope-uploads.ts";
import { UploadingScope } from "./uploads/uploading-scope.ts";
import type { Uploads } from "./uploads/uploads.ts";

type Assigns = Record<string, unknown>;

/** What few views and components have; made when first used. */
interface ScopeExtras {
  private?: Map<unknown, unknown>;
  lifecycle?: Lifecycle;
  tasks?: AsyncTasks;
  temporary?: TemporaryAssigns;
  layout?: Layout | false;
  render?: (assigns: never) => Rendered;
  uploads?: Uploads;
}

const NO_EVENTS: readonly string[] = [];
const PUSHED_EVENTS_MAX = 1_000;

/**
 * The assigns of one view or component, and what its callbacks do with them: the one implementation behind every `live`.
 * It collects what a callback asks for; its host reads that when the callback has ended. After its end every effect is a
 * no-op: a promise that settles late changes nothing.
 */
export class LiveScope extends UploadingScope {
  readonly #host: LiveHost;
  /** The view's scope, when this is a component's. */
  readonly #view: LiveScope | undefined;
  /** The component's number in its view. */
  readonly #cid: number | undefined;
  #assigns: Assigns = {};
  #isMounted = false;
  #isEnded = false;
  /** Names of the assigns that were set since the last render. */
  #changed: string[] | undefined;
  #events: string[] | undefined;
  #navigation: Navigation | undefined;
  #streams: Stream<unknown>[] | undefined;
  #extras: ScopeExtras | undefined;

  constructor(host: LiveHost, owner?: { readonly view: LiveScope; readonly cid: number }) {
    super();
    this.#host = host;
    this.#view = owner?.view;
    this.#cid = owner?.cid;
    if (owner !== undefined) this.#assigns = { myself: owner.cid, flash: NO_FLASH };
  }

  // --- what it is

  get assigns(): Assigns {
    return this.#assigns;
  }

  get connected(): boolean {
    return this.#host.connected;
  }

  get id(): string {
    return this.#host.id;
  }

  get session(): Session {
    return this.#host.session;
  }

  get signal(): AbortSignal {
    return this.#host.signal;
  }

  get myself(): number | undefined {
    return this.#cid;
  }

  /** The view, for its telemetry. */
  get observed(): ObservedView {
    return this.#host;
  }

  get flash(): Flash {
    return (this.#assigns["flash"] as Flash | undefined) ?? NO_FLASH;
  }

  get private(): Map<unknown, unknown> {
    this.#more.private ??= new Map();
    return this.#more.private;
  }

  get route(): Route | undefined {
    return this.#host.route;
  }

  get connectParams(): ConnectParams | undefined {
    return this.#connect("connectParams").params;
  }

  get connectInfo(): ConnectInfo {
    return this.#connect("connectInfo").info;
  }

  get staticChanged(): boolean {
    return this.#host.hasOldAssets(this.#connect("staticChanged").trackedAssets);
  }

  /** The live layout that mount chose, if it did. */
  get layout(): Layout | false | undefined {
    return this.#extras?.layout;
  }

  /** The render function that took the definition's place, if any. */
  get render(): ((assigns: never) => Rendered) | undefined {
    return this.#extras?.render;
  }

  // --- assigns

  /** Adds what mount hooks, the framework and `mount` itself bring, before the first render. */
  add(assigns: object): void {
    for (const name of Object.keys(assigns)) checkNotReserved(name);
    Object.assign(this.#assigns, assigns);
  }

  /** Sets what belongs to the framework: `flash`, `liveAction`, `uploads`. */
  setReserved(name: string, value: unknown): void {
    if (this.#assigns[name] !== value) this.#set(name, value);
  }

  /** Takes over what `mount` returned. */
  mounted(assigns: unknown): void {
    if (typeof assigns !== "object" || assigns === null || Array.isArray(assigns)) {
      throw new LiveError(
        "invalid-assigns",
        `mount returned ${String(assigns)}; it must return the assigns, an object.`,
      );
    }
    this.add(assigns);
    this.#assigns["flash"] ??= NO_FLASH;
    this.#assigns["uploads"] ??= NO_UPLOADS;
    this.#isMounted = true;
    this.#changed ??= [];
  }

  assign(changes: Readonly<Assigns> | ((assigns: Readonly<Assigns>) => Readonly<Assigns>)): void {
    if (!this.isAlive) return;
    const assigns = this.#assigns;
    const values = typeof changes === "function" ? changes(assigns) : changes;
    for (const name in values) {
      const value = values[name];
      if (assigns[name] === value && !isMutable(value)) continue;
      checkNotReserved(name);
      this.#set(name, value);
    }
  }

  update(key: string, change: (value: unknown, assigns: Readonly<Assigns>) => unknown): void {
    if (!Object.hasOwn(this.#assigns, key)) {
      throw new LiveError(
        "unknown-assign",
        `live.update(${JSON.stringify(key)}) found no such assign; there are: ${Object.keys(this.#assigns).join(", ")}. Return it from mount, or use live.assign.`,
      );
    }
    this.assign({ [key]: change(this.#assigns[key], this.#assigns) });
  }

  changed(key: string): boolean {
    return this.#changed?.includes(key) ?? false;
  }

  assignNew(key: string, make: () => unknown): unknown {
    checkNotReserved(key);
    if (Object.hasOwn(this.#assigns, key)) return this.#assigns[key];
    const inherited = this.#view === undefined ? this.#host.inherited(key) : undefined;
    const value = inherited === undefined ? make() : inherited.value;
    this.add({ [key]: value });
    return value;
  }

  temporaryAssigns(defaults: Readonly<Assigns>): void {
    this.#more.temporary ??= new TemporaryAssigns(this.#assigns);
    this.#more.temporary.add(defaults);
  }

  setLayout(layout: Layout | false): void {
    this.#more.layout = layout;
  }

  renderWith(render: (assigns: never) => Rendered): void {
    if (!this.isAlive) return;
    this.#more.render = render;
    this.#changed ??= [];
  }

  // --- what the browser shall do

  pushEvent(name: string, payload: object = {}, options?: { readonly dispatch?: "before" | "after" }): void {
    if (!this.isAlive) return;
    this.#events ??= [];
    if (this.#events.length >= PUSHED_EVENTS_MAX) this.#events.shift();
    const before = options?.dispatch === "before" ? ",true" : "";
    this.#events.push(`[${JSON.stringify(name)},${JSON.stringify(payload)}${before}]`);
  }

  putFlash(kind: string, message: string): void {
    if (this.isAlive) this.setReserved("flash", withFlash(this.flash, kind, message));
  }

  clearFlash(kind?: string): void {
    if (this.isAlive) this.setReserved("flash", withoutFlash(this.flash, kind));
  }

  patch(to: string, options?: NavigateOptions): void {
    if (!(this.#view ?? this).#isMounted) {
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

  navigationType(to: string): NavigationType {
    return this.#host.navigationType(localPath(to));
  }

  stream<Item>(items: Iterable<Item>, options: StreamOptions<Item>): Stream<Item> {
    this.#streams ??= [];
    const number = this.#streams.length;
    const stream = new Stream(this.#cid === undefined ? `${number}` : `${this.#cid}-${number}`, items, options);
    this.#streams.push(stream as Stream<unknown>);
    return stream;
  }

  // --- uploads

  /** Its uploads; most views have none. */
  override get uploads(): Uploads {
    this.#more.uploads ??= createUploads(this.#host, this);
    return this.#more.uploads;
  }

  // --- topics, messages, tasks

  subscribe(topic: string): () => void {
    return this.#host.subscribe(topic);
  }

  broadcast(topic: string, message: unknown): void {
    if (this.isAlive) this.#host.broadcast(topic, message);
  }

  sendSelf(message: unknown, delayMs = 0): () => void {
    return this.#host.sendSelf(message, delayMs);
  }

  sendUpdate(component: LiveComponent<never>, id: string, props: object): void {
    if (this.isAlive) this.#host.sendUpdate({ component, id, props }, 0);
  }

  // oxlint-disable-next-line max-params -- the delay, then the three of sendUpdate
  sendUpdateAfter(delayMs: number, component: LiveComponent<never>, id: string, props: object): () => void {
    return this.#host.sendUpdate({ component, id, props }, delayMs);
  }

  // oxlint-disable-next-line max-params -- name, work, outcome: what every task has; the options are rare
  startAsync<Value>(
    name: string,
    run: (signal: AbortSignal) => Promise<Value>,
    handleAsync: (outcome: AsyncOutcome<Value>) => unknown,
    options: AsyncOptions = {},
  ): void {
    const handle = (outcome: AsyncOutcome<Value>) =>
      this.runHooks("handleAsync", [this, name, outcome], () => handleAsync(outcome));
    this.#startTask(name, { run, handle, timeoutMs: options.timeoutMs });
  }

  assignAsync(
    keys: string | readonly string[],
    run: (signal: AbortSignal) => Promise<unknown>,
    options: AssignAsyncOptions = {},
  ): unknown {
    return this.#assignTasks().assign(keys, run, options);
  }

  streamAsync(
    key: string,
    run: (signal: AbortSignal) => Promise<Iterable<unknown>> | AsyncIterable<Iterable<unknown>>,
    options: Partial<StreamOptions<unknown>> & AssignAsyncOptions = {},
  ): unknown {
    return this.#assignTasks().stream(key, run, options);
  }

  cancelAsync(name: string, reason?: unknown): void {
    this.#extras?.tasks?.cancel(name, reason);
  }

  // --- hooks

  attachHook(id: string, stage: HookStage, hook: (...parameters: never[]) => unknown): void {
    const place = this.#view !== undefined ? "component" : this.#host.route === undefined ? "nested" : "routed";
    this.#more.lifecycle ??= new Lifecycle();
    this.#more.lifecycle.attach({ id, stage, hook }, place);
  }

  detachHook(id: string, stage: HookStage): void {
    this.#extras?.lifecycle?.detach(id, stage);
  }

  /** Whether any hook was attached. */
  get hasHooks(): boolean {
    return this.#extras?.lifecycle !== undefined;
  }

  /** Runs a stage's hooks, then, unless one has halted, its callback; gives what either of them answers. */
  runHooks(stage: HookStage, parameters: readonly unknown[], callback: () => unknown): unknown {
    const result = this.#extras?.lifecycle?.run(stage, parameters);
    if (result === undefined) return callback();
    const go = (settled: HookResult) => {
      if (!isHalt(settled)) return this.isAlive ? callback() : undefined;
      return settled === "halt" ? undefined : settled.halt;
    };
    return result instanceof Promise ? result.then(go) : go(result);
  }

  // --- what its host reads

  get isAlive(): boolean {
    return !this.#isEnded && this.#host.isAlive;
  }

  /** Whether an assign was set since the last render. */
  get hasChanged(): boolean {
    return this.#changed !== undefined;
  }

  /** Whether a render could differ from the last one. Objects may have been changed in place, so they always may. */
  mayHaveChanged(): boolean {
    if (this.#changed !== undefined) return true;
    const assigns = this.#assigns;
    for (const name in assigns) {
      if (isMutable(assigns[name])) return true;
    }
    return false;
  }

  /** Called after each render: runs the hooks of that stage, then forgets what was sent. */
  rendered(): void {
    // A stage without promises.
    void this.#extras?.lifecycle?.run("afterRender", [this]);
    this.#changed = undefined;
    if (this.#streams !== undefined) for (const stream of this.#streams) stream.prune();
    this.#extras?.temporary?.reset();
  }

  /** Whether this turn goes somewhere. */
  get isLeaving(): boolean {
    return this.#navigation !== undefined;
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

  /** The view has ended, or the component is gone: its tasks are aborted, and nothing it does has an effect. */
  end(): void {
    this.#isEnded = true;
    this.#extras?.tasks?.end();
    this.#extras?.uploads?.end();
  }

  // --- inside

  get #more(): ScopeExtras {
    this.#extras ??= {};
    return this.#extras;
  }

  #set(name: string, value: unknown): void {
    this.#assigns[name] = value;
    this.#extras?.temporary?.noteSet(name);
    this.#changed ??= [];
    if (!this.#changed.includes(name)) this.#changed.push(name);
  }

  #connect(what: string): NonNullable<LiveHost["connect"]> {
    const { connect } = this.#host;
    if (connect !== undefined) return connect;
    throw new LiveError(
      "only-in-mount",
      `live.${what} was read after the view was mounted; it is not kept. Read it in mount, and keep what you need among the assigns.`,
    );
  }

  #startTask<Value>(
    name: string,
    parts: {
      readonly run: (signal: AbortSignal) => unknown;
      readonly handle: (outcome: AsyncOutcome<Value>) => unknown;
      readonly timeoutMs: number | undefined;
    },
  ): void {
    if (!this.#host.connected || !this.isAlive) return;
    this.#more.tasks ??= new AsyncTasks(this.#host, this.#cid);
    this.#more.tasks.start(name, parts);
  }

  #assignTasks(): AssignTasks {
    return new AssignTasks({
      isMounted: this.#isMounted,
      assigned: (key) => this.#assigns[key],
      assign: (key, value) => this.assign({ [key]: value }),
      start: (name, parts) => this.#startTask(name, parts),
      createStream: (options) => this.stream([], options),
      deliver: (turn) => {
        const outcome = { ok: true, value: undefined } as const;
        this.#host.deliverTask({ name: "page", outcome, cid: this.#cid, take: () => turn });
      },
    });
  }

  #go(navigation: Navigation): void {
    if (!this.isAlive) return;
    if (this.#view !== undefined) {
      for (const [kind, message] of Object.entries(this.flash)) this.#view.putFlash(kind, message);
      return this.#view.#go(navigation);
    }
    if (this.#navigation !== undefined) {
      throw new LiveError(
        "second-navigation",
        `The view asked to go to ${navigation.to}, but in this turn it already goes to ${this.#navigation.to}. Decide for one.`,
      );
    }
    this.#navigation = navigation;
  }
}
