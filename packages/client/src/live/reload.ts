import type { Clock } from "../channel/clock.ts";
import type { Random } from "../channel/random.ts";

const RELOAD_MIN_MS = 5_000;
const RELOAD_MAX_MS = 10_000;
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

  /** Calls `reload` after 5 to 10 s, after 30 s from the eleventh time in a row. */
  schedule(reload: () => void): void {
    const count = Number(localStorage.getItem(key()) ?? -1) + 1;
    const jitterMs = RELOAD_MIN_MS + this.#random() * (RELOAD_MAX_MS - RELOAD_MIN_MS);
    this.#clock.setTimer(count >= RELOADS_MAX ? FAILSAFE_MS : jitterMs, () => {
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
