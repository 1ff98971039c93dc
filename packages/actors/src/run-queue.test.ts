import { afterEach, expect, test, vi } from "vitest";
import { systemClock } from "./clock.ts";
import { ActorError } from "./errors.ts";
import { FakeClock } from "./fake-clock.ts";
import { type ActorFault, RunQueue, type RunQueueOptions } from "./run-queue.ts";
import { spawn } from "./spawn.ts";

function setUp(options: Partial<RunQueueOptions> = {}) {
  const clock = new FakeClock();
  const faults: ActorFault[] = [];
  const queue = new RunQueue({ clock, onFault: (fault) => faults.push(fault), ...options });
  return { clock, faults, queue };
}

function makeGate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

function spawnRecorder(queue: RunQueue, handled: unknown[], name = "recorder") {
  return spawn<unknown>(queue, { handleMessage: (message) => void handled.push(message) }, { name });
}

test("send only enqueues: nothing is handled before the sender's turn ends", () => {
  const { queue } = setUp();
  const handled: unknown[] = [];
  const ref = spawnRecorder(queue, handled);

  expect(ref.send("a")).toBe("accepted");
  expect(handled).toEqual([]);
});

test("when nobody drains, a microtask does after the current turn", async () => {
  const { queue } = setUp();
  const handled: unknown[] = [];
  const ref = spawnRecorder(queue, handled);
  ref.send("a");
  ref.send("b");
  await Promise.resolve();
  expect(handled).toEqual(["a", "b"]);

  ref.send("c");
  await Promise.resolve();
  expect(handled).toEqual(["a", "b", "c"]);
});

test("drain handles everything that is ready before it returns, and what the handlers send too", () => {
  const { queue } = setUp();
  const handled: unknown[] = [];
  const last = spawnRecorder(queue, handled);
  const first = spawn<number>(queue, {
    handleMessage: (count, self) => {
      handled.push(count);
      if (count > 0) self.ref.send(count - 1);
      else last.send("done");
    },
  });
  first.send(3);
  queue.drain();
  expect(handled).toEqual([3, 2, 1, 0, "done"]);
});

test("a drain inside a handler does nothing: the message waits until that handler is through", () => {
  const { queue } = setUp();
  const events: string[] = [];
  const other = spawn<string>(queue, { handleMessage: () => void events.push("other") });
  const ref = spawn<string>(queue, {
    handleMessage() {
      other.send("go");
      queue.drain();
      events.push("first is through");
    },
  });
  ref.send("go");
  queue.drain();
  expect(events).toEqual(["first is through", "other"]);
});

afterEach(() => {
  vi.restoreAllMocks();
});

test("a drain is arranged once, however much is sent, and not for what handlers send", () => {
  const queueMicrotask = vi.spyOn(globalThis, "queueMicrotask");
  const { queue } = setUp();
  const other = spawnRecorder(queue, []);
  const ref = spawn<string>(queue, { handleMessage: (message) => void other.send(message) });
  ref.send("a");
  ref.send("b");
  expect(queueMicrotask).toHaveBeenCalledTimes(1);
  queue.drain();
  expect(queueMicrotask).toHaveBeenCalledTimes(1);
});

test("turn() drains when its task is through, without arranging a microtask", async () => {
  const queueMicrotask = vi.spyOn(globalThis, "queueMicrotask");
  const { queue } = setUp();
  const handled: unknown[] = [];
  const ref = spawnRecorder(queue, handled);
  queue.turn((message) => {
    ref.send(message);
    expect(handled).toEqual([]);
  }, "frame");
  expect(handled).toEqual(["frame"]);
  expect(queueMicrotask).not.toHaveBeenCalled();

  ref.send("later");
  await Promise.resolve();
  expect(handled).toEqual(["frame", "later"]);
});

test("turn() drains also when its task throws, and passes the error on", () => {
  const { queue } = setUp();
  const handled: unknown[] = [];
  const ref = spawnRecorder(queue, handled);
  const task = () => {
    ref.send("sent before");
    throw new Error("bad frame");
  };
  expect(() => queue.turn(task, undefined)).toThrow("bad frame");
  expect(handled).toEqual(["sent before"]);
});

test("actors take turns: each handles its share, then goes to the end of the line", () => {
  const { queue } = setUp({ messagesPerActorMax: 2 });
  const handled: unknown[] = [];
  const [a, b, c] = ["a", "b", "c"].map(() => spawnRecorder(queue, handled));
  for (let i = 1; i <= 5; i++) a?.send(`a${i}`);
  for (let i = 1; i <= 3; i++) b?.send(`b${i}`);
  c?.send("c1");
  queue.drain();
  expect(handled).toEqual(["a1", "a2", "b1", "b2", "c1", "a3", "a4", "b3", "a5"]);
});

test("a drain ends with its budget, and the rest goes on in a deferred turn", () => {
  const { clock, queue } = setUp({ messagesPerTurnMax: 10 });
  const handled: unknown[] = [];
  const ref = spawnRecorder(queue, handled);
  for (let i = 0; i < 25; i++) ref.send(i);
  queue.drain();
  expect(handled).toHaveLength(10);
  expect(clock.deferredCount).toBe(1);
  clock.runDeferred();
  expect(handled).toHaveLength(20);
  clock.runDeferred();
  expect(handled).toEqual(Array.from({ length: 25 }, (_, i) => i));
  expect(clock.deferredCount).toBe(0);
});

test("over the budget, a frame's drain still gets a share, and only one deferred turn is arranged", () => {
  const { clock, queue } = setUp({ messagesPerTurnMax: 10 });
  const handled: unknown[] = [];
  const ref = spawnRecorder(queue, handled);
  for (let i = 0; i < 100; i++) ref.send(i);
  queue.drain();
  queue.drain();
  expect(handled).toHaveLength(20);
  expect(clock.deferredCount).toBe(1);
});

test("slow handlers end a turn by time", () => {
  const { clock, queue } = setUp({ turnMsMax: 20 });
  let handled = 0;
  const behaviour = {
    handleMessage() {
      handled += 1;
      clock.advance(1);
    },
  };
  for (let i = 0; i < 100; i++) spawn<string>(queue, behaviour).send("go");
  queue.drain();
  expect(handled).toBe(48);
  expect(clock.deferredCount).toBe(1);
});

test("an actor that sends to itself for ever keeps no other actor waiting", () => {
  const { queue } = setUp({ messagesPerTurnMax: 1_000, messagesPerActorMax: 64 });
  const handled: unknown[] = [];
  const flood = spawn<string>(queue, { handleMessage: (message, self) => void self.ref.send(message) });
  const other = spawnRecorder(queue, handled);
  flood.send("again");
  other.send("a");
  queue.drain();
  expect(handled).toEqual(["a"]);
});

// The ways in which a flood could hold the event loop, each with what stops it again.
const floods: [string, (queue: RunQueue) => () => void][] = [
  [
    "an actor that re-sends to itself for ever",
    (queue) => {
      const ref = spawn<string>(queue, { handleMessage: (message, self) => void self.ref.send(message) });
      ref.send("again");
      return () => ref.exit({ type: "normal" });
    },
  ],
  [
    "an actor whose async handler re-sends to itself for ever",
    (queue) => {
      const ref = spawn<string>(queue, {
        async handleMessage(message, self) {
          await Promise.resolve();
          self.ref.send(message);
        },
      });
      ref.send("again");
      return () => ref.exit({ type: "normal" });
    },
  ],
  [
    "two actors that answer each other for ever",
    (queue) => {
      const a = spawn<string>(queue, { handleMessage: (message) => void b.send(message) });
      const b = spawn<string>(queue, { handleMessage: (message) => void a.send(message) });
      a.send("ball");
      return () => a.exit({ type: "normal" });
    },
  ],
];

// Real time and real turns, because that is what is promised.
test.each(floods)("timers and I/O are let in beside %s", async (_name, start) => {
  const { queue } = setUp({ clock: systemClock });
  const stop = start(queue);
  await new Promise((resolve) => setTimeout(resolve, 1));
  await new Promise((resolve) => setImmediate(resolve));
  stop();
});

test("settled resolves when every mailbox is empty, deferred turns included", async () => {
  const { queue } = setUp({ messagesPerTurnMax: 10 });
  const handled: unknown[] = [];
  const ref = spawnRecorder(queue, handled);
  for (let i = 0; i < 95; i++) ref.send(i);
  await queue.settled();
  expect(handled).toHaveLength(95);
});

test("settled waits for pending handlers and for what they send afterwards", async () => {
  const { queue } = setUp();
  const handled: unknown[] = [];
  const gate = makeGate();
  const recorder = spawnRecorder(queue, handled);
  const ref = spawn<string>(queue, {
    async handleMessage(message) {
      await gate.opened;
      recorder.send(message);
    },
  });
  ref.send("a");
  ref.send("b");
  const first = Promise.race([queue.settled().then(() => "settled"), gate.opened.then(() => "opened")]);
  await new Promise(setImmediate);
  gate.open();
  expect(await first).toBe("opened");
  await queue.settled();
  expect(handled).toEqual(["a", "b"]);
});

test("settled does not hang on a handler that waits for a message beyond the budget", async () => {
  const { queue } = setUp({ messagesPerTurnMax: 3 });
  const echo = spawn<never, number, number>(queue, { handleMessage() {}, handleCall: (request) => request });
  const replies: number[] = [];
  const asker = spawn<string>(queue, {
    async handleMessage(_message, self) {
      for (let i = 0; i < 20; i++) replies.push(await self.call(echo, i));
    },
  });
  asker.send("ask");
  await queue.settled();
  expect(replies).toHaveLength(20);
});

test("settled gives up on actors that keep each other busy", async () => {
  const { queue } = setUp({ messagesPerTurnMax: 10 });
  spawn<string>(queue, { handleMessage: (message, self) => void self.ref.send(message) }).send("again");
  const error = await queue.settled().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ActorError);
  expect((error as ActorError).code).toBe("never-settles");
});

test("a pending handler counts as settled once its actor is dead", async () => {
  const { queue } = setUp();
  const ref = spawn<string>(queue, { handleMessage: () => new Promise(() => {}) });
  ref.send("wait for ever");
  queue.drain();
  const settled = queue.settled();
  ref.exit({ type: "normal" });
  await settled;
  expect(ref.isAlive).toBe(false);
});

test("a throw in onFault stops neither the drain nor the other actors, and surfaces in a turn of its own", () => {
  const clock = new FakeClock();
  const queue = new RunQueue({
    clock,
    onFault: () => {
      throw new Error("the log is down");
    },
  });
  const handled: unknown[] = [];
  const failing = spawn<string>(queue, {
    handleMessage() {
      throw new Error("bug");
    },
  });
  const other = spawnRecorder(queue, handled);
  failing.send("go");
  other.send("a");
  queue.drain();
  expect(handled).toEqual(["a"]);
  expect(failing.isAlive).toBe(false);
  expect(() => clock.runDeferred()).toThrow("the log is down");
});

test.each(["messagesPerTurnMax", "turnMsMax", "messagesPerActorMax"])("a %s of 0 is refused at once", (option) => {
  expect(() => setUp({ [option]: 0 })).toThrow(option);
});
