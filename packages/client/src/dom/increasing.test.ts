import fc from "fast-check";
import { expect, test } from "vitest";
import { longestIncreasing } from "./increasing.ts";

test.each([
  { values: [], run: [] },
  { values: [5], run: [0] },
  { values: [0, 1, 2, 3], run: [0, 1, 2, 3] },
  { values: [3, 2, 1, 0], run: [3] },
  { values: [1, 2, 3, 0], run: [0, 1, 2] },
  { values: [3, 0, 1, 2], run: [1, 2, 3] },
  { values: [0, 998, 2, 3, 1], run: [0, 2, 3] },
  { values: [2, 2, 2], run: [2] },
])("of $values the places $run stay", ({ values, run }) => {
  expect(longestIncreasing(values)).toEqual(run);
});

test("the run increases, and no other is longer", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 12 }), (values) => {
      const run = longestIncreasing(values).map((index) => values[index] ?? Number.NaN);
      expect(run.every((value, index) => index === 0 || value > (run[index - 1] ?? Number.NaN))).toBe(true);
      expect(run).toHaveLength(longestByTrying(values));
    }),
  );
});

function longestByTrying(values: readonly number[], above = -1): number {
  return Math.max(
    0,
    ...values.map((value, index) => (value > above ? 1 + longestByTrying(values.slice(index + 1), value) : 0)),
  );
}
