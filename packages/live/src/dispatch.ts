import { EVENTS } from "@firecrest/wire";
import type { ClientEvent } from "./client-event.ts";
import type { ComponentInstance } from "./component-tree.ts";
import { LiveError } from "./errors.ts";
import type { Live } from "./live.ts";
import type { ClosedComponent } from "./live-component.ts";
import type { EventReply, LiveView } from "./live-view.ts";
import { type ViewMatch, viewNameOf } from "./router.ts";
import type { LiveScope } from "./scope.ts";
import { isObserved, observe } from "./telemetry/callbacks.ts";

/** Events whose names begin so are the framework's own. */
const RESERVED_PREFIX = "lv:";

const HANDLE_EVENT = "firecrest.live_view.handle_event";
const HANDLE_COMPONENT_EVENT = "firecrest.live_component.handle_event";
const HANDLE_INFO = "firecrest.live_view.handle_info";

/** Whose handlers an event may reach. */
type EventTarget = Pick<LiveView | ClosedComponent, "events" | "handleEvent">;

/** Runs the hooks for an event of a view, then its handler: the framework's own, the one that `events` names, or the catch-all. */
export function dispatchEvent(view: LiveView, scope: LiveScope, event: ClientEvent): unknown {
  if (event.name.startsWith(RESERVED_PREFIX)) return handleReserved(scope, event);
  const { observed } = scope;
  if (!isObserved(observed, HANDLE_EVENT)) return handleWithHooks(view, scope, event);
  const own = { event: event.name, params: event.params };
  return observe(observed, HANDLE_EVENT, { own, run: handleWithHooks, args: [view, scope, event] });
}

/** {@link dispatchEvent} for an event of a component. */
export function dispatchComponentEvent(component: ComponentInstance, event: ClientEvent): unknown {
  const { definition, scope, id, cid } = component;
  if (event.name.startsWith(RESERVED_PREFIX)) return handleReserved(scope, event);
  const { observed } = scope;
  if (!isObserved(observed, HANDLE_COMPONENT_EVENT)) return handleWithHooks(definition, scope, event);
  const own = { event: event.name, params: event.params, component: definition.name, id, cid };
  return observe(observed, HANDLE_COMPONENT_EVENT, { own, run: handleWithHooks, args: [definition, scope, event] });
}

/** A message for a view's `handleInfo`. */
interface InfoMessage {
  readonly message: unknown;
  readonly topic: string | undefined;
}

/** Runs the hooks for a message from a topic, a timer or another actor, then `handleInfo`. */
export function dispatchInfo(match: ViewMatch, scope: LiveScope, info: InfoMessage): unknown {
  const { observed } = scope;
  if (!isObserved(observed, HANDLE_INFO)) return handleInfoWithHooks(match, scope, info);
  const own = { topic: info.topic };
  return observe(observed, HANDLE_INFO, { own, run: handleInfoWithHooks, args: [match, scope, info] });
}

function handleInfoWithHooks(match: ViewMatch, scope: LiveScope, info: InfoMessage): unknown {
  return scope.hasHooks
    ? scope.runHooks("handleInfo", [scope, info.message, info.topic], () => handleInfo(match, scope, info))
    : handleInfo(match, scope, info);
}

function handleInfo(match: ViewMatch, scope: LiveScope, { message, topic }: InfoMessage): unknown {
  const { view } = match;
  if (view.handleInfo !== undefined) return view.handleInfo(scope as unknown as Live<object>, message, topic);
  const { log } = scope.observed.telemetry;
  log.warn(`live: the view ${viewNameOf(match)} has no handleInfo; a message was dropped`, { topic });
  return undefined;
}

function handleWithHooks(target: EventTarget, scope: LiveScope, event: ClientEvent): unknown {
  if (event.uploads !== undefined) scope.uploads.select(event.uploads);
  return scope.hasHooks
    ? scope.runHooks("handleEvent", [scope, event.name, event.params], () => handle(target, scope, event))
    : handle(target, scope, event);
}

function handle(target: EventTarget, scope: LiveScope, event: ClientEvent): EventReply | Promise<EventReply> {
  const live = scope as unknown as Live<object> & { readonly myself: number };
  const handler = target.events.get(event.name);
  if (handler !== undefined) return handler(live, event.params);
  if (target.handleEvent !== undefined) return target.handleEvent(live, event.name, event.params);
  throw unknownEvent(event.name, [...target.events.keys()]);
}

function handleReserved(scope: LiveScope, { name, params }: ClientEvent): undefined {
  if (name !== EVENTS.clearFlash) throw unknownEvent(name, [EVENTS.clearFlash]);
  const kind = params["key"];
  scope.clearFlash(typeof kind === "string" ? kind : undefined);
  return undefined;
}

function unknownEvent(name: string, events: readonly string[]): LiveError {
  return new LiveError(
    "event-without-handler",
    `The view received the event ${JSON.stringify(name.slice(0, 80))}, but its events are: ${events.join(", ") || "none"}. ` +
      "Add it to the view's events, or fix the phx- attribute that sends it.",
  );
}
