import type { ExitReason } from "@firecrest/actors";
import type { SocketInfo } from "@firecrest/channels";
import { type ExceptionMeasurements, Moment, Span, type StartMeasurements, type StopMeasurements } from "./span.ts";

/** Which view a message is about. */
export interface ViewMetadata {
  /**
   * The view's name: the first path that it is mounted at, such as `"/battles/:id"`; without a route its name among the app's `views`, or its
   * own. As many values as the app has views.
   */
  readonly view: string;
  /** The id of its container in the page; its topic is `lv:` and this. */
  readonly viewId: string;
  /** The page's absolute URL; undefined for a nested view. */
  readonly url: string | undefined;
  /** False while the page's plain HTML is made, true on a socket. */
  readonly connected: boolean;
  /** Names the browser's sockets, where the app gave them a name; null otherwise. */
  readonly socketId: string | null;
  /** `traceparent`, `tracestate` and every `x-…` header of the page's request, or of the socket's handshake. */
  readonly headers: Readonly<Record<string, string>>;
  /** The same object in all that one event, one message or one page request sets off: `handle_event`, then `render`. */
  readonly turn: object;
}

/** `mount` of a view. */
export interface MountMetadata extends ViewMetadata {
  /** Path and query parameters as they came: unfiltered. */
  readonly params: Readonly<Record<string, unknown>>;
  /** The decoded session. It may hold secrets. */
  readonly session: Readonly<Record<string, unknown>>;
}

/** `handleParams` of a view. */
export interface HandleParamsMetadata extends ViewMetadata {
  /** Path and query parameters as they came: unfiltered. */
  readonly params: Readonly<Record<string, unknown>>;
}

/** An event's handler. */
export interface HandleEventMetadata extends ViewMetadata {
  /** The event's name, as the browser sent it: any text, if the view has a `handleEvent`. */
  readonly event: string;
  /** What the browser sent with it: unfiltered. */
  readonly params: unknown;
}

/** `handleInfo` of a view. */
export interface HandleInfoMetadata extends ViewMetadata {
  /** The topic that the message was broadcast on; undefined for one that the view was sent itself. */
  readonly topic: string | undefined;
}

/** Which stateful component of a view a message is about. */
export interface ComponentMetadata extends ViewMetadata {
  /** The component's name. As many values as the app has components. */
  readonly component: string;
  /** The `id` that the template gave it. */
  readonly id: string;
  /** Its number within the view. */
  readonly cid: number;
}

/** `render` of a view, or of one of its components: then `component`, `id` and `cid` say of which. */
export interface RenderMetadata extends ViewMetadata, Partial<Omit<ComponentMetadata, keyof ViewMetadata>> {
  /** Whether it was rendered whatever had changed: the first render. */
  readonly force: boolean;
  /** Whether an assign may have changed since the last render. */
  readonly changed: boolean;
}

/** `update` or `updateMany` of the components of one kind: all that one render of their view brings up to date at once. */
export interface UpdateMetadata extends ViewMetadata {
  /** The component's name. */
  readonly component: string;
  /** The components and what each was given. */
  readonly entries: readonly { readonly id: string; readonly cid: number; readonly props: object }[];
}

/** An event's handler in a component. */
export interface ComponentEventMetadata extends HandleEventMetadata, ComponentMetadata {}

/** A join that was answered with a refusal. */
export interface JoinRefusedMetadata {
  /** Why: one of the reasons of docs/errors.md. */
  readonly reason: string;
  /** The topic that was to be joined. */
  readonly topic: string;
  /** `traceparent`, `tracestate` and every `x-…` header of the socket's handshake. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The end of a connected view. */
export interface EndedMetadata extends ViewMetadata {
  /** Why: it left or lost its socket (`shutdown`), or `crashed`, `mailbox-full`, `handler-timeout`. */
  readonly reason: ExitReason;
}

/** The spans by their names; the names of their channels are these and `.start`, `.stop`, `.exception`. */
export interface SpanMetadata {
  "firecrest.live_view.mount": MountMetadata;
  "firecrest.live_view.handle_params": HandleParamsMetadata;
  "firecrest.live_view.handle_event": HandleEventMetadata;
  "firecrest.live_view.handle_info": HandleInfoMetadata;
  "firecrest.live_view.render": RenderMetadata;
  "firecrest.live_component.update": UpdateMetadata;
  "firecrest.live_component.handle_event": ComponentEventMetadata;
}

/** A span's name. */
export type SpanName = keyof SpanMetadata;

/** What happens at once, by the name of its channel. */
export interface MomentMetadata {
  "firecrest.live_component.destroyed": ComponentMetadata;
  "firecrest.live_view.join_refused": JoinRefusedMetadata;
  "firecrest.live_view.ended": EndedMetadata;
}

/** Every channel's name and what is published on it. */
export type TelemetryMessages = {
  readonly [Name in SpanName as `${Name}.start`]: SpanMetadata[Name] & StartMeasurements;
} & {
  readonly [Name in SpanName as `${Name}.stop`]: SpanMetadata[Name] & StopMeasurements;
} & {
  readonly [Name in SpanName as `${Name}.exception`]: SpanMetadata[Name] & ExceptionMeasurements;
} & Readonly<MomentMetadata>;

/** The spans themselves, for whoever measures. */
export const SPANS: { readonly [Name in SpanName]: Span<SpanMetadata[Name]> } = {
  "firecrest.live_view.mount": new Span("firecrest.live_view.mount"),
  "firecrest.live_view.handle_params": new Span("firecrest.live_view.handle_params"),
  "firecrest.live_view.handle_event": new Span("firecrest.live_view.handle_event"),
  "firecrest.live_view.handle_info": new Span("firecrest.live_view.handle_info"),
  "firecrest.live_view.render": new Span("firecrest.live_view.render"),
  "firecrest.live_component.update": new Span("firecrest.live_component.update"),
  "firecrest.live_component.handle_event": new Span("firecrest.live_component.handle_event"),
};

/** The moments themselves. */
export const MOMENTS: { readonly [Name in keyof MomentMetadata]: Moment<MomentMetadata[Name]> } = {
  "firecrest.live_component.destroyed": new Moment("firecrest.live_component.destroyed"),
  "firecrest.live_view.join_refused": new Moment("firecrest.live_view.join_refused"),
  "firecrest.live_view.ended": new Moment("firecrest.live_view.ended"),
};

/** Tells of the end of a connected view. */
export function viewEnded(view: { describe(): ViewMetadata }, reason: ExitReason): void {
  const ended = MOMENTS["firecrest.live_view.ended"];
  if (ended.isObserved) ended.publish({ ...view.describe(), reason });
}

/** Tells of a join that is answered with a refusal. */
export function joinRefused(reason: string, topic: string, { connectInfo }: SocketInfo): void {
  const refused = MOMENTS["firecrest.live_view.join_refused"];
  if (refused.isObserved) refused.publish({ reason, topic, headers: connectInfo.headers });
}
