import { EVENTS } from "@firecrest/wire";
import type { ClientEvent } from "./client-event.ts";
import { LiveError } from "./errors.ts";
import type { Live } from "./live.ts";
import type { ClosedComponent } from "./live-component.ts";
import type { EventReply, LiveView } from "./live-view.ts";
import type { LiveScope } from "./scope.ts";

/** Events whose names begin so are the framework's own. */
const RESERVED_PREFIX = "lv:";

/** Whose handlers an event may reach. */
type EventTarget = Pick<LiveView | ClosedComponent, "events" | "handleEvent">;

/** Runs the hooks for a client's event, then its handler: the framework's own, the one that `events` names, or the catch-all. */
export function dispatchEvent(target: EventTarget, scope: LiveScope, event: ClientEvent): unknown {
  if (event.uploads !== undefined) scope.uploads.select(event.uploads);
  if (event.name.startsWith(RESERVED_PREFIX)) return handleReserved(scope, event);
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
