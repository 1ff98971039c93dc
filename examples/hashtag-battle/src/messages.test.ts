import { expect, test } from "vitest";
import { tallyBattle } from "./battle.ts";
import { type BattleDetails, battleIdOf, battleTopic, type MatchingPost, recountedMessage } from "./messages.ts";

const MINUTE_MS = 60_000;

function details(minutes: number[][], postIds: number[], startAtMs = 0): BattleDetails {
  const queries = ["#coffee", "#tea"];
  return {
    battle: { id: 1, title: "Drinks", queries, startAtMs, endAtMs: startAtMs + 60 * MINUTE_MS },
    status: "running",
    tally: tallyBattle(queries, [minutes.length, 0]),
    series: minutes.map((counts, index) => ({ minuteMs: startAtMs + index * MINUTE_MS, counts })),
    posts: postIds.map(
      (id): MatchingPost => ({ id, text: `post ${id}`, kind: "simulated", createdAtMs: id, queryIndexes: [0] }),
    ),
  };
}

const ids = (posts: readonly MatchingPost[]): number[] => posts.map((post) => post.id);

test("the first recount is complete", () => {
  const message = recountedMessage(
    undefined,
    details(
      [
        [1, 0],
        [0, 2],
      ],
      [3, 2, 1],
    ),
  );
  expect(message).toMatchObject({ type: "battle-recounted", isComplete: true, seriesStartMs: 0 });
  expect(message.points).toHaveLength(2);
  expect(ids(message.posts)).toEqual([1, 2, 3]);
});

test("later ones carry the minutes and posts that are new, oldest first", () => {
  const message = recountedMessage(
    details(
      [
        [1, 0],
        [0, 2],
      ],
      [3, 2, 1],
    ),
    details(
      [
        [1, 0],
        [0, 3],
        [1, 0],
      ],
      [5, 4, 3],
    ),
  );
  expect(message.isComplete).toBe(false);
  expect(message.points).toEqual([
    { minuteMs: MINUTE_MS, counts: [0, 3] },
    { minuteMs: 2 * MINUTE_MS, counts: [1, 0] },
  ]);
  expect(ids(message.posts)).toEqual([4, 5]);
});

test("a late post shows in its own minute", () => {
  expect(
    recountedMessage(
      details(
        [
          [1, 0],
          [0, 2],
        ],
        [],
      ),
      details(
        [
          [2, 0],
          [0, 2],
        ],
        [],
      ),
    ).points,
  ).toEqual([{ minuteMs: 0, counts: [2, 0] }]);
});

test("a battle whose window was moved starts over", () => {
  const message = recountedMessage(details([[1, 0]], [1]), details([[0, 0]], [9], 90 * MINUTE_MS));
  expect(message).toMatchObject({ isComplete: true, seriesStartMs: 90 * MINUTE_MS });
  expect(ids(message.posts)).toEqual([9]);
});

test("nothing new is an empty message; before the start there is no series", () => {
  const before = details([], []);
  expect(recountedMessage(before, before)).toMatchObject({
    isComplete: false,
    seriesStartMs: undefined,
    points: [],
    posts: [],
  });
});

test.each([
  [battleTopic(7), 7],
  ["battle:0", 0],
  ["battle:", undefined],
  ["battle:7x", undefined],
  ["battle:1234567890", undefined],
  ["battles", undefined],
])("the battle of the topic %s is %s", (topic, id) => {
  expect(battleIdOf(topic)).toBe(id);
});
