import { expect, test } from "vitest";
import { formatProgress, formatReport } from "./report.ts";
import { failedRow, isMet, type Row } from "./rows.ts";

const CLICK: Row = {
  title: "click",
  transport: "uws",
  unit: "µs",
  ours: 12.345,
  floor: 9.8765,
  ratio: 1.25,
  target: { kind: "ratio", max: 1.5 },
  answerBytes: { ours: 93.4, floor: 92.6 },
  busy: { ours: 0.986, floor: 1 },
};
const BYTES: Row = {
  title: "append",
  transport: "node",
  unit: "B",
  ours: 107_757,
  target: { kind: "value", max: 90_000 },
};

test.each([
  [CLICK, true],
  [{ ...CLICK, ratio: 1.51 }, false],
  [{ ...CLICK, ratio: 1.5 }, true],
  [BYTES, false],
  [{ ...BYTES, ours: 150, target: undefined }, undefined],
  [failedRow("mount", "uws", new Error("no answer")), undefined],
] as const)("whether a target is met follows from the ratio or the value", (row, expected) => {
  expect(isMet(row)).toBe(expected);
});

test("the report is a Markdown table with aligned columns", () => {
  expect(formatReport([CLICK, BYTES])).toBe(
    [
      "| figure | transport      |      ours |   floor | ratio |     target | met | answer, bytes |    core busy |",
      "|--------|----------------|----------:|--------:|------:|-----------:|----:|--------------:|-------------:|",
      "| click  | uWebSockets.js |   12.3 µs | 9.88 µs |  1.25 |    ≤ 1.5 × | yes |       93 / 93 | 99 % / 100 % |",
      "| append | ws             | 107,757 B |         |       | ≤ 90,000 B |  no |               |              |",
      "",
    ].join("\n"),
  );
});

test("a figure that could not be measured stands in the table, and its reason below", () => {
  const report = formatReport([failedRow("mount", "uws", new Error("3 of 16 views were never answered."))]);
  expect(report).toContain("| mount  | uWebSockets.js | not measured |");
  expect(report).toContain("Not measured:\nmount, uWebSockets.js: 3 of 16 views were never answered.");
});

test.each([
  [CLICK, "click, uWebSockets.js: ours 12.3 µs, floor 9.88 µs, ratio 1.25"],
  [BYTES, "append, ws: ours 107,757 B"],
  [failedRow("mount", "node", new Error("no answer")), "mount, ws: no answer"],
])("progress is one line a figure", (row, expected) => {
  expect(formatProgress(row)).toBe(expected);
});
