import { afterEach, expect, test, vi } from "vitest";
import { systemClock } from "./clock.ts";

const DAY_MS = 86_400_000;

// The runtime's own timers are what this file adapts, so they are what the tests replace.
afterEach(() => {
  vi.useRealTimers();
});

test("a timer runs once, after its delay", () => {
  vi.useFakeTimers();
  const task = vi.fn();
  systemClock.setTimer(100, task);
  vi.advanceTimersByTime(99);
  expect(task).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1_000);
  expect(task).toHaveBeenCalledTimes(1);
});

test.each([24, 25, 60, 400])("a timer of %s days runs then and not at once", (days) => {
  vi.useFakeTimers();
  const task = vi.fn();
  systemClock.setTimer(days * DAY_MS, task);
  vi.advanceTimersByTime(days * DAY_MS - 1);
  expect(task).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(task).toHaveBeenCalledTimes(1);
  expect(vi.getTimerCount()).toBe(0);
});

test.each([0, 30])("a long timer cancelled after %s days never runs and leaves nothing behind", (days) => {
  vi.useFakeTimers();
  const task = vi.fn();
  const timer = systemClock.setTimer(60 * DAY_MS, task);
  vi.advanceTimersByTime(days * DAY_MS);
  timer.cancel();
  timer.cancel();
  vi.advanceTimersByTime(100 * DAY_MS);
  expect(task).not.toHaveBeenCalled();
  expect(vi.getTimerCount()).toBe(0);
});

test("a timer without end waits for ever", () => {
  vi.useFakeTimers();
  const task = vi.fn();
  const timer = systemClock.setTimer(Number.POSITIVE_INFINITY, task);
  vi.advanceTimersByTime(1_000 * DAY_MS);
  expect(task).not.toHaveBeenCalled();
  timer.cancel();
});

test("a deferred task runs after the microtasks, in a turn of its own", async () => {
  const events: string[] = [];
  const done = new Promise<void>((resolve) => {
    systemClock.defer(() => {
      events.push("deferred");
      resolve();
    });
  });
  queueMicrotask(() => events.push("microtask"));
  await done;
  expect(events).toEqual(["microtask", "deferred"]);
});

test("without setImmediate, as in a browser, a deferred task still runs", async () => {
  vi.stubGlobal("setImmediate", undefined);
  await new Promise<void>((resolve) => {
    systemClock.defer(resolve);
  });
  vi.unstubAllGlobals();
});

test("now is the machine's time in milliseconds", () => {
  vi.useFakeTimers({ now: 1_700_000_000_000 });
  expect(systemClock.nowMs()).toBe(1_700_000_000_000);
});
