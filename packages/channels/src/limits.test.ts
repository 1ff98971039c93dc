import { describe, expect, test } from "vitest";
import { Budget, checkLimits } from "./limits.ts";

/** Which of the attempts at these times are let through, of three in a burst and two per second. */
function spentAt(timesMs: readonly number[]): boolean[] {
  const budget = new Budget({ burstMax: 3, perSecondMax: 2 }, timesMs[0] ?? 0);
  return timesMs.map((nowMs) => budget.spend({ nowMs: () => nowMs }));
}

describe("Budget", () => {
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
    expect(spentAt(timesMs)).toEqual(expected);
  });

  test("without an end there is no look at the clock", () => {
    const budget = new Budget({ burstMax: Infinity, perSecondMax: Infinity }, 0);
    const never = () => {
      throw new Error("looked");
    };
    expect(Array.from({ length: 10 }, () => budget.spend({ nowMs: never }))).not.toContain(false);
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
