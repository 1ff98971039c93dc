import { expect, test } from "vitest";
import { median, summarisePairs } from "./statistics.ts";

test.each([
  [[3], 3],
  [[9, 1, 5], 5],
  [[4, 1, 3, 2], 2.5],
  [[10, 9, 100], 10],
])("the median of %j is %d", (values, expected) => {
  expect(median(values)).toBe(expected);
});

test("a median of nothing is refused", () => {
  expect(() => median([])).toThrow(RangeError);
});

test("a median leaves its input in order", () => {
  const values = [3, 1, 2];
  median(values);
  expect(values).toEqual([3, 1, 2]);
});

test("the ratio is the median of the pairs' ratios, not the ratio of the medians", () => {
  const summary = summarisePairs([
    { ours: 10, floor: 10 },
    { ours: 40, floor: 20 },
    { ours: 15, floor: 30 },
  ]);
  expect(summary).toEqual({ ours: 15, floor: 20, ratio: 1 });
});

test("a minute in which the machine was half as fast does not move the ratio", () => {
  const summary = summarisePairs([
    { ours: 10, floor: 5 },
    { ours: 20, floor: 10 },
    { ours: 10, floor: 5 },
  ]);
  expect(summary.ratio).toBe(2);
});

test("a floor that cost nothing is an error, not an infinite ratio", () => {
  expect(() => summarisePairs([{ ours: 10, floor: 0 }])).toThrow("nothing to divide by");
});
