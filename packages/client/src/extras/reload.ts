import type { Clock } from "../channel/clock.ts";
import type { Random } from "../channel/random.ts";
import type { Instruction } from "../live/navigation.ts";
import type { View } from "../live/view.ts";

/** Shortest wait before a reload, and the longest there is on top of it. */
const RELOAD_MS = 5_000;
/** The same for the first reload of a page that is out of date: its user should not have to wait for nothing. */
const URGENT_RELOAD_MS = 1_000;
/** From this many reloads in a row on, something is wrong that reloading does not mend. */
const RELOADS_MAX = 10;
const FAILSAFE_MS = 30_000;
/** How often a nested view tries to join before the page shows that it has failed. */
const CHILD_ATTEMPTS_MAX = 3;

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

/** What is needed of the page. */
export interface ReloadHost {
  readonly main: View | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly navigation: { follow(view: View, instruction: Instruction): void };
  failed(view: View): void;
  load(url: string): void;
}

/** Loads the page anew, a little later. */
export function reload(host: ReloadHost, isUrgent = false): void {
  const url = host.main?.url ?? location.href;
  host.clock.setTimer(reloadDelayMs(host.random, isUrgent), () => host.load(url));
}

/** A join was refused for good: another page, or this one anew; or for now: the channel tries again (liveview-protocol.md §5.4). */
export function refused(host: ReloadHost, view: View, response: unknown): void {
  const { reason, token, ...instruction } = Object(response) as Instruction & { reason?: string; token?: string };
  // What leads the parent away leads its children away.
  if (reason === "parent_redirect") return view.channel.leave();
  host.failed(view);
  if (instruction.redirect || instruction.live_redirect) {
    view.channel.leave();
    host.navigation.follow(view, instruction);
  } else if (/^(stale|unauthorized|reload)$/.test(reason ?? "")) {
    view.channel.leave();
    if (token) document.cookie = `__phoenix_reload_status__=${token}; max-age=60; path=/`;
    reload(host, true);
  } else if (view.parent && view.attempts >= CHILD_ATTEMPTS_MAX) {
    view.channel.leave();
    view.root.show("server-error");
  }
}

/** The page works: it may go wrong ten times again. */
export function worksAgain(): void {
  countReloads(0);
}

/** Remembers how often this page was reloaded in a row; 0 when it works. */
function countReloads(count: number): void {
  if (count > 0) localStorage.setItem(countKey(), String(count));
  else localStorage.removeItem(countKey());
}

function countKey(): string {
  return `${location.pathname}-consecutive-reloads`;
}
