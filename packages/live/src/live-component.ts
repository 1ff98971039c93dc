import { type Content, type Hosted, hosted, type Rendered } from "@firecrest/template";
import type { HasEvents } from "@firecrest/wire";
import type { Flash } from "./flash.ts";
import type { ComponentLive, MountLive } from "./live.ts";
import type {
  AnswerOf,
  AnyEvents,
  EventHandler,
  EventNames,
  EventParams,
  EventReply,
  PayloadOf,
  WriteTheReturnTypeOfMount,
} from "./live-view.ts";
import { placeOf } from "./place.ts";
import type { AnyPushes, Pushed, Settled } from "./pushed.ts";
import type { RenderHost } from "./render-host.ts";
import type { UploadsByName } from "./uploads/live-uploads.ts";

/** What every component's `render` finds beside its own assigns. */
export interface ComponentAssigns {
  /** The component's own messages by kind. */
  readonly flash: Flash;
  /** The component's number in its view: `phx-target=${myself}` sends an element's events to it. */
  readonly myself: number;
  /** What the component's own `live.allowUpload` allowed, by name. */
  readonly uploads: UploadsByName;
}

/** One component of several that are updated together, and the props that it is given. */
export interface ComponentEntry<Props, State extends object, Pushes extends object = AnyPushes> {
  readonly live: ComponentLive<State, Pushes>;
  readonly props: Props;
}

/** What an author writes. `State` is what `mount` returns, `Derived` what `update` makes of the props: both are assigns. */
export interface LiveComponentDefinition<
  Props extends object,
  State extends object,
  Derived extends object,
  Name extends string,
  Pushes extends object = AnyPushes,
> {
  /** What logs and telemetry call it. Default: file and line of its definition. */
  readonly name?: string;
  /** What it pushes, as a view's `pushes`. */
  readonly pushes?: Pushed<Pushes>;
  /** The component's own first assigns: once, when the id appears in its view for the first time. */
  readonly mount?: (live: MountLive<object, Settled<Pushes>> & { readonly myself: number }, props: Props) => State;
  /**
   * At first, whenever the parent renders it with other props, and for `live.sendUpdate`: what it returns is assigned.
   * Without it the props are.
   */
  readonly update?: (live: ComponentLive<State, Settled<Pushes>>, props: Props) => Derived;
  /** In place of `update`, once for all components of this definition that one render updates: so that one query serves them all. */
  readonly updateMany?: (entries: readonly ComponentEntry<Props, State, Settled<Pushes>>[]) => readonly Derived[];
  /** What elements with `phx-target=${myself}` may send, by name. */
  readonly events?: Readonly<Record<Name, ComponentEventHandler<AllOf<State, Derived>, EventParams, Settled<Pushes>>>>;
  /** Any event that `events` does not name. */
  readonly handleEvent?: (
    live: ComponentLive<AllOf<State, Derived>, Settled<Pushes>>,
    name: string,
    params: EventParams,
  ) => EventReply | Promise<EventReply>;
  /** The markup, with exactly one element at the top. */
  readonly render: (assigns: Readonly<AllOf<State, Derived>> & ComponentAssigns, on: EventNames<Name>) => Rendered;
}

/** A component's assigns. What nothing is known of yet, `never`, adds nothing: handlers behind a schema are looked at that early. */
type AllOf<State, Derived> = [State & ([Derived] extends [never] ? unknown : Derived)][0];

/** Handles one named event of a component. */
export type ComponentEventHandler<Assigns extends object, Value = EventParams, Pushes extends object = AnyPushes> = (
  live: ComponentLive<Assigns, Pushes>,
  params: Value,
) => EventReply | Promise<EventReply>;

/** Handles whichever event comes; undefined as long as nothing says that it does. */
type AnyComponentEventHandler<Assigns extends object, Pushes extends object> =
  | ((live: ComponentLive<Assigns, Pushes>, name: string, params: EventParams) => EventReply | Promise<EventReply>)
  | undefined;

/** A definition with the types of its inside closed over. */
export interface ClosedComponent {
  readonly name: string;
  readonly mount: ((live: MountLive, props: object) => object) | undefined;
  readonly update: ((live: ComponentLive<object>, props: object) => object) | undefined;
  readonly updateMany: ((entries: readonly ComponentEntry<object, object>[]) => readonly object[]) | undefined;
  readonly events: ReadonlyMap<string, EventHandler<object>>;
  readonly handleEvent:
    | ((live: ComponentLive<object>, name: string, params: EventParams) => EventReply | Promise<EventReply>)
    | undefined;
  readonly render: (assigns: object) => Rendered;
}

/**
 * A stateful component, to be placed in a template: `<${Counter} id="a" start=${3} />` or, with its props checked,
 * `${Counter({ id: "a", start: 3 })}`. The id tells it from others of its kind in the same view; its state follows the id,
 * wherever in the view it is rendered, and ends when the browser has removed it.
 */
export interface LiveComponent<
  Props extends object,
  Events extends object = AnyEvents,
  Pushes extends object = AnyPushes,
> extends HasEvents<Events, Pushes> {
  (props: Props & { readonly id: string }): Hosted;
  /** The framework's. */
  readonly definition: ClosedComponent;
}

/** Defines a stateful component. It lives in its view's actor: its events and its messages are the view's turns. */
export function liveComponent<
  Props extends object = object,
  State extends WriteTheReturnTypeOfMount = object,
  Derived extends object = Props,
  Name extends string = never,
  Pushes extends AnyPushes = AnyPushes,
  Handlers = unknown,
  CatchAll extends AnyComponentEventHandler<AllOf<State, Derived>, Pushes> = AnyComponentEventHandler<
    AllOf<State, Derived>,
    Pushes
  >,
>(
  definition: LiveComponentDefinition<Props, State, Derived, Name, Pushes> & {
    readonly events?: Handlers;
    readonly handleEvent?: CatchAll;
  },
): LiveComponent<
  Props,
  {
    readonly [Key in keyof Handlers & string]: { payload: PayloadOf<Handlers[Key]>; reply: AnswerOf<Handlers[Key]> };
  } & (undefined extends CatchAll ? unknown : AnyEvents),
  Pushes
> {
  const events = new Map(Object.entries(definition.events ?? {}) as [string, EventHandler<object>][]);
  const on = Object.freeze(Object.fromEntries([...events.keys()].map((name) => [name, name])));
  // From here on only the framework holds it; it passes each callback the assigns its own mount and update made.
  const closed = definition as unknown as LiveComponentDefinition<object, object, object, string>;
  const component = (props: Props & { readonly id: string }) =>
    hosted((host: RenderHost): Content => host.placeComponent(placed, props));
  const placed = Object.assign(component, {
    definition: {
      name: definition.name ?? placeOf(liveComponent),
      mount: closed.mount as ClosedComponent["mount"],
      update: closed.update,
      updateMany: closed.updateMany,
      events,
      handleEvent: closed.handleEvent,
      render: (assigns: object) => closed.render(assigns as ComponentAssigns, on),
    },
  });
  return placed;
}
