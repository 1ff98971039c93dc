import { expect, test } from "vitest";
import { FakeClock } from "./fake-clock.ts";

function recorder(clock: FakeClock) {
  const events: string[] = [];
  return { events, note: (name: string) => () => events.push(`${name}@${clock.nowMs()}`) };
}

test("time starts where it is told and moves only by advance", () => {
  const clock = new FakeClock(1_000);
  expect(clock.nowMs()).toBe(1_000);
  clock.advance(250);
  expect(clock.nowMs()).toBe(1_250);
});

test("timers run in order of due time, those of one time in order of arrival", () => {
  const clock = new FakeClock();
  const { events, note } = recorder(clock);
  clock.setTimer(20, note("late"));
  clock.setTimer(10, note("first"));
  clock.setTimer(10, note("second"));
  clock.setTimer(0, note("now"));
  clock.advance(15);
  expect(events).toEqual(["now@0", "first@10", "second@10"]);
  clock.advance(5);
  expect(events.at(-1)).toBe("late@20");
  expect(clock.timerCount).toBe(0);
});

test("a timer set by a timer runs in the same advance when it falls due", () => {
  const clock = new FakeClock();
  const { events, note } = recorder(clock);
  clock.setTimer(10, () => {
    clock.setTimer(5, note("inner"));
    clock.setTimer(50, note("later"));
  });
  clock.advance(30);
  expect(events).toEqual(["inner@15"]);
  expect(clock.nowMs()).toBe(30);
});

test("a cancelled timer does not run, and cancelling it again harms nobody", () => {
  const clock = new FakeClock();
  const { events, note } = recorder(clock);
  const timer = clock.setTimer(10, note("cancelled"));
  clock.setTimer(10, note("kept"));
  timer.cancel();
  timer.cancel();
  clock.advance(10);
  timer.cancel();
  expect(events).toEqual(["kept@10"]);
});

test("deferred tasks run when told, and what they defer waits for the next time", () => {
  const clock = new FakeClock();
  const { events, note } = recorder(clock);
  clock.defer(() => {
    note("outer")();
    clock.defer(note("inner"));
  });
  expect(events).toEqual([]);
  clock.runDeferred();
  expect(events).toEqual(["outer@0"]);
  expect(clock.deferredCount).toBe(1);
  clock.runDeferred();
  expect(events).toEqual(["outer@0", "inner@0"]);
});

test("advance runs deferred tasks before time moves and after each timer", () => {
  const clock = new FakeClock();
  const { events, note } = recorder(clock);
  clock.defer(note("before"));
  clock.setTimer(10, () => clock.defer(note("after the timer")));
  clock.setTimer(20, note("next timer"));
  clock.advance(20);
  expect(events).toEqual(["before@0", "after the timer@10", "next timer@20"]);
});
