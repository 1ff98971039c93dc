import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { recordingLogger, silentLogger } from "../test/test-database.ts";
import { tallyBattle } from "./battle.ts";
import { systemClock } from "./clock.ts";
import type { BattleDetails, BattleMessage, BattlesMessage } from "./messages.ts";
import { createRandom } from "./random.ts";
import { RECOUNT_EVERY_MS, Recounter, type RecounterOptions } from "./recount.ts";

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

/** Counts what was posted until now, in `countingMs`; tells when it counted and what it announced. */
function makeBattle(countingMs = 0, options: Partial<RecounterOptions> = {}) {
  const state = {
    posts: 0,
    countedAtMs: [] as number[],
    counting: 0,
    announced: [] as number[],
    messages: [] as [string, BattleMessage | BattlesMessage][],
  };
  const recounter = new Recounter({
    log: silentLogger,
    clock: systemClock,
    load: async (battleId) => {
      expect(++state.counting, "recounts overlap").toBe(1);
      state.countedAtMs.push(Date.now());
      const details = detailsOf(battleId, state.posts);
      if (countingMs > 0) await systemClock.sleep(countingMs);
      state.counting--;
      return details;
    },
    broadcast: (topic, message) => {
      state.messages.push([topic, message]);
      if (message.type === "battle-recounted") state.announced.push(message.tally.total);
    },
    ...options,
  });
  const post = (): void => {
    state.posts++;
    recounter.request(1);
  };
  return { state, recounter, post, postAt: (ms: number) => setTimeout(post, ms) };
}

function detailsOf(id: number, count: number): BattleDetails {
  const queries = ["#coffee", "#tea"];
  return {
    battle: { id, title: "Drinks", queries, startAtMs: 0, endAtMs: 60_000_000 },
    status: "running",
    tally: tallyBattle(queries, [count, 0]),
    series: [{ minuteMs: 0, counts: [count, 0] }],
    posts:
      count === 0 ? [] : [{ id: count, text: `post ${count}`, kind: "simulated", createdAtMs: 0, queryIndexes: [0] }],
  };
}

test("a post shows at once, the next ones together at most every 500 ms, the last one always", async () => {
  const { state, postAt } = makeBattle();
  for (let ms = 0; ms <= 1_100; ms += 100) postAt(ms);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(state.countedAtMs).toEqual([0, 500, 1_000, 1_600]);
  expect(state.announced).toEqual([1, 6, 11, 12]);
});

test("a post right after the trailing edge waits for its turn", async () => {
  const { state, postAt } = makeBattle();
  for (const ms of [0, 100, 610]) postAt(ms);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(state.countedAtMs).toEqual([0, 600, 1_110]);
  expect(state.announced).toEqual([1, 2, 3]);
});

test("after a pause a post shows at once again", async () => {
  const { state, postAt } = makeBattle();
  for (const ms of [0, 700, 10_000]) postAt(ms);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(state.countedAtMs).toEqual([0, 700, 10_000]);
});

test("a recount that takes longer than 500 ms is not overtaken, and what it missed is counted after it", async () => {
  const { state, postAt } = makeBattle(800);
  for (const ms of [0, 100, 750]) postAt(ms);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(state.countedAtMs[0]).toBe(0);
  expect(state.announced.at(-1)).toBe(3);
  expect(state.announced.length).toBeLessThanOrEqual(3);
});

describe.each(Array.from({ length: 40 }, (_, seed) => seed + 1))("seed %i", (seed) => {
  test("counts start 500 ms apart, never overlap, and end with every post shown", async () => {
    const random = createRandom(seed);
    const countingMs = [0, 3, 120, 499, 700, 1_300][random.below(6)] ?? 0;
    const { state, postAt, recounter } = makeBattle(countingMs);
    let atMs = 0;
    for (let posts = 0; posts < 60; posts++) {
      atMs += random.chance(0.7) ? random.below(60) : random.below(1_500);
      postAt(atMs);
    }
    await vi.advanceTimersByTimeAsync(atMs + 2 * countingMs + 2 * RECOUNT_EVERY_MS);
    expect(state.announced.at(-1)).toBe(60);
    const gapsMs = state.countedAtMs.slice(1).map((ms, index) => ms - (state.countedAtMs[index] ?? 0));
    expect(Math.min(...gapsMs)).toBeGreaterThanOrEqual(RECOUNT_EVERY_MS);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(recounter.size).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});

test("battles do not wait for each other, and each is dropped when it is idle", async () => {
  const { state, recounter } = makeBattle();
  recounter.request(1);
  await vi.advanceTimersByTimeAsync(1);
  recounter.request(2);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(state.messages.map(([topic]) => topic)).toEqual(["battle:1", "battles", "battle:2", "battles"]);
  recounter.request(2);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(recounter.size).toBe(1);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(recounter.size).toBe(0);
});

test("tells what is new since the last time, everything after a pause in which the battle was dropped", async () => {
  const { state, post } = makeBattle();
  post();
  await vi.advanceTimersByTimeAsync(1_000);
  post();
  await vi.advanceTimersByTimeAsync(60_000);
  post();
  await vi.advanceTimersByTimeAsync(1_000);
  const messages = state.messages.flatMap(([, message]) => (message.type === "battle-recounted" ? [message] : []));
  expect(messages.map((message) => [message.isComplete, message.posts.map((shown) => shown.id)])).toEqual([
    [true, [1]],
    [false, [2]],
    [true, [3]],
  ]);
  expect(state.messages[1]).toEqual([
    "battles",
    { type: "battle-totals-changed", battle: detailsOf(1, 1).battle, status: "running", tally: detailsOf(1, 1).tally },
  ]);
});

test("a battle that cannot be counted is counted when it can", async () => {
  const { log, lines } = recordingLogger();
  let failures = 2;
  const { state, post } = makeBattle(0, {
    log,
    load: async (id) => {
      if (failures-- > 0) throw new Error("the database restarts");
      return detailsOf(id, 7);
    },
  });
  post();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(lines).toEqual(
    Array.from({ length: 2 }, () => "warn: Battle 1 could not be counted: the database restarts. Trying again."),
  );
  expect(state.announced).toEqual([7]);
});

test("a battle that does not exist is not announced", async () => {
  const { state, recounter } = makeBattle(0, { load: async () => undefined });
  recounter.request(9);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(state.messages).toEqual([]);
});

test("once stopped it announces nothing, and has waited for what was under way", async () => {
  const { state, recounter, post } = makeBattle(300);
  post();
  post();
  const stopped = recounter.stop();
  await vi.advanceTimersByTimeAsync(300);
  await stopped;
  expect(state.counting).toBe(0);
  post();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(state.countedAtMs).toEqual([0]);
  expect(state.messages).toEqual([]);
});
