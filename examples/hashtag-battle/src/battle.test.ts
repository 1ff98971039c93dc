import { describe, expect, test } from "vitest";
import {
  type Battle,
  battleKeywords,
  battleStatus,
  battlesTouched,
  countsIn,
  describeLead,
  hasTimeChanged,
  tallyBattle,
} from "./battle.ts";

const NOON_MS = Date.UTC(2026, 10, 20, 12);
const MINUTE_MS = 60_000;

function battle(fields: Partial<Battle> = {}): Battle {
  return {
    id: 1,
    title: "Drinks",
    queries: ["#coffee espresso", "#tea"],
    startAtMs: NOON_MS,
    endAtMs: NOON_MS + 60 * MINUTE_MS,
    ...fields,
  };
}

describe("a battle runs from its start to its end, both included", () => {
  test.each([
    [-1, "upcoming", false],
    [0, "running", true],
    [1, "running", true],
    [60 * MINUTE_MS, "running", true],
    [60 * MINUTE_MS + 1, "ended", false],
  ] as const)("%i ms after the start it is %s", (afterMs, status, counts) => {
    expect(battleStatus(battle(), NOON_MS + afterMs)).toBe(status);
    expect(countsIn(battle(), NOON_MS + afterMs)).toBe(counts);
  });
});

describe("the tally", () => {
  test.each([
    { counts: [0, 0], shares: [0, 0], places: [1, 1], total: 0, lead: { type: "none" } },
    {
      counts: [3, 1],
      shares: [0.75, 0.25],
      places: [1, 2],
      total: 4,
      lead: { type: "leader", query: "a", by: 2, byShare: 0.5 },
    },
    {
      counts: [1, 3],
      shares: [0.25, 0.75],
      places: [2, 1],
      total: 4,
      lead: { type: "leader", query: "b", by: 2, byShare: 0.5 },
    },
    {
      counts: [2, 2],
      shares: [0.5, 0.5],
      places: [1, 1],
      total: 4,
      lead: { type: "tie", queries: ["a", "b"], count: 2 },
    },
    {
      counts: [5, 0],
      shares: [1, 0],
      places: [1, 2],
      total: 5,
      lead: { type: "leader", query: "a", by: 5, byShare: 1 },
    },
    {
      counts: [2, 4, 4],
      shares: [0.2, 0.4, 0.4],
      places: [3, 1, 1],
      total: 10,
      lead: { type: "tie", queries: ["b", "c"], count: 4 },
    },
    {
      counts: [4, 2, 4],
      shares: [0.4, 0.2, 0.4],
      places: [1, 3, 1],
      total: 10,
      lead: { type: "tie", queries: ["a", "c"], count: 4 },
    },
    {
      counts: [6, 2, 2],
      shares: [0.6, 0.2, 0.2],
      places: [1, 2, 2],
      total: 10,
      lead: { type: "leader", query: "a", by: 4, byShare: 0.4 },
    },
    { counts: [1], shares: [1, 0], places: [1, 2], total: 1, lead: { type: "leader", query: "a", by: 1, byShare: 1 } },
  ])("of $counts: $lead.type", ({ counts, shares, places, total, lead }) => {
    const queries = ["a", "b", "c"].slice(0, shares.length);
    const tally = tallyBattle(queries, counts);
    expect(tally.total).toBe(total);
    expect(tally.scores.map((score) => score.share)).toEqual(shares);
    expect(tally.scores.map((score) => score.place)).toEqual(places);
    expect(tally.scores.map((score) => score.query)).toEqual(queries);
    expect(tally.lead).toEqual(lead);
  });
});

describe("the lead in words", () => {
  test.each([
    [{ type: "none" }, "upcoming", "Not started yet."],
    [{ type: "none" }, "running", "No posts yet."],
    [{ type: "none" }, "ended", "Nobody posted."],
    [{ type: "leader", query: "#tea", by: 1, byShare: 0.1234 }, "running", "#tea leads by 1 post (12.3 %)."],
    [{ type: "leader", query: "#tea", by: 1234, byShare: 0.5 }, "ended", "#tea won by 1,234 posts (50.0 %)."],
    [
      { type: "tie", queries: ["#tea", "#coffee"], count: 2 },
      "running",
      "#tea and #coffee are level with 2 posts each.",
    ],
    [{ type: "tie", queries: ["a", "b", "c"], count: 1 }, "ended", "a, b and c ended level with 1 post each."],
  ] as const)("%j, %s", (lead, status, sentence) => {
    expect(describeLead(lead, status)).toBe(sentence);
  });
});

test("each query has its keywords; one that cannot be read has none", () => {
  expect(battleKeywords(battle({ queries: ["#Coffee, espresso", "!!"] }))).toEqual([["#coffee", "espresso"], []]);
});

test("a post touches the battles that run at its time and watch one of its keywords", () => {
  const drinks = battle({ id: 1 });
  const later = battle({ id: 2, startAtMs: NOON_MS + MINUTE_MS });
  const pets = battle({ id: 3, queries: ["#cats", "#dogs"] });
  const ids = (createdAtMs: number, ...keywords: string[]): number[] =>
    battlesTouched([drinks, later, pets], { createdAtMs, keywords: new Set(keywords) }).map(({ id }) => id);
  expect(ids(NOON_MS, "espresso")).toEqual([1]);
  expect(ids(NOON_MS + MINUTE_MS, "#tea", "#cats")).toEqual([1, 2, 3]);
  expect(ids(NOON_MS - 1, "#tea")).toEqual([]);
  expect(ids(NOON_MS, "milk")).toEqual([]);
});

describe("time alone changes a battle when it starts, ends, or runs into a new minute", () => {
  test.each([
    ["before", [-120_000, -60_000], false],
    ["starts", [-1, 0], true],
    ["within a minute", [1_000, 59_000], false],
    ["a new minute", [59_000, 60_000], true],
    ["ends", [60 * MINUTE_MS, 60 * MINUTE_MS + 1], true],
    ["after", [61 * MINUTE_MS, 63 * MINUTE_MS], false],
  ] as const)("%s", (_, [lastMs, nowMs], changed) => {
    expect(hasTimeChanged(battle(), NOON_MS + lastMs, NOON_MS + nowMs)).toBe(changed);
  });
});
