import { expect, test } from "vitest";

import type { Outcome } from "./outcomes.ts";
import { describeFailure, findDoubleProofs, judgeProofs } from "./parity-proofs.ts";
import type { ProvenRow } from "./parity-table.ts";

const OUTCOMES: readonly Outcome[] = [
  { key: "a.test.ts > an event is answered", status: "passed" },
  { key: "a.test.ts > a join is answered", status: "failed" },
  { key: "a.test.ts > a crash ends it", status: "skipped" },
  { key: "a.test.ts > a table row", status: "passed" },
  { key: "a.test.ts > a table row (2)", status: "passed" },
  { key: "e2e/a.spec.ts > a page > loads > at once", status: "passed" },
  { key: "b.test.ts > ends it", status: "passed" },
];

function rowFor(id: string, file: string, title: string): ProvenRow {
  return { id, area: "A", title: "t", status: "proven", proof: { file, title } };
}

test.each([
  ["a.test.ts", "an event > is answered", "passed"],
  ["a.test.ts", "an event is answered", "passed"],
  ["a.test.ts", "a join > is answered", "failed"],
  ["a.test.ts", "ends it", "skipped"],
  ["a.test.ts", "is answered", "ambiguous"],
  ["a.test.ts", "a table row", "ambiguous"],
  ["a.test.ts", "is answered at last", "missing"],
  ["b.test.ts", "an event > is answered", "missing"],
  ["e2e/a.spec.ts", "a page > loads > at once", "passed"],
  ["e2e/a.spec.ts", "at once", "passed"],
])("the proof %s > %s: %s", (file, title, result) => {
  expect(judgeProofs([rowFor("A1", file, title)], OUTCOMES).map((verdict) => verdict.result)).toEqual([result]);
});

test("a verdict has the title as the runner gives it", () => {
  const rows = [rowFor("A1", "a.test.ts", "an event > is answered"), rowFor("A2", "e2e/a.spec.ts", "at once")];
  expect(judgeProofs(rows, OUTCOMES).map(({ title }) => title)).toEqual([
    "an event is answered",
    "a page > loads > at once",
  ]);
});

test("one test that two rows find by titles of different length is reported", () => {
  const rows = [rowFor("A1", "a.test.ts", "a crash > ends it"), rowFor("A2", "a.test.ts", "ends it")];
  expect(findDoubleProofs(judgeProofs(rows, OUTCOMES))).toEqual([
    "A2 is proven by the test that proves A1: a.test.ts > a crash ends it",
  ]);
});

test("a failure says which row, which test and why", () => {
  const row = rowFor("A1", "a.test.ts", "x > y");
  const lines = (["missing", "failed", "skipped", "ambiguous"] as const).map((result) =>
    describeFailure({ row, result, title: undefined }),
  );
  expect(lines).toEqual([
    "A1 is proven by a test that does not exist: a.test.ts > x > y",
    "A1 is proven by a test that failed: a.test.ts > x > y",
    "A1 is proven by a test that was skipped: a.test.ts > x > y",
    "A1 is proven by one of several tests with the same title: a.test.ts > x > y",
  ]);
});
