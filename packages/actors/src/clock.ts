/** A task that waits for its time. */
export interface Timer {
  /** The task will not run any more. Harmless when it has run or was cancelled before. */
  cancel(): void;
}

/** The time port: everything that waits or asks for the time gets one, so that tests can own time. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  nowMs(): number;
  /** Runs `task` once, `ms` milliseconds from now; any finite or infinite delay, also beyond 24.8 days. */
  setTimer(ms: number, task: () => void): Timer;
  /** Runs `task` in a turn of its own, after the event loop has let in what waits: sockets, timers, files. */
  defer(task: () => void): void;
}

// Node has it and browsers do not: optional by declaration, so the check below is honest in both worlds.
declare const setImmediate: ((task: () => void) => unknown) | undefined;

/** The real time of this machine. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  setTimer: (ms, task) => new SystemTimer(ms, task),
  defer: (task) => {
    // setTimeout waits at least a millisecond, for which a flooded queue would stand idle.
    if (typeof setImmediate === "function") setImmediate(task);
    else setTimeout(task, 0);
  },
};

/** `setTimeout` keeps its delay in 31 bits and fires at once beyond that: 24.8 days. */
const DELAY_MS_MAX = 2 ** 31 - 1;

class SystemTimer implements Timer {
  #remainingMs: number;
  #handle: ReturnType<typeof setTimeout>;
  readonly #task: () => void;

  constructor(ms: number, task: () => void) {
    this.#remainingMs = ms;
    this.#task = task;
    this.#handle = this.#arm();
  }

  cancel(): void {
    clearTimeout(this.#handle);
  }

  #arm(): ReturnType<typeof setTimeout> {
    const delayMs = Math.min(this.#remainingMs, DELAY_MS_MAX);
    this.#remainingMs -= delayMs;
    return setTimeout(this.#remainingMs > 0 ? this.#armAgain : this.#task, delayMs);
  }

  readonly #armAgain = (): void => {
    this.#handle = this.#arm();
  };
}
