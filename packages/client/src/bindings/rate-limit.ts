import type { Clock } from "../channel/clock.ts";

/** What holds back the events of one binding on one element. */
interface RateLimit {
  /** The event that waits, if one does: always the latest. */
  pending: (() => void) | undefined;
  cancelTimer: () => void;
  /** The key whose repetition is throttled. */
  key: string | undefined;
}

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

const DEFAULT_MS = 300;

/** `phx-debounce` and `phx-throttle` (liveview-protocol.md §15.2). */
export class RateLimits {
  readonly #clock: Clock;
  readonly #limits = new WeakMap<Element, Map<string, RateLimit>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Fires an event now, later, or never, as the attributes of its element say. */
  occur(occurrence: Occurrence): void {
    const { element, fire } = occurrence;
    const debounce = element.getAttribute("phx-debounce");
    const throttle = element.getAttribute("phx-throttle");
    if (debounce !== null) this.#debounce(occurrence, debounce);
    else if (throttle !== null) this.#throttle(occurrence, throttle);
    else fire();
  }

  /** The focus leaves an element: what waits is fired, and no window is open any more. */
  flush(element: Element): void {
    for (const limit of this.#take(element)) limit.pending?.();
  }

  /** What waits is never fired: a submit has said it all. */
  cancel(element: Element): void {
    this.#take(element);
  }

  #debounce(occurrence: Occurrence, value: string): void {
    const limit = this.#limit(occurrence);
    limit.cancelTimer();
    limit.pending = alive(occurrence);
    if (value !== "blur") this.#schedule(limit, value);
  }

  #throttle(occurrence: Occurrence, value: string): void {
    const limit = this.#limit(occurrence);
    const isOpen = limit.pending !== undefined && limit.key === occurrence.key;
    if (isOpen) {
      if (occurrence.isLastWanted === true) limit.pending = alive(occurrence);
      return;
    }
    limit.key = occurrence.key;
    limit.cancelTimer();
    limit.pending = nothing;
    this.#schedule(limit, value);
    occurrence.fire();
  }

  #schedule(limit: RateLimit, value: string): void {
    limit.cancelTimer = this.#clock.setTimer(Number(value) || (value === "0" ? 0 : DEFAULT_MS), () => {
      const { pending } = limit;
      limit.pending = undefined;
      pending?.();
    });
  }

  #limit({ element, binding }: Occurrence): RateLimit {
    let limits = this.#limits.get(element);
    if (limits === undefined) this.#limits.set(element, (limits = new Map()));
    let limit = limits.get(binding);
    if (limit === undefined) limits.set(binding, (limit = { pending: undefined, cancelTimer: nothing, key: undefined }));
    return limit;
  }

  #take(element: Element): RateLimit[] {
    const limits = [...(this.#limits.get(element)?.values() ?? [])];
    this.#limits.delete(element);
    for (const limit of limits) limit.cancelTimer();
    return limits;
  }
}

/** An element that has left the page meanwhile has nothing to say. */
function alive({ element, fire }: Occurrence): () => void {
  return () => {
    if (element.isConnected) fire();
  };
}

function nothing(): void {}
