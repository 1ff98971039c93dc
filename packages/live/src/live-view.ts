import type { ExitReason } from "@firecrest/actors";
import type { LogLevel } from "@firecrest/channels";
import type { Rendered } from "@firecrest/template";
import type { HasEvents } from "@firecrest/wire";
import type { Container } from "./container.ts";
import type { Flash } from "./flash.ts";
import type { HookAssigns, MountHook } from "./lifecycle.ts";
import type { Live, MountLive } from "./live.ts";
import { placeOf } from "./place.ts";
import type { AnyPushes, Pushed, Settled } from "./pushed.ts";
import type { Layout } from "./render.ts";
import type { UploadsByName } from "./uploads/live-uploads.ts";

/** Route and query parameters by name. A route's own parameters are always strings; a query parameter may be missing. */
export type Params = Readonly<Record<string, string | undefined>>;

/** What an event carries when no schema was given: whatever the browser sent, unchecked. */
export type EventParams = Readonly<Record<string, unknown>>;

/** What an event handler may answer with: nothing, or an object that reaches the pushing hook as the reply. */
export type EventReply = object | undefined | void;

/** Handles one named event. Runs to completion before the view's next message; the view renders once, after it. */
export type EventHandler<
  Assigns extends object,
  Value = EventParams,
  Pushes extends object = AnyPushes,
  Reply extends EventReply = EventReply,
> = (live: Live<Assigns, Pushes>, params: Value) => Reply | Promise<Reply>;

/**
 * What a handler takes from whoever sends its event: of what it may be called with, whatever is more than {@link EventParams}.
 * That is how `event` says what its schema wants; without one, nothing is checked.
 */
export type PayloadOf<Handler> = Handler extends (live: never, params: infer Value) => unknown
  ? [Beyond<Value>] extends [never]
    ? unknown
    : Beyond<Value>
  : unknown;

type Beyond<Value> = Value extends unknown ? (EventParams extends Value ? never : Value) : never;

/** What a handler replies, sooner or later. */
export type AnswerOf<Handler> = Handler extends (...parameters: never[]) => infer Reply
  ? OrUndefined<Awaited<Reply>>
  : undefined;

type OrUndefined<Reply> = Reply extends void ? undefined : Reply;

/** What those take that take any event. */
export interface AnyEvents {
  readonly [name: string]: { payload: unknown; reply: unknown };
}

/** The names of a view's events, each under itself: `phx-click=${on.increment}` is checked by the compiler. */
export type EventNames<Name extends string> = { readonly [Key in Name]: Key };

/** Handles whichever event comes. Undefined, as long as nothing says that it does: a view without one takes its `events` only. */
type AnyEventHandler<Assigns extends object, Pushes extends object> =
  | ((live: Live<Assigns, Pushes>, name: string, params: EventParams) => EventReply | Promise<EventReply>)
  | undefined;

/** What every view's `render` finds beside its own assigns. */
export interface ViewAssigns {
  /** Messages by kind ("info", "error", …), shown until cleared. */
  readonly flash: Flash;
  /** The `liveAction` of the route that the URL matches; undefined when it has none. */
  readonly liveAction: string | undefined;
  /** What `live.allowUpload` allowed, by name. */
  readonly uploads: UploadsByName;
}

/**
 * What the compiler takes the assigns for where it cannot know them yet: the events are looked at before what `mount`
 * returns, unless that is written down. Its name is the advice: `mount: (live): Assigns => …`.
 */
// oxlint-disable-next-line no-empty-interface, no-empty-object-type -- it has nothing but a name
export interface WriteTheReturnTypeOfMount {}

/** What shapes a view apart from its callbacks. */
export interface LiveViewOptions {
  /** The element around the view's markup. Default: a `div`. */
  readonly container?: Container;
  /** The live layout around the view, in place of the app's; `false`: none. A live session's takes precedence. */
  readonly layout?: Layout | false;
  /** What logs and telemetry call it where no route mounts it. Default: file and line of its definition. */
  readonly name?: string;
  /** The level of the log lines about its mounts, params and events; `false`: none. Default "debug". */
  readonly log?: LogLevel | false;
}

/**
 * What an author writes. The order below is the documented one, and the one in which types flow: `pushes` says what `live.pushEvent`
 * takes, the mount hooks and `mount` say what the assigns are, the callbacks and `render` receive them.
 */
export interface LiveViewDefinition<
  Own extends object,
  RouteParams,
  Name extends string,
  Info,
  Hooks extends readonly MountHook[],
  Pushes extends object = AnyPushes,
  Assigns extends object = Own & HookAssigns<Hooks>,
> extends LiveViewOptions {
  /** What it pushes to hooks and scripts, declared once: `pushed<{ points: { points: readonly Point[] } }>()`. Without it, anything. */
  readonly pushes?: Pushed<Pushes>;
  /** Run before `mount`, one after the other, behind those of the route's live session. */
  readonly onMount?: readonly [...Hooks];
  /**
   * The first assigns. Runs twice: for the page's plain HTML and again when its socket has joined
   * (`live.connected` tells which). May be async; the page waits for it.
   */
  readonly mount: (
    live: MountLive<object & HookAssigns<Hooks>, Settled<Pushes>>,
    params: RouteParams,
  ) => Own | Promise<Own>;
  /** After `mount`, and after every patch of the URL. */
  readonly handleParams?: (live: Live<Assigns, Settled<Pushes>>, params: RouteParams, url: URL) => void | Promise<void>;
  /** What the page may send, by name. */
  readonly events?: Readonly<Record<Name, EventHandler<Assigns, EventParams, Settled<Pushes>>>>;
  /** Any event that `events` does not name. Without it such an event ends the view, and the browser mounts it afresh. */
  readonly handleEvent?: (
    live: Live<Assigns, Settled<Pushes>>,
    name: string,
    params: EventParams,
  ) => EventReply | Promise<EventReply>;
  /** A message from a subscribed topic, a timer or another actor. */
  readonly handleInfo?: (
    live: Live<Assigns, Settled<Pushes>>,
    message: Info,
    topic: string | undefined,
  ) => void | Promise<void>;
  /** The markup for these assigns. Called after every message that may have changed something. */
  readonly render: (assigns: Readonly<Assigns> & ViewAssigns, on: EventNames<Name>) => Rendered;
  /** When a connected view ends, whatever the reason. */
  readonly terminate?: (live: Live<Assigns, Settled<Pushes>>, reason: ExitReason) => void;
}

/** A live view as the router knows it: its definition, with the types of its inside closed over, but for the events that it takes and pushes. */
export interface LiveView<RouteParams = never, Events extends object = AnyEvents, Pushes extends object = AnyPushes>
  extends LiveViewOptions,
    HasEvents<Events, Pushes> {
  readonly name: string;
  /** The names of its events. */
  readonly on: EventNames<keyof Events & string>;
  readonly onMount: readonly MountHook[];
  readonly mount: (live: MountLive, params: RouteParams) => object | Promise<object>;
  readonly handleParams: ((live: Live<object>, params: RouteParams, url: URL) => void | Promise<void>) | undefined;
  readonly events: ReadonlyMap<string, EventHandler<object>>;
  readonly handleEvent:
    | ((live: Live<object>, name: string, params: EventParams) => EventReply | Promise<EventReply>)
    | undefined;
  readonly handleInfo:
    | ((live: Live<object>, message: unknown, topic: string | undefined) => void | Promise<void>)
    | undefined;
  readonly render: (assigns: object) => Rendered;
  readonly terminate: ((live: Live<object>, reason: ExitReason) => void) | undefined;
}

/**
 * Defines a live view.
 *
 * Write `mount` with its return type (`mount: (live, params): Assigns => …`), then the callbacks, then `render`:
 * the compiler then names a misspelt assign, a misspelt event and a list whose element type it cannot know.
 */
export function liveView<
  Assigns extends WriteTheReturnTypeOfMount,
  Name extends string = never,
  RouteParams = Params,
  Info = unknown,
  Hooks extends readonly MountHook[] = readonly [],
  Pushes extends AnyPushes = AnyPushes,
  Handlers = unknown,
  CatchAll extends AnyEventHandler<Assigns & HookAssigns<Hooks>, Pushes> = AnyEventHandler<
    Assigns & HookAssigns<Hooks>,
    Pushes
  >,
>(
  definition: LiveViewDefinition<Assigns, RouteParams, Name, Info, Hooks, Pushes> & {
    readonly events?: Handlers;
    readonly handleEvent?: CatchAll;
  } & CheckedAssigns<Assigns>,
): LiveView<
  RouteParams,
  // Written out: no name stands between who hovers over a view and what it takes, and no declaration has to find a package for it.
  {
    readonly [Key in keyof Handlers & string]: { payload: PayloadOf<Handlers[Key]>; reply: AnswerOf<Handlers[Key]> };
  } & (undefined extends CatchAll ? unknown : AnyEvents),
  Pushes
> {
  const events = new Map<string, EventHandler<object>>(
    Object.entries(definition.events ?? {}) as [string, EventHandler<object>][],
  );
  const on = Object.freeze(Object.fromEntries([...events.keys()].map((name) => [name, name])));
  // From here on only the framework holds the view; it passes each callback the assigns its own mount made.
  const closed = definition as unknown as LiveViewDefinition<
    object,
    RouteParams,
    string,
    unknown,
    readonly MountHook[]
  >;
  const { container, layout, log } = definition;
  return {
    name: definition.name ?? placeOf(liveView),
    ...(container !== undefined && { container }),
    ...(layout !== undefined && { layout }),
    ...(log !== undefined && { log }),
    on: on as never, // one for each of Name
    onMount: closed.onMount ?? [],
    mount: closed.mount,
    handleParams: closed.handleParams,
    events,
    handleEvent: closed.handleEvent,
    handleInfo: closed.handleInfo,
    render: (assigns) => closed.render(assigns as ViewAssigns, on),
    terminate: closed.terminate,
  };
}

/** Turns `items: []`, whose element type nobody can know, into a compile error that says what to write instead. */
type CheckedAssigns<Assigns> = {
  [Key in keyof Assigns]: Assigns[Key] extends readonly never[] ? Key : never;
}[keyof Assigns] extends never
  ? unknown
  : {
      readonly mount: "An empty array has no element type: write mount: (live, params): Assigns => … and declare the list in Assigns.";
    };
