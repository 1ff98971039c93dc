import { describe, expect, test } from "vitest";
import { type JoinBudget, checkLimits, resolveSocketLimits, spendJoin } from "./limits.ts";

const limits = resolveSocketLimits({ joinsBurstMax: 3, joinsPerSecondMax: 2 });

/** Which of the joins at these times are let through. */
function joinsAt(timesMs: readonly number[]): boolean[] {
  let budget: JoinBudget | undefined;
  return timesMs.map((nowMs) => {
    const next = spendJoin(budget, limits, nowMs);
    budget = next ?? budget;
    return next !== undefined;
  });
}

describe("spendJoin", () => {
  test.each([
    { what: "a burst", timesMs: [0, 0, 0, 0], expected: [true, true, true, false] },
    {
      what: "half a second later one more",
      timesMs: [0, 0, 0, 499, 500, 501],
      expected: [true, true, true, false, true, false],
    },
    {
      what: "a long rest fills it, and not over",
      timesMs: [0, 0, 0, 60_000, 60_000, 60_000, 60_000],
      expected: [true, true, true, true, true, true, false],
    },
    {
      what: "a steady rate",
      timesMs: [0, 500, 1_000, 1_500, 2_000, 2_500, 3_000],
      expected: Array.from({ length: 7 }, () => true),
    },
    { what: "a clock that is set back", timesMs: [1_000, 0, 0, 0], expected: [true, true, true, false] },
  ])("$what", ({ timesMs, expected }) => {
    expect(joinsAt(timesMs)).toEqual(expected);
  });
});

describe("checkLimits", () => {
  test.each([0, -1, Number.NaN])("%s is no limit, and the error names it", (value) => {
    expect(() => checkLimits({ good: 1, joinsMax: value })).toThrowError(/joinsMax is/);
  });

  test("Infinity is one", () => {
    expect(() => checkLimits({ joinsMax: Infinity })).not.toThrow();
  });
});
