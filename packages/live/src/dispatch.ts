import { EVENTS } from "@firecrest/wire";
import type { ClientEvent } from "./client-event.ts";
import { LiveError } from "./errors.ts";
import type { Live } from "./live.ts";
import type { EventReply, LiveView } from "./live-view.ts";

/** Runs the handler of a client's event: the one that `events` names, the framework's own, or the catch-all. */
export function dispatchEvent(
  view: LiveView,
  live: Live<object>,
  event: ClientEvent,
): EventReply | Promise<EventReply> {
  const handler = view.events.get(event.name);
  if (handler !== undefined) return handler(live, event.params);
  if (event.name === EVENTS.clearFlash) {
    const kind = event.params["key"];
    return live.clearFlash(typeof kind === "string" ? kind : undefined);
  }
  if (view.handleEvent !== undefined) return view.handleEvent(live, event.name, event.params);
  const known = [...view.events.keys()].join(", ") || "none";
  throw new LiveError(
    "event-without-handler",
    `The view received the event ${JSON.stringify(event.name.slice(0, 80))}, but its events are: ${known}. ` +
      "Add it to the view's events, or fix the phx- attribute that sends it.",
  );
}
