import type { StandardSchemaV1 } from "@standard-schema/spec";
import { LiveError } from "./errors.ts";
import { encodePath } from "./forms/form-params.ts";
import type { EventHandler, EventParams, EventReply } from "./live-view.ts";
import type { AnyPushes } from "./pushed.ts";

/**
 * A handler whose params pass through any Standard Schema first: what does not fit never reaches it, and ends the view
 * as an event without a handler does. For forms, whose mistakes are the user's to mend, see `form`.
 *
 * It returns a plain handler, which is also why the compiler knows `live` inside it: of a call that returns a function
 * it waits for what `mount` says before it looks inside. That it takes the schema's input beside anything is what tells senders.
 */
export function event<
  Schema extends StandardSchemaV1,
  Assigns extends object,
  Pushes extends object = AnyPushes,
  Reply extends EventReply = EventReply,
>(
  schema: Schema,
  handler: EventHandler<Assigns, StandardSchemaV1.InferOutput<Schema>, Pushes, Reply>,
): EventHandler<Assigns, EventParams | StandardSchemaV1.InferInput<Schema>, Pushes, Reply> {
  return (live, params) => {
    const checked = schema["~standard"].validate(params);
    return checked instanceof Promise
      ? checked.then((result) => handler(live, fittingValue(result)))
      : handler(live, fittingValue(checked));
  };
}

function fittingValue<Value>(result: StandardSchemaV1.Result<Value>): Value {
  if (result.issues === undefined) return result.value;
  const issues = result.issues.map((issue) => `${issuePath(issue)}: ${issue.message}`).join("; ");
  throw new LiveError("invalid-event-params", `The params of an event do not fit its schema: ${issues.slice(0, 400)}`);
}

/** Where an issue is, as a form names it: `user[email]`. */
export function issuePath(issue: StandardSchemaV1.Issue): string {
  return encodePath((issue.path ?? []).map((segment) => String(typeof segment === "object" ? segment.key : segment)));
}
