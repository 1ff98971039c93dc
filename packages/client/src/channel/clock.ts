/** Time, as a port: tests replace it and every race replays. */
export interface Clock {
  /** Runs `task` once after `delayMs`, unless the returned function is called before. */
  setTimer(delayMs: number, task: () => void): () => void;
}

/** The clock of the machine we run on. */
export const systemClock: Clock = {
  setTimer(delayMs, task) {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};
