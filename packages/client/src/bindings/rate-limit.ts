import type { Clock } from "../channel/clock.ts";
import type { Part } from "../live/part.ts";
import type { Extras } from "../live/parts.ts";

/** One occurrence of an event on an element. */
export interface Occurrence {
  readonly element: Element;
  /** The binding: each has a limit of its own. */
  readonly binding: string;
  /** The pressed key, if it is about one: another key is another event. */
  readonly key?: string | undefined;
  /** Whether the last event within a throttled time still counts, as it does for what a field holds. */
  readonly isLastWanted?: boolean;
  readonly fire: () => void;
}

const LIMITED = "[phx-debounce],[phx-throttle]";

/** `phx-debounce` and `phx-throttle` (liveview-protocol.md §15.2). Where an element has both, it is debounced. */
export class RateLimits {
  readonly #clock: Clock;
  readonly #extras: Part<Extras>;

  constructor(clock: Clock, extras: Part<Extras>) {
    this.#clock = clock;
    this.#extras = extras;
  }

  /** Fires an event now, later, or never, as the attributes of its element say. */
  occur(occurrence: Occurrence): void {
    if (!occurrence.element.matches(LIMITED)) return occurrence.fire();
    this.#extras.use((extras) => (extras ? extras.limit(this.#clock, occurrence) : occurrence.fire()));
  }

  /** The focus leaves an element: what waits is fired, and nothing is held back any more. */
  flush(element: Element): void {
    this.#end(element, true);
  }

  /** What waits is never fired: a submit has said it all. */
  cancel(element: Element): void {
    this.#end(element, false);
  }

  #end(element: Element, isWanted: boolean): void {
    if (element.matches(LIMITED)) this.#extras.use((extras) => extras?.cancelLimits(element, isWanted));
  }
}
