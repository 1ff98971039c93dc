import type { Clock } from "../channel/clock.ts";

/** What holds back the events of one binding on one element. */
interface RateLimit {
  /** What to do when the time is over: always the latest event. */
  pending: (() => void) | undefined;
  cancelTimer?: () => void;
  /** The key whose repetition is throttled. */
  readonly key: string | undefined;
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

/** `phx-debounce` and `phx-throttle` (liveview-protocol.md §15.2). Where an element has both, it is debounced. */
export class RateLimits {
  readonly #clock: Clock;
  readonly #limits = new WeakMap<Element, Map<string, RateLimit>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Fires an event now, later, or never, as the attributes of its element say. */
  occur({ element, binding, key, fire, isLastWanted }: Occurrence): void {
    const debounce = element.getAttribute("phx-debounce");
    const throttle = element.getAttribute("phx-throttle");
    if (debounce === null && throttle === null) return fire();
    const limits = this.#limits.get(element) ?? new Map<string, RateLimit>();
    this.#limits.set(element, limits);
    const current = limits.get(binding);
    // An element that has left the page meanwhile has nothing to say.
    const pending = (): void => void (element.isConnected && fire());
    if (debounce === null && current && current.key === key) {
      if (isLastWanted) current.pending = pending;
      return;
    }
    current?.cancelTimer?.();
    const limit: RateLimit = { pending: debounce === null ? undefined : pending, key };
    limits.set(binding, limit);
    if (debounce !== "blur") {
      limit.cancelTimer = this.#clock.setTimer(delayMs(debounce ?? throttle), () => {
        limits.delete(binding);
        limit.pending?.();
      });
    }
    if (debounce === null) fire();
  }

  /** The focus leaves an element: what waits is fired, and nothing is held back any more. */
  flush(element: Element): void {
    for (const { pending } of this.cancel(element)) pending?.();
  }

  /** What waits is never fired: a submit has said it all. */
  cancel(element: Element): RateLimit[] {
    const limits = [...(this.#limits.get(element)?.values() ?? [])];
    this.#limits.delete(element);
    for (const { cancelTimer } of limits) cancelTimer?.();
    return limits;
  }
}

function delayMs(value: string | null): number {
  return value ? Number(value) : DEFAULT_MS;
}
