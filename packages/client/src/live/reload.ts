import type { Random } from "../channel/random.ts";

/** Shortest wait before a reload, and the longest there is on top of it. */
const RELOAD_MS = 5_000;
/** The same for the first reload of a page that is out of date: its user should not have to wait for nothing. */
const URGENT_RELOAD_MS = 1_000;
/** From this many reloads in a row on, something is wrong that reloading does not mend. */
const RELOADS_MAX = 10;
const FAILSAFE_MS = 30_000;

/**
 * How long a page that cannot go on waits before it reloads: 5 to 10 s, so that not all pages do it at once; up to one if it is
 * urgent and the first time; 30 s from the eleventh time in a row on. Counts the reload.
 */
export function reloadDelayMs(random: Random, isUrgent: boolean): number {
  const count = Number(localStorage.getItem(countKey()));
  countReloads(count + 1);
  if (count >= RELOADS_MAX) return FAILSAFE_MS;
  return isUrgent && count === 0 ? URGENT_RELOAD_MS * random() : RELOAD_MS * (1 + random());
}

/** Remembers how often this page was reloaded in a row; 0 when it works. */
export function countReloads(count: number): void {
  if (count > 0) localStorage.setItem(countKey(), String(count));
  else localStorage.removeItem(countKey());
}

function countKey(): string {
  return `${location.pathname}-consecutive-reloads`;
}
