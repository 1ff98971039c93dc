import type { StreamPayload } from "@firecrest/wire";
import { Element } from "domhandler";
import { expect, test } from "vitest";
import { patchRows } from "./stream-rows.ts";

/** `a1` is the row a with the content 1; a star marks what is no row of the stream. */
function rowsOf(text: string): Element[] {
  return text
    .split(" ")
    .filter(Boolean)
    .map((word) => {
      const id = word.replace("*", "")[0] ?? "";
      return new Element("li", {
        id,
        title: word.replace("*", ""),
        ...(!word.endsWith("*") && { "data-phx-stream": "0" }),
      });
    });
}

function shown(rows: readonly Element[]): string {
  return rows.map(({ attribs }) => `${attribs["title"]}${"data-phx-stream" in attribs ? "" : "*"}`).join(" ");
}

const NOTHING: StreamPayload = { ref: "0", inserts: [], deletes: [], reset: false };

test.each<[string, string, Partial<StreamPayload>, string, string]>([
  ["appends", "a b", { inserts: [["c", -1, null, false]] }, "c", "a b c"],
  ["prepends", "a b", { inserts: [["c", 0, null, false]] }, "c", "c a b"],
  ["inserts at an index", "a b", { inserts: [["c", 1, null, false]] }, "c", "a c b"],
  ["inserts behind the end", "a b", { inserts: [["c", 9, null, false]] }, "c", "a b c"],
  ["keeps what the author put behind the rows there", "a z*", { inserts: [["c", -1, null, false]] }, "c", "a c z*"],
  ["updates in place, whatever the index says", "a b", { inserts: [["b", 0, null, false]] }, "b2", "a b2"],
  ["deletes", "a b c", { deletes: ["b"] }, "", "a c"],
  ["moves by deleting and inserting", "a b c", { deletes: ["a"], inserts: [["a", -1, null, false]] }, "a", "b c a"],
  [
    "resets to what comes",
    "a b z*",
    {
      reset: true,
      inserts: [
        ["c", -1, null, null],
        ["b", -1, null, null],
      ],
    },
    "b c",
    "b c z*",
  ],
  ["keeps the first of a limit", "a b", { inserts: [["c", 0, 2, false]] }, "c", "c a"],
  ["keeps the last of a negative limit", "a b", { inserts: [["c", -1, -2, false]] }, "c", "b c"],
  [
    "updates only what is there",
    "a",
    {
      inserts: [
        ["b", -1, null, true],
        ["a", -1, null, true],
      ],
    },
    "a2 b",
    "a2",
  ],
  [
    "has the newest place where a message says two",
    "a",
    {
      inserts: [
        ["c", 0, null, false],
        ["c", -1, null, false],
      ],
    },
    "c",
    "c a",
  ],
  ["leaves everything alone that it does not speak of", "a z*", {}, "z2*", "a z2*"],
])("a stream %s", (_what, present, stream, incoming, expected) => {
  const rows = patchRows({
    present: rowsOf(present),
    incoming: rowsOf(incoming).map((row) => {
      delete row.attribs["data-phx-stream"];
      return row;
    }),
    streams: [{ ...NOTHING, ...stream }],
    isJoin: false,
  });
  expect(shown(rows)).toBe(expected);
});

test("a join shows what it brings, and nothing else", () => {
  const streams = [{ ...NOTHING, inserts: [["c", -1, null, null]] as const }];
  expect(shown(patchRows({ present: rowsOf("a b"), incoming: rowsOf("c"), streams, isJoin: true }))).toBe("c");
});
