/** The time port of measurements. */
export interface SpanClock {
  /** Milliseconds since the Unix epoch. */
  nowMs(): number;
  /** Milliseconds since any fixed moment, with fractions; never set back. */
  monotonicMs(): number;
}

/** The time of this machine. */
export const systemSpanClock: SpanClock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
};
