import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import type { ActorContext } from "./behaviour.ts";
import { FakeClock } from "./fake-clock.ts";
import { RunQueue } from "./run-queue.ts";
import { spawn } from "./spawn.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

type Task = (self: ActorContext<Task>) => void;

function setUp() {
  const clock = new FakeClock();
  const queue = new RunQueue({ clock, onFault: () => {} });
  const start = () => spawn<Task>(queue, { handleMessage: (task, self) => task(self) });
  return { clock, queue, start };
}

/** A WeakRef keeps its target until the turn is over, so this takes one. */
async function isCollected(ref: WeakRef<object>): Promise<boolean> {
  await new Promise(setImmediate);
  collectGarbage();
  return ref.deref() === undefined;
}

test("an idle actor that has handled messages is about 200 bytes", () => {
  const { queue } = setUp();
  const behaviour = { handleMessage() {} };
  const count = 20_000;
  const refs: unknown[] = Array.from({ length: count }, () => undefined);
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < count; i++) {
    const ref = spawn<string>(queue, behaviour);
    ref.send("a");
    ref.send("b");
    queue.drain();
    refs[i] = ref;
  }
  collectGarbage();
  const bytes = (process.memoryUsage().heapUsed - before) / refs.length;
  expect(bytes).toBeGreaterThan(100);
  expect(bytes).toBeLessThan(260);
});

test("a ref to a dead actor keeps nothing of the actor's state", async () => {
  const { queue } = setUp();
  const spawnWithState = () => {
    const state = { large: true };
    const ref = spawn<string>(queue, { handleMessage: () => void state.large });
    return { ref, state: new WeakRef(state) };
  };
  const { ref, state } = spawnWithState();
  ref.exit({ type: "normal" });
  expect(await isCollected(state)).toBe(true);
  expect(ref.isAlive).toBe(false);
});

test("a timer that has run and a watch that has told leave nothing behind in a living actor", async () => {
  const { clock, queue, start } = setUp();
  const ref = start();
  const target = start();
  const send = () => {
    const seen = { byTimer: () => {}, byWatch: () => {} };
    ref.send((self) => {
      self.setTimer(10, seen.byTimer);
      self.monitor(target, () => seen.byWatch);
    });
    return { timer: new WeakRef(seen.byTimer), watch: new WeakRef(seen.byWatch) };
  };
  const { timer, watch } = send();
  queue.drain();
  expect([await isCollected(timer), await isCollected(watch)]).toEqual([false, false]);
  clock.advance(10);
  target.exit({ type: "normal" });
  await queue.settled();
  expect([await isCollected(timer), await isCollected(watch)]).toEqual([true, true]);
  expect(ref.isAlive).toBe(true);
});

test("a cancelled timer and an ended watch leave nothing behind in a living actor", async () => {
  const { queue, start } = setUp();
  const ref = start();
  const target = start();
  const send = () => {
    const seen = { byTimer: () => {}, byWatch: () => {} };
    ref.send((self) => {
      self.setTimer(10, seen.byTimer)();
      self.monitor(target, () => seen.byWatch)();
    });
    return { timer: new WeakRef(seen.byTimer), watch: new WeakRef(seen.byWatch) };
  };
  const { timer, watch } = send();
  queue.drain();
  expect([await isCollected(timer), await isCollected(watch)]).toEqual([true, true]);
  expect([ref.isAlive, target.isAlive]).toEqual([true, true]);
});
