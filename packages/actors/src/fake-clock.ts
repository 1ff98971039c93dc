import type { Clock, Timer } from "./clock.ts";

interface FakeTimer extends Timer {
  readonly dueMs: number;
  readonly task: () => void;
}

/**
 * A clock for tests: time stands still until {@link FakeClock.advance} moves it, and whatever falls due runs
 * inside that call, in order of due time, then of arrival. It starts at 0 unless told otherwise.
 */
export class FakeClock implements Clock {
  #nowMs: number;
  /** Latest first, so that the next one is taken from the end. */
  readonly #timers: FakeTimer[] = [];
  #deferred: (() => void)[] = [];

  constructor(nowMs = 0) {
    this.#nowMs = nowMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  setTimer(ms: number, task: () => void): Timer {
    const timer = { dueMs: this.#nowMs + Math.max(0, ms), task, cancel: () => this.#remove(timer) };
    this.#timers.splice(this.#placeFor(timer.dueMs), 0, timer);
    return timer;
  }

  defer(task: () => void): void {
    this.#deferred.push(task);
  }

  /** How many timers wait: 0 when everything that was started has been released. */
  get timerCount(): number {
    return this.#timers.length;
  }

  /** How many deferred tasks wait for {@link FakeClock.runDeferred}. */
  get deferredCount(): number {
    return this.#deferred.length;
  }

  /** Runs what was deferred until now; what those tasks defer in their turn waits for the next call. */
  runDeferred(): void {
    const tasks = this.#deferred;
    this.#deferred = [];
    for (const task of tasks) task();
  }

  /** Moves time forward by `ms`, running deferred tasks first and after each timer, like an event loop. */
  advance(ms: number): void {
    const endMs = this.#nowMs + ms;
    this.runDeferred();
    for (let timer = this.#timers.at(-1); timer !== undefined && timer.dueMs <= endMs; timer = this.#timers.at(-1)) {
      this.#timers.pop();
      this.#nowMs = timer.dueMs;
      timer.task();
      this.runDeferred();
    }
    this.#nowMs = endMs;
  }

  /** The index before every timer that is due at the same time or earlier. */
  #placeFor(dueMs: number): number {
    let low = 0;
    let high = this.#timers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#timers[middle]?.dueMs ?? 0) > dueMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #remove(timer: FakeTimer): void {
    const index = this.#timers.indexOf(timer);
    if (index >= 0) this.#timers.splice(index, 1);
  }
}
