import type { Target, TargetName } from "../live/target.ts";
import type { View } from "../live/view.ts";
import type { CommandArgs } from "../live/commands.ts";
import type { RateLimits } from "./rate-limit.ts";

/** What bindings need of the page: the part of a live socket that they see. */
export interface Page {
  readonly limits: RateLimits;
  /** Ends all listeners. */
  readonly signal: AbortSignal;
  /** The view that an element is in, if it is in one that lives. */
  viewOf(element: Element): View | undefined;
  targets(name: TargetName, view: View): Target[];
  /** What the app adds to the payload of events of this type. */
  metadata(type: string, event: Event, element: Element): object;
  /** Runs a binding's commands; `push` sends the events in them. Returns how long they take, in ms. */
  run(code: string, element: Element, push: (args: CommandArgs) => void): number;
}
