/**
 * The indexes of a longest strictly increasing subsequence: the children of a list that may stay where they are while the
 * others move around them. Every move costs a row its focus, its animation or its iframe, so we want the fewest.
 * Patience sorting, O(n log n).
 */
export function longestIncreasing(values: readonly number[]): number[] {
  const tails: number[] = []; // tails[length - 1]: where the best run of that length ends
  const previous: number[] = [];
  values.forEach((value, index) => {
    const length = lowerBound(tails, values, value);
    previous[index] = tails[length - 1] ?? -1;
    tails[length] = index;
  });
  const run: number[] = [];
  for (let index = tails.at(-1) ?? -1; index >= 0; index = previous[index] ?? -1) run.push(index);
  return run.reverse();
}

/** How many of the runs end in less than `value`. */
function lowerBound(tails: readonly number[], values: readonly number[], value: number): number {
  let low = 0;
  let high = tails.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[tails[middle] ?? 0] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
