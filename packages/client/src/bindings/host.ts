import type { CommandArgs } from "../live/commands.ts";
import type { Target, TargetName } from "../live/target.ts";
import type { View } from "../live/view.ts";
import type { RateLimits } from "./rate-limit.ts";

/** What bindings need of the page. */
export interface BindingHost {
  readonly limits: RateLimits;
  /** The view that an element is in, if it is in one that lives. */
  viewOf(element: Element): View | undefined;
  targets(name: TargetName, source: View): Target[];
  /** What the app adds to the payload of events of this type. */
  metadata(type: string, event: Event, element: Element): object;
  /** Runs a binding's commands; `push` sends the events in them. */
  runWith(code: string, element: Element, push: (args: CommandArgs) => void): void;
}
