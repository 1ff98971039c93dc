import { type Hosted, hosted, type Rendered } from "@firecrest/template";
import type { Flash } from "./flash.ts";
import type { ComponentLive, MountLive } from "./live.ts";
import type { EventHandler, EventNames, EventParams, EventReply, WriteTheReturnTypeOfMount } from "./live-view.ts";
import { placeOf } from "./place.ts";
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
export interface ComponentEntry<Props, State extends object> {
  readonly live: ComponentLive<State>;
  readonly props: Props;
}

/** What an author writes. `State` is what `mount` returns, `Derived` what `update` makes of the props: both are assigns. */
export interface LiveComponentDefinition<
  Props extends object,
  State extends object,
  Derived extends object,
  Name extends string,
> {
  /** What logs and telemetry call it. Default: file and line of its definition. */
  readonly name?: string;
  /** The component's own first assigns: once, when the id appears in its view for the first time. */
  readonly mount?: (live: MountLive & { readonly myself: number }, props: Props) => State;
  /**
   * At first, whenever the parent renders it with other props, and for `live.sendUpdate`: what it returns is assigned.
   * Without it the props are.
   */
  readonly update?: (live: ComponentLive<State>, props: Props) => Derived;
  /** In place of `update`, once for all components of this definition that one render updates: so that one query serves them all. */
  readonly updateMany?: (entries: readonly ComponentEntry<Props, State>[]) => readonly Derived[];
  /** What elements with `phx-target=${myself}` may send, by name. */
  readonly events?: Readonly<Record<Name, ComponentEventHandler<State & Derived>>>;
  /** Any event that `events` does not name. */
  readonly handleEvent?: (
    live: ComponentLive<State & Derived>,
    name: string,
    params: EventParams,
  ) => EventReply | Promise<EventReply>;
  /** The markup, with exactly one element at the top. */
  readonly render: (assigns: Readonly<State & Derived> & ComponentAssigns, on: EventNames<Name>) => Rendered;
}

/** Handles one named event of a component. */
export type ComponentEventHandler<Assigns extends object, Value = EventParams> = (
  live: ComponentLive<Assigns>,
  params: Value,
) => EventReply | Promise<EventReply>;

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
export interface LiveComponent<Props extends object> {
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
>(definition: LiveComponentDefinition<Props, State, Derived, Name>): LiveComponent<Props> {
  const events = new Map(Object.entries(definition.events ?? {}) as [string, EventHandler<object>][]);
  const on = Object.freeze(Object.fromEntries([...events.keys()].map((name) => [name, name])));
  // From here on only the framework holds it; it passes each callback the assigns its own mount and update made.
  const closed = definition as unknown as LiveComponentDefinition<object, object, object, string>;
  const component = (props: Props & { readonly id: string }) =>
    hosted((host: RenderHost) => host.placeComponent(placed, props));
  const placed: LiveComponent<Props> = Object.assign(component, {
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
