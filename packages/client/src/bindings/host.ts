import type { CommandHost } from "../live/commands.ts";
import type { TargetHost } from "../live/target.ts";
import type { RateLimits } from "./rate-limit.ts";

/** What bindings need of the page. */
export interface BindingHost extends TargetHost, CommandHost {
  readonly limits: RateLimits;
  /** What the app adds to the payload of events of this type. */
  metadata(type: string, event: Event, element: Element): object;
}
