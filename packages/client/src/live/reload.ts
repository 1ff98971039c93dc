import type { Clock } from "../channel/clock.ts";
import type { Random } from "../channel/random.ts";

/** Shortest wait, and the longest there is on top of it. */
const RELOAD_MS = 5_000;
/** The same for the first reload of a page that is out of date: its user should not have to wait for nothing. */
const URGENT_RELOAD_MS = 1_000;
/** From this many reloads in a row on, something is wrong that reloading does not mend. */
const RELOADS_MAX = 10;
const FAILSAFE_MS = 30_000;

/** Reloads a page that cannot go on: after a while, so that not all pages do it at once, and less often if it does not help. */
export class Reloads {
  readonly #clock: Clock;
  readonly #random: Random;

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  /** Calls `reload` after 5 to 10 s, within a second if it is urgent and the first time, after 30 s from the eleventh time on. */
  schedule(reload: () => void, isUrgent = false): void {
    const count = Number(localStorage.getItem(key()) ?? -1) + 1;
    const delayMs = isUrgent && count === 0 ? URGENT_RELOAD_MS * this.#random() : RELOAD_MS * (1 + this.#random());
    this.#clock.setTimer(count < RELOADS_MAX ? delayMs : FAILSAFE_MS, () => {
      localStorage.setItem(key(), String(count));
      reload();
    });
  }

  /** This page works: the next reload is the first in a row. */
  succeeded(): void {
    localStorage.removeItem(key());
  }
}

function key(): string {
  return `${location.pathname}-consecutive-reloads`;
}
