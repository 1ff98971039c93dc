/** The middle of `values` (the mean of the two middle ones where their number is even). Throws on an empty list. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) {
    throw new RangeError("There is no median of no values; measure at least one run.");
  }
  return (upper + lower) / 2;
}

/** One run of ours and the run of the floor right after it, in the same unit. */
export interface Pair {
  readonly ours: number;
  readonly floor: number;
}

/** What a figure's pairs come to. */
export interface PairSummary {
  /** Median of our runs. */
  readonly ours: number;
  /** Median of the floor's runs. */
  readonly floor: number;
  /** Median of ours / floor pair by pair, so that a slow minute of the machine weighs on both sides of a ratio. */
  readonly ratio: number;
}

/** Medians over the pairs of one figure. Throws where a floor's run measured nothing. */
export function summarisePairs(pairs: readonly Pair[]): PairSummary {
  const ratios = pairs.map((pair) => {
    if (!(pair.floor > 0)) {
      throw new RangeError(
        `A run of the floor came to ${pair.floor}: there is nothing to divide by. Make the runs longer.`,
      );
    }
    return pair.ours / pair.floor;
  });
  return {
    ours: median(pairs.map((pair) => pair.ours)),
    floor: median(pairs.map((pair) => pair.floor)),
    ratio: median(ratios),
  };
}
