import { expect, test } from "vitest";

import { EVENTS, TOPICS } from "./events.ts";
import { recordedMessages } from "./fixtures/recorded.ts";
import { decodeFrame } from "./frame.ts";

const frames = recordedMessages()
  .filter(({ dir }) => dir !== "http")
  .map(({ frame }) => decodeFrame(frame));

test("every event that a recorded view sent or got has a name here", () => {
  const known = new Set<string>(Object.values(EVENTS));
  const used = frames.filter(({ topic }) => topic.startsWith(TOPICS.viewPrefix)).map(({ event }) => event);
  expect(new Set(used).size).toBeGreaterThan(8);
  expect(used.filter((event) => !known.has(event))).toEqual([]);
});

test("heartbeats have a topic of their own", () => {
  const heartbeats = frames.filter(({ event }) => event === EVENTS.heartbeat);
  expect(heartbeats.map(({ topic }) => topic)).toEqual([TOPICS.heartbeat]);
});

test("no name stands for two things", () => {
  const names = Object.values(EVENTS);
  expect(new Set(names).size).toBe(names.length);
});
