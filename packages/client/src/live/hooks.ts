import type {
  EventArguments,
  EventName,
  HasEvents,
  JsCommand,
  JsCommands,
  PushName,
  PushPayload,
  ReplyOf,
} from "@firecrest/wire";
import type { BindingHost } from "../bindings/host.ts";
import type { Log } from "./part.ts";
import type { TargetName } from "./target.ts";

/** What a hook's callbacks find in `this`, beside what they put there themselves. `View` is whose events it sends and hears. */
export interface HookContext<E extends HTMLElement = HTMLElement, View extends HasEvents = HasEvents> {
  /** The element with the `phx-hook` attribute. */
  readonly el: E;
  /** Sends an event to the view that the element is in; resolves to the handler's reply. Rejects with a ClientError. */
  pushEvent<Name extends EventName<ViewOf<View>>>(
    event: Name,
    ...payload: EventArguments<ViewOf<View>, Name>
  ): Promise<ReplyOf<ViewOf<View>, Name>>;
  /** Sends an event to the view or component of every element that matches: where `View` is a component, to components of its kind. */
  pushEventTo<Name extends EventName<ComponentOf<View>>>(
    target: string | Element,
    event: Name,
    ...payload: EventArguments<ComponentOf<View>, Name>
  ): Promise<PromiseSettledResult<ReplyOf<ComponentOf<View>, Name>>[]>;
  /**
   * Calls `callback` for every event of this name that the server pushes, until the hook is destroyed. `Payload` says what
   * comes with it where no `View` does.
   */
  handleEvent<Payload = unknown, Name extends PushName<View> = PushName<View>>(
    event: Name,
    callback: (payload: Heard<View, Name, Payload>) => void,
  ): HookListener;
  /** Ends what {@link handleEvent} began. */
  removeHandleEvent(listener: HookListener): void;
  /** Puts files into the view's live file input of this name, as if the user had chosen them. */
  upload(name: string, files: Iterable<File>): void;
  /** The same, for the inputs in every element that matches. */
  uploadTo(target: string | Element, name: string, files: Iterable<File>): void;
  /** A `blob:` URL of a file that is chosen in a live file input, by its entry's ref; undefined if there is none. Revoke it in the end. */
  fileUrl(input: HTMLInputElement, ref: string): string | undefined;
  /** Runs commands on an element, by default the hook's own; an event's name is a push. */
  exec(commands: Executable, element?: Element): void;
}

/** A component is called where it is placed, and a view never is. The view around a component may be any. */
type ViewOf<View> = View extends (...props: never[]) => unknown ? HasEvents : View;
type ComponentOf<View> = View extends (...props: never[]) => unknown ? View : HasEvents;

/** What the view says that it pushes; what the hook's author says, where the view says nothing. */
type Heard<View, Name extends string, Payload> =
  unknown extends PushPayload<View, Name> ? Payload : PushPayload<View, Name>;

/** Commands as `js` writes them, as an attribute holds them, or as they come with an event that the server pushes. */
export type Executable = string | JsCommands | readonly JsCommand[];

/** Ends what `handleEvent` began; `removeHandleEvent` calls it. */
export type HookListener = () => void;

/** A hook that comes with the client, made for one element. */
export type BuiltinHook = (element: HTMLElement, host: BindingHost) => HookCallbacks;

/** What a hook may hear of. */
export interface HookCallbacks {
  /** The element is in the page and its view is connected. */
  mounted?(): void;
  /** The element is about to be patched. */
  beforeUpdate?(): void;
  /** The element has been patched. */
  updated?(): void;
  /** The element has left the page. */
  destroyed?(): void;
  /** The connection is lost, or the view crashed. Called once until `reconnected`. */
  disconnected?(): void;
  /** The view is back. */
  reconnected?(): void;
}

/**
 * What happens to an element with `phx-hook`, as an object with callbacks. `State` is what they keep in `this`:
 *
 *     const Chart: Hook<{ chart: uPlot }> = { mounted() { this.chart = new uPlot(options, [], this.el); } };
 *
 * `View` is the type of the view or the component that the element is in: the compiler then knows names, payloads and replies.
 * Nothing but its type is imported: `import type { chartView } from "../server/chart.ts"`.
 *
 *     const Chart: Hook<{ chart: uPlot }, HTMLElement, typeof chartView> = { … };
 */
export type Hook<
  State extends object = object,
  E extends HTMLElement = HTMLElement,
  View extends HasEvents = HasEvents,
> = HookCallbacks & ThisType<HookContext<E, View> & State>;

/** The hooks of a page by name, the value of `phx-hook`. */
// oxlint-disable-next-line no-explicit-any -- each hook has a state and an element type of its own; `this` is made for it
export type Hooks = Readonly<Record<string, Hook<any, any, any>>>;

/** How the hooks of a view reach its server side. */
export interface HookHost {
  readonly hooks: Hooks;
  readonly log: Log;
  readonly page: BindingHost;
  readonly container: Element;
  /** Sends an event to each target; without one, to the view. */
  pushHookEvent(element: Element, event: HookEvent): Promise<unknown>[];
}

/** What a hook sends. */
export interface HookEvent {
  readonly event: string;
  readonly value: unknown;
  readonly to?: TargetName;
}
