import { describe, expect, test } from "vitest";
import { emptyBattleForm, newBattleSchema } from "./new-battle.ts";

const FILLED = {
  title: "Drinks",
  queries: ["#coffee", "#tea"],
  start_at: "2026-11-20T12:00",
  end_at: "2026-11-20T13:00",
};

/** What is wrong, as the form shows it: messages by field name. */
function problems(fields: object): Record<string, string> {
  const result = newBattleSchema.safeParse({ ...FILLED, ...fields });
  const issues = result.success ? [] : result.error.issues;
  return Object.fromEntries(
    issues.map(({ path: [field, ...rest], message }) => [
      String(field) + rest.map((key) => `[${String(key)}]`).join(""),
      message,
    ]),
  );
}

test("a filled form becomes a battle", () => {
  expect(newBattleSchema.parse({ ...FILLED, title: "  Tea\n time " })).toEqual({
    title: "Tea time",
    queries: ["#coffee", "#tea"],
    startAtMs: Date.UTC(2026, 10, 20, 12),
    endAtMs: Date.UTC(2026, 10, 20, 13),
  });
});

test("queries after the second may stay empty", () => {
  expect(newBattleSchema.parse({ ...FILLED, queries: ["#a", "b, c", " ", "#c"] }).queries).toEqual([
    "#a",
    "b, c",
    "#c",
  ]);
});

test.each([
  ["2026-11-20T12:00", Date.UTC(2026, 10, 20, 12)],
  ["2026-11-20T12:00:30Z", Date.UTC(2026, 10, 20, 12, 0, 30)],
  ["2026-11-20T12:00+02:00", Date.UTC(2026, 10, 20, 10)],
])("the start %s", (start_at, startAtMs) => {
  expect(newBattleSchema.parse({ ...FILLED, start_at }).startAtMs).toBe(startAtMs);
});

describe("what is wrong stands beside its field", () => {
  test.each([
    [{ title: " " }, { title: "Give the battle a title." }],
    [{ title: undefined }, { title: "Give the battle a title." }],
    [{ title: "x".repeat(121) }, { title: "A title has 120 characters at most." }],
    [{ queries: {} }, { queries: "Write at least two queries." }],
    [{ queries: undefined }, { queries: "Write at least two queries." }],
    [{ queries: "#a #b" }, { queries: "Write at least two queries." }],
    [{ queries: ["#a", ""] }, { "queries[1]": expect.stringContaining("at least one keyword") }],
    [{ queries: ["#a", "#!"] }, { "queries[1]": expect.stringContaining("“#!” is not a keyword") }],
    [{ queries: ["#a b", "B #A"] }, { "queries[1]": "This is the same as query 1." }],
    [{ queries: ["#a", "#b", "", "#b"] }, { "queries[3]": "This is the same as query 2." }],
    [{ queries: ["#a", `#b ${" ".repeat(500)}`] }, { "queries[1]": "A query has 500 characters at most." }],
    [{ queries: ["a", "b", "c", "d", "e", "f", "g"] }, { queries: "6 queries are the most." }],
    [{ start_at: "" }, { start_at: "Choose a date and a time." }],
    [
      { start_at: undefined, end_at: "tomorrow" },
      { start_at: "Choose a date and a time.", end_at: "Choose a date and a time." },
    ],
    [{ start_at: "2026-13-01T00:00" }, { start_at: "Choose a date and a time." }],
    [{ end_at: "2026-11-20T12:00" }, { end_at: "The end must be after the start." }],
    [{ end_at: "2028-11-20T12:00" }, { end_at: "A battle lasts 366 days at most." }],
  ])("%j", (fields, expected) => {
    expect(problems(fields)).toEqual(expected);
  });
});

test("the empty form lacks only a title and the queries", () => {
  expect(Object.keys(problems(emptyBattleForm(Date.UTC(2026, 0, 1))))).toEqual(["title", "queries[0]", "queries[1]"]);
});
