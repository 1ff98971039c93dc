import { describe, expect, test } from "vitest";

import { type BreakableRow, breakSource, drawRows, testArguments, whyNotRed } from "./break-draw.ts";

const ROWS = Array.from(
  { length: 40 },
  (_, index): BreakableRow => ({
    id: `A${index}`,
    area: "A",
    title: "t",
    status: "proven",
    proof: { file: "a.test.ts", title: `t${index}` },
    break: { file: "a.ts", find: "x", replace: "y" },
  }),
);

describe("a draw", () => {
  const ids = (seed: number, count: number) => drawRows(ROWS, { seed, count }).map(({ id }) => id);

  test("is the same for the same seed, and another for another", () => {
    expect(ids(7, 30)).toEqual(ids(7, 30));
    expect(ids(7, 30)).not.toEqual(ids(8, 30));
  });

  test("has so many different rows, or all that there are", () => {
    expect(new Set(ids(7, 30)).size).toBe(30);
    expect(ids(7, 100).toSorted()).toEqual(ROWS.map(({ id }) => id).toSorted());
  });
});

describe("a break", () => {
  const one = { file: "a.ts", find: "if (isOpen)", replace: "if ($&)" };

  test("replaces the one place as it is written", () => {
    expect(breakSource("a; if (isOpen) b;", one)).toBe("a; if ($&) b;");
  });

  test.each(["", "if (isOpen) a; if (isOpen) b;"])("in %j is refused", (text) => {
    expect(() => breakSource(text, one)).toThrow("there has to be one");
  });
});

test.each([
  [[{ key: "k", status: "failed" }], undefined],
  [[{ key: "k", status: "passed" }], "the proof does not notice"],
  [[{ key: "k", status: "skipped" }], "stops the whole file"],
  [[{ key: "a.test.ts > (the file itself)", status: "failed" }], "stops the whole file"],
] as const)("a run that found %j: %s", (outcomes, why) => {
  const answer = whyNotRed("k", outcomes);
  if (why === undefined) expect(answer).toBeUndefined();
  else expect(answer).toContain(why);
});

test("one test is asked for by its title, taken literally", () => {
  expect(testArguments("vitest", "a.test.ts", "an event (1) is?")).toEqual([
    "a.test.ts",
    "-t",
    "^an event \\(1\\) is\\?$",
  ]);
  expect(testArguments("playwright", "e2e/a.spec.ts", "a page > loads")).toEqual([
    "e2e/a.spec.ts",
    "-g",
    "a page loads$",
  ]);
});
