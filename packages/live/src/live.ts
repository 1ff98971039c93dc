import type { ConnectInfo } from "@firecrest/channels";
import type { Rendered } from "@firecrest/template";
import type { AssignAsyncOptions, AsyncOptions, AsyncOutcome, AsyncResult, AsyncValue } from "./async-result.ts";
import type { HookStage, HookStages } from "./lifecycle.ts";
import type { LiveComponent } from "./live-component.ts";
import type { ExternalUrl, NavigateOptions, NavigationType } from "./navigation.ts";
import type { AnyPushes } from "./pushed.ts";
import type { Layout } from "./render.ts";
import type { Route } from "./router.ts";
import type { Stream, StreamOptions } from "./stream.ts";
import type { LiveUploads } from "./uploads/live-uploads.ts";

/** Who is behind the page: the decoded session cookie, and what a route's live session or a nested view was given besides. */
export type Session = Readonly<Record<string, unknown>>;

/** What {@link LiveBase.pushEvent} takes behind the name. The payload may be left out where an empty one would do. */
export type PushArguments<Payload> = {} extends Payload
  ? [payload?: Payload, options?: PushEventOptions]
  : [payload: Payload, options?: PushEventOptions];

/** When the browser hears of a pushed event: after the next patch, which is the default, or before it. */
export interface PushEventOptions {
  readonly dispatch?: "before" | "after";
}

/** What every callback of a view or component may do. */
export interface LiveBase<Pushes extends object = AnyPushes> extends LiveUploads {
  /** False while the page's plain HTML is rendered, true once its socket has joined. */
  readonly connected: boolean;
  /** The DOM id of the view's container. */
  readonly id: string;
  /** The session cookie's content, and what was added to it for this view. */
  readonly session: Session;
  /** Aborted when the view ends; hand it to what you await. */
  readonly signal: AbortSignal;
  /** What belongs to this view or component and is no assign: never rendered, never compared. */
  readonly private: Map<unknown, unknown>;
  /** Receives every broadcast on `topic` in `handleInfo`, until the view ends or the returned function is called. Does nothing while not connected. */
  subscribe(topic: string): () => void;
  /** Sends `message` to every subscriber of `topic`, in this process and beyond. */
  broadcast(topic: string, message: unknown): void;
  /** Puts `message` into the view's own mailbox, after `delayMs` (default 0); it arrives in `handleInfo`. Returns what cancels it. */
  sendSelf(message: unknown, delayMs?: number): () => void;
  /**
   * Dispatches `phx:<name>` in the browser, and calls the hooks' `handleEvent(name)`: after the next patch, or before it.
   * Name and payload are checked where the definition declares them (`pushes`). At most 1,000 wait for one render; beyond that
   * the oldest is dropped, which only a browser that does not read can cause.
   */
  pushEvent<Name extends keyof Pushes & string>(name: Name, ...rest: PushArguments<Pushes[Name]>): void;
  /** For the compiler only, nothing has it: a handler that `event` made finds out what a component pushes. */
  "~pushes"?(pushes: Pushes): void;
  /** Shows `message` under `kind` ("info", "error", …) until it is cleared; survives navigation and redirects. */
  putFlash(kind: string, message: string): void;
  /** Takes one kind of message away, or all. */
  clearFlash(kind?: string): void;
  /** Mounts the view of another path over the same socket. `to` is a path within this app. */
  navigate(to: string, options?: NavigateOptions): void;
  /** Loads another page: a path within this app, or another site by `{ external: "https://…" }`. `status` counts for plain HTTP, default 302. */
  redirect(to: string | ExternalUrl, options?: { readonly status?: number }): void;
  /** How this view would get to a path of the app: by a patch, by mounting another view, or by loading the page. */
  navigationType(to: string): NavigationType;
  /** Makes a stream: a list that the browser keeps and the server forgets. Hold it as an assign. */
  stream<Item>(items: Iterable<Item>, options: StreamOptions<Item>): Stream<Item>;
  /** Renders with this function instead of the definition's, from now on. It receives the assigns. */
  renderWith(render: (assigns: never) => Rendered): void;
  /**
   * Runs `hook` at a stage, before the callback and behind the hooks that are attached already. Throws a LiveError:
   * "duplicate-hook" for an id that the stage has, "invalid-hook" for a stage that this view or component does not have.
   */
  attachHook<Stage extends HookStage>(id: string, stage: Stage, hook: HookStages<object>[Stage]): void;
  /** Takes a hook away; does nothing when there is none. */
  detachHook(id: string, stage: HookStage): void;
  /**
   * Does work beside the view: `run` is called at once, and its outcome arrives as a message, in `handleAsync`, after which
   * the view renders. A task started under the same name before is aborted and never heard of again. Only while connected.
   */
  startAsync<Value>(
    name: string,
    run: (signal: AbortSignal) => Promise<Value>,
    handleAsync: (outcome: AsyncOutcome<Value>) => void | Promise<void>,
    options?: AsyncOptions,
  ): void;
  /** Aborts the task of that name, or the one that fills the assign of that name; its outcome is the cancellation. */
  cancelAsync(name: string, reason?: unknown): void;
  /**
   * Updates a component of this view as if its parent had rendered it with these props changed. It arrives as a message of
   * its own; nothing happens when there is no such component then.
   */
  sendUpdate<Props extends object>(component: LiveComponent<Props>, id: string, props: Partial<Props>): void;
  /** {@link sendUpdate}, `delayMs` milliseconds from now. Returns what cancels it. */
  sendUpdateAfter<Props extends object>(
    delayMs: number,
    component: LiveComponent<Props>,
    id: string,
    props: Partial<Props>,
  ): () => void;
}

/** What a browser said when its view joined. */
export interface ConnectParams extends Readonly<Record<string, unknown>> {
  /** How often this view has been mounted on this page before, by this browser. */
  readonly _mounts: number;
  /** How often this browser has tried to mount it since the last time that it succeeded. */
  readonly _mount_attempts: number;
}

/** What `mount` and mount hooks receive: the assigns are what the hooks before have added. */
export interface MountLive<Assigns extends object = object, Pushes extends object = AnyPushes>
  extends LiveBase<Pushes> {
  /** What mount hooks have added so far. */
  readonly assigns: Readonly<Assigns>;
  /** The route that mounts this view; undefined when it is nested. */
  readonly route: Pick<Route, "path" | "liveAction" | "metadata"> | undefined;
  /** What the browser's client sends along (the `params` of its LiveSocket); undefined while not connected, and in nested views. */
  readonly connectParams: ConnectParams | undefined;
  /** Where the browser comes from: the address, the headers that are shown to views, the user agent. */
  readonly connectInfo: ConnectInfo;
  /** Whether the page was loaded with other assets than this server has now: a deploy happened, and reloading the page would help. */
  readonly staticChanged: boolean;
  /**
   * The value under `key` that is there already: in the assigns, in the parent's when this view is nested, or among what
   * the HTTP request brought (`createApp({ assigns })`); else what `make` returns. Adds it to the assigns.
   */
  assignNew<Value>(key: string, make: () => Value): Value;
  /**
   * These assigns get the given values back after every render: what was sent is not kept. Show one in a lazy slot,
   * `${({ messages }) => …}`, which leaves the browser what it has until the assign is set again.
   */
  temporaryAssigns(defaults: Readonly<Record<string, unknown>>): void;
  /** Renders this view inside another live layout than its own, its live session's and the app's; `false`: inside none. */
  setLayout(layout: Layout | false): void;
  /**
   * Loads a value beside the view. Returns `{ status: "loading" }`, to be placed among the assigns under the same name;
   * when `run` is through, that assign becomes `{ status: "ok", result }` or `{ status: "failed", reason }`.
   */
  assignAsync<Value>(
    key: string,
    run: (signal: AbortSignal) => Promise<Value>,
    options?: AssignAsyncOptions,
  ): AsyncResult<Value>;
  /** The same for several assigns that one task fills. */
  assignAsync<Values extends object>(
    keys: readonly (keyof Values & string)[],
    run: (signal: AbortSignal) => Promise<Values>,
    options?: AssignAsyncOptions,
  ): { [Key in keyof Values]: AsyncResult<Values[Key]> };
  /**
   * Fills a stream beside the view: with all items when the promise is fulfilled, or page by page as an async iterable
   * (`async function*`) yields them, each page as soon as the one before was sent. Place what it returns among the assigns
   * under the same name: its `result` is the stream, empty at first.
   */
  streamAsync<Item>(
    key: string,
    run: (signal: AbortSignal) => Promise<Iterable<Item>> | AsyncIterable<Iterable<Item>>,
    options: StreamOptions<Item> & AssignAsyncOptions,
  ): AsyncStream<Item>;
}

/** A stream that a task fills. Its `result` is there from the beginning. */
export type AsyncStream<Item> = AsyncResult<Stream<Item>> & { readonly result: Stream<Item> };

/** What every later callback receives. */
export interface Live<Assigns extends object, Pushes extends object = AnyPushes> extends LiveBase<Pushes> {
  /** The present assigns. */
  readonly assigns: Readonly<Assigns>;
  /** Replaces the assigns that a function of the present ones returns. */
  assign(change: (assigns: Readonly<Assigns>) => Partial<Assigns>): void;
  /** Replaces the named assigns; the view renders once, when the callback has ended. */
  assign(changes: Partial<Assigns>): void;
  /** Replaces one assign by what `change` makes of it. Throws a LiveError ("unknown-assign") when there is none. */
  update<Key extends keyof Assigns & string>(
    key: Key,
    change: (value: Assigns[Key], assigns: Readonly<Assigns>) => Assigns[Key],
  ): void;
  /** Whether the assign was replaced since the last render. */
  changed(key: keyof Assigns & string): boolean;
  /** Changes the URL without leaving the view; `handleParams` runs at the end of this turn. */
  patch(to: string, options?: NavigateOptions): void;
  /** Loads several assigns anew by one task: as for one. */
  assignAsync<Key extends keyof Assigns & string>(
    keys: readonly Key[],
    run: (signal: AbortSignal) => Promise<{ readonly [Each in Key]: AsyncValue<Assigns[Each]> }>,
    options?: AssignAsyncOptions,
  ): void;
  /** Loads an assign anew, beside the view: it is "loading" at once, with its last good value unless `reset`. */
  assignAsync<Key extends keyof Assigns & string>(
    key: Key,
    run: (signal: AbortSignal) => Promise<AsyncValue<Assigns[Key]>>,
    options?: AssignAsyncOptions,
  ): void;
  /** Fills a stream that `streamAsync` made in `mount` with more, or, with `reset`, anew. */
  streamAsync<Key extends keyof Assigns & string>(
    key: Key,
    run: (
      signal: AbortSignal,
    ) => Promise<Iterable<StreamItem<Assigns[Key]>>> | AsyncIterable<Iterable<StreamItem<Assigns[Key]>>>,
    options?: AssignAsyncOptions,
  ): void;
}

/** The items of an assign that `streamAsync` fills. */
export type StreamItem<Assign> = AsyncValue<Assign> extends Stream<infer Item> ? Item : never;

/** What the callbacks of a component receive. */
export interface ComponentLive<Assigns extends object, Pushes extends object = AnyPushes>
  extends Live<Assigns, Pushes> {
  /** The component's own number in its view, for `phx-target` and the `target` of a command. */
  readonly myself: number;
}
