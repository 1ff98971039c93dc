import type { Clock } from "../channel/clock.ts";

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

/** What holds back the events of one binding on one element. */
interface RateLimit {
  /** What to do when the time is over: always the latest event. */
  pending: (() => void) | undefined;
  cancelTimer?: () => void;
  /** The key whose repetition is throttled. */
  readonly key: string | undefined;
}

const DEFAULT_MS = 300;

const limited = new WeakMap<Element, Map<string, RateLimit>>();

/**
 * `phx-debounce` and `phx-throttle` (liveview-protocol.md §15.2): fires an event now, later, or never, as the attributes of its
 * element say. Where an element has both, it is debounced.
 */
export function limit(clock: Clock, { element, binding, key, fire, isLastWanted }: Occurrence): void {
  const debounce = element.getAttribute("phx-debounce");
  if (debounce === null && !element.hasAttribute("phx-throttle")) return fire();
  const limits = limited.get(element) ?? new Map<string, RateLimit>();
  limited.set(element, limits);
  const current = limits.get(binding);
  // An element that has left the page meanwhile has nothing to say.
  const pending = (): void => void (element.isConnected && fire());
  if (debounce === null && current && current.key === key) {
    if (isLastWanted) current.pending = pending;
    return;
  }
  current?.cancelTimer?.();
  const mine: RateLimit = { pending: debounce === null ? undefined : pending, key };
  limits.set(binding, mine);
  if (debounce !== "blur") {
    mine.cancelTimer = clock.setTimer(delayMs(debounce ?? element.getAttribute("phx-throttle")), () => {
      limits.delete(binding);
      mine.pending?.();
    });
  }
  if (debounce === null) fire();
}

/** Holds nothing of an element back any more; what waits is fired, if it is still wanted: not when a submit has said it all. */
export function cancelLimits(element: Element, isWanted: boolean): void {
  const limits = [...(limited.get(element)?.values() ?? [])];
  limited.delete(element);
  for (const { cancelTimer, pending } of limits) {
    cancelTimer?.();
    if (isWanted) pending?.();
  }
}

function delayMs(value: string | null): number {
  return value ? Number(value) : DEFAULT_MS;
}
