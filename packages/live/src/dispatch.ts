import type { StandardSchemaV1 } from "@standard-schema/spec";
import { LiveError } from "./errors.ts";
import type { Live } from "./live.ts";
import type { EventEntry, EventReply, LiveView } from "./live-view.ts";

type Handled = EventReply | Promise<EventReply>;

/** Runs the handler of a client's event: the framework's own, the one `events` names, or the catch-all. */
export function dispatchEvent(
  view: LiveView,
  live: Live<object>,
  event: { readonly name: string; readonly params: Readonly<Record<string, unknown>> },
): Handled {
  const entry = view.events.get(event.name);
  if (entry !== undefined) return runEntry(entry, live, event);
  if (event.name === "lv:clear-flash") {
    const kind = event.params["key"];
    return live.clearFlash(typeof kind === "string" ? kind : undefined);
  }
  if (view.handleEvent !== undefined) return view.handleEvent(live, event.name, event.params);
  const known = [...view.events.keys()].join(", ") || "none";
  throw new LiveError(
    "event-without-handler",
    `The view received the event ${JSON.stringify(event.name.slice(0, 80))}, but its events are: ${known}. ` +
      `Add it to the view's events, or fix the phx- attribute that sends it.`,
  );
}

function runEntry(
  entry: EventEntry<object>,
  live: Live<object>,
  event: { readonly name: string; readonly params: Readonly<Record<string, unknown>> },
): Handled {
  if (typeof entry === "function") return entry(live, event.params);
  const checked = entry.schema["~standard"].validate(event.params);
  // The schema produced the value that its handler was typed with.
  const run = (result: StandardSchemaV1.Result<unknown>) => entry.handler(live, checkedValue(result, event.name) as never);
  return checked instanceof Promise ? checked.then(run) : run(checked);
}

function checkedValue(result: StandardSchemaV1.Result<unknown>, name: string): unknown {
  if (result.issues === undefined) return result.value;
  const issues = result.issues.map((issue) => `${issuePath(issue)}: ${issue.message}`).join("; ");
  throw new LiveError("invalid-event-params", `The params of the event "${name}" do not fit its schema: ${issues.slice(0, 400)}`);
}

/** Where an issue is, as a form names it: `user[email]`. */
export function issuePath(issue: StandardSchemaV1.Issue): string {
  const keys = (issue.path ?? []).map((segment) => String(typeof segment === "object" ? segment.key : segment));
  const [first = "", ...rest] = keys;
  return first + rest.map((key) => `[${key}]`).join("");
}
