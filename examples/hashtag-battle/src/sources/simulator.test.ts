import { describe, expect, test } from "vitest";
import type { Clock } from "../clock.ts";
import { extractTerms } from "../keyword.ts";
import { checkPost, type IncomingPost } from "../post.ts";
import { isUuid } from "../uuid.ts";
import { createSimulator, SimulatedCrowd } from "./simulator.ts";

const NOON_MS = Date.UTC(2026, 10, 20, 12);

/** Time that passes only in sleeps; aborts when it is over. */
function passingClock(forMs: number): { clock: Clock; signal: AbortSignal; jump: (ms: number) => void } {
  const controller = new AbortController();
  let nowMs = NOON_MS;
  const jump = (ms: number): void => {
    nowMs += ms;
    if (nowMs >= NOON_MS + forMs) controller.abort();
  };
  const clock: Clock = { nowMs: () => nowMs, sleep: async (ms) => jump(ms), every: () => () => {} };
  return { clock, signal: controller.signal, jump };
}

function simulate(seconds: number, { seed = 1, postsPerSecond = 20 } = {}): IncomingPost[] {
  const crowd = new SimulatedCrowd({ seed, postsPerSecond });
  return Array.from({ length: seconds * 5 }, (_, step) => crowd.step(NOON_MS + step * 200)).flat();
}

function perSecond(posts: readonly IncomingPost[], seconds: number): number[] {
  const counts = Array.from({ length: seconds }, () => 0);
  for (const post of posts) {
    const second = Math.floor((post.createdAtMs - NOON_MS) / 1_000);
    counts[second] = (counts[second] ?? 0) + 1;
  }
  return counts;
}

describe("the crowd", () => {
  test("makes the same posts from the same seed, others from another", () => {
    expect(simulate(5)).toEqual(simulate(5));
    expect(simulate(5)).not.toEqual(simulate(5, { seed: 2 }));
  });

  test.each([1, 2, 3, 4, 5])("posts about as often as it should, in bursts (seed %i)", (seed) => {
    const seconds = 1_800;
    const posts = simulate(seconds, { seed });
    expect(posts.length / seconds).toBeGreaterThan(17);
    expect(posts.length / seconds).toBeLessThan(23);
    const counts = perSecond(posts, seconds);
    expect(Math.max(...counts)).toBeGreaterThan(50);
    expect(counts.filter((count) => count === 0).length).toBeLessThan(5);
  });

  test("has topics of unequal popularity, those of the demo battles among them", () => {
    const counts = new Map<string, number>();
    for (const post of simulate(1_800)) {
      for (const keyword of extractTerms(post.text).keywords) counts.set(keyword, (counts.get(keyword) ?? 0) + 1);
    }
    for (const keyword of [
      "#coffee",
      "#tea",
      "#cats",
      "#dogs",
      "#typescript",
      "#elixir",
      "#rust",
      "espresso",
      "@teahouse",
    ]) {
      expect(counts.get(keyword), keyword).toBeGreaterThan(100);
    }
    expect(counts.get("#coffee")).toBeGreaterThan(3 * (counts.get("#chess") ?? 0));
  });

  test("writes posts that the app accepts, each its own", () => {
    const posts = simulate(60);
    expect(new Set(posts.map((post) => post.uuid)).size).toBe(posts.length);
    expect(posts.every((post) => isUuid(post.uuid) && checkPost(post).ok && !post.text.includes("{}"))).toBe(true);
    expect(new Set(posts.map((post) => post.text)).size).toBeGreaterThan(posts.length / 5);
  });
});

describe("the source", () => {
  test("posts as time passes, waits for the sink, and ends when told", async () => {
    const { clock, signal } = passingClock(60_000);
    const posts: IncomingPost[] = [];
    let taking = 0;
    await createSimulator({ postsPerSecond: 20, seed: 1, clock }).run(async (batch) => {
      expect(++taking).toBe(1);
      await Promise.resolve();
      taking--;
      expect(batch.every((post) => post.createdAtMs <= clock.nowMs())).toBe(true);
      return posts.push(...batch);
    }, signal);
    expect(posts.length).toBeGreaterThan(600);
    expect(posts.length).toBeLessThan(2_500);
  });

  test("begins with its backlog, in batches", async () => {
    const { clock, signal } = passingClock(1_000);
    const batches: (readonly IncomingPost[])[] = [];
    await createSimulator({ postsPerSecond: 20, seed: 1, clock, backlogMs: 600_000 }).run(
      async (batch) => batches.push(batch),
      signal,
    );
    const posts = batches.flat();
    expect(posts.length).toBeGreaterThan(9_000);
    expect(Math.max(...batches.map((batch) => batch.length))).toBeLessThan(2_000);
    expect(posts[0]?.createdAtMs).toBeLessThan(NOON_MS - 599_000);
    expect(posts.at(-1)?.createdAtMs).toBeGreaterThan(NOON_MS);
  });

  test("does not make up for a long pause", async () => {
    const { clock, signal, jump } = passingClock(3_700_000);
    const posts: IncomingPost[] = [];
    await createSimulator({ postsPerSecond: 20, seed: 1, clock }).run(async (batch) => {
      if (posts.length === 0) jump(3_600_000);
      return posts.push(...batch);
    }, signal);
    const gapsMs = posts.slice(1).map((post, index) => post.createdAtMs - (posts[index]?.createdAtMs ?? 0));
    expect(Math.max(...gapsMs)).toBeGreaterThan(3_590_000);
    expect(posts.length).toBeLessThan(4_000);
  });

  test("a sink that cannot store ends it with that error", async () => {
    const { clock, signal } = passingClock(60_000);
    const running = createSimulator({ postsPerSecond: 20, seed: 1, clock }).run(
      () => Promise.reject(new Error("no disk")),
      signal,
    );
    await expect(running).rejects.toThrow("no disk");
  });
});
