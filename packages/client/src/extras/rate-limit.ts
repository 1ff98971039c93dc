import type { Clock } from "../channel/clock.ts";
import type { Occurrence } from "../bindings/rate-limit.ts";

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

/** Fires an event now, later, or never, as the attributes of its element say. */
export function limit(clock: Clock, { element, binding, key, fire, isLastWanted }: Occurrence): void {
  const debounce = element.getAttribute("phx-debounce");
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

/** Holds nothing of an element back any more; what waits is fired, if it is still wanted. */
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
