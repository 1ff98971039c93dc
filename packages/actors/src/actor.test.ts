import { expect, test } from "vitest";
import type { ActorBehaviour } from "./behaviour.ts";
import { FakeClock } from "./fake-clock.ts";
import { type ActorFault, RunQueue } from "./run-queue.ts";
import { spawn, type SpawnOptions } from "./spawn.ts";

function setUp() {
  const clock = new FakeClock();
  const faults: ActorFault[] = [];
  const queue = new RunQueue({ clock, onFault: (fault) => faults.push(fault) });
  const start = (behaviour: ActorBehaviour<string, string, string>, options?: SpawnOptions) =>
    spawn(queue, behaviour, options);
  return { clock, faults, queue, start };
}

function makeGate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

const SHUTDOWN = { type: "shutdown", detail: "closed" } as const;

test("actors have a number each, and a name for the log", () => {
  const { start } = setUp();
  const unnamed = start({ handleMessage() {} });
  const named = start({ handleMessage() {} }, { name: "tally" });
  expect(unnamed.name).toBe(`actor-${unnamed.id}`);
  expect(named.name).toBe("tally");
  expect(named.id).not.toBe(unnamed.id);
});

test("a full mailbox refuses, and takes messages again once some have been handled", () => {
  const { queue, start } = setUp();
  const handled: string[] = [];
  const ref = start({ handleMessage: (message) => void handled.push(message) }, { mailboxMessagesMax: 2 });
  expect([ref.send("a"), ref.send("b"), ref.send("c")]).toEqual(["accepted", "accepted", "mailbox-full"]);
  queue.drain();
  expect(ref.send("d")).toBe("accepted");
  queue.drain();
  expect(handled).toEqual(["a", "b", "d"]);
});

test.each(["mailboxMessagesMax", "handlerTimeoutMs"])("a %s of 0 is refused at once", (option) => {
  const { start } = setUp();
  expect(() => start({ handleMessage() {} }, { [option]: 0 })).toThrow(option);
});

test("messages that a handler sends to its own actor come after those that wait already", () => {
  const { queue, start } = setUp();
  const handled: string[] = [];
  const ref = start({
    handleMessage(message, self) {
      handled.push(message);
      if (message === "a") self.ref.send("from a");
    },
  });
  ref.send("a");
  ref.send("b");
  queue.drain();
  expect(handled).toEqual(["a", "b", "from a"]);
});

test("an async handler holds its mailbox until it settles, and nobody else's", async () => {
  const { queue, start } = setUp();
  const events: string[] = [];
  const gate = makeGate();
  const slow = start({
    async handleMessage(message) {
      events.push(`begin ${message}`);
      await gate.opened;
      events.push(`end ${message}`);
    },
  });
  const quick = start({ handleMessage: (message) => void events.push(message) });
  slow.send("a");
  slow.send("b");
  quick.send("quick");
  queue.drain();
  expect(events).toEqual(["begin a", "quick"]);
  gate.open();
  await queue.settled();
  expect(events).toEqual(["begin a", "quick", "end a", "begin b", "end b"]);
});

test("a thenable that settles twice, or at once, counts once", async () => {
  const { queue, start } = setUp();
  const events: string[] = [];
  const twice = {
    // oxlint-disable-next-line unicorn/no-thenable -- a badly behaved one is the point
    then(resolve: () => void) {
      resolve();
      resolve();
    },
  };
  const ref = start({
    handleMessage(message) {
      events.push(message);
      return message === "a" ? (twice as Promise<void>) : undefined;
    },
    settled: () => void events.push("settled"),
  });
  ref.send("a");
  ref.send("b");
  await queue.settled();
  expect(events).toEqual(["a", "settled", "b", "settled"]);
});

test("settled runs after each message and call, sync or async, and after the reply is on its way", async () => {
  const { queue, start } = setUp();
  const events: string[] = [];
  const ref = start({
    handleMessage(message) {
      events.push(message);
      return message === "async" ? Promise.resolve() : undefined;
    },
    handleCall: (request) => request.toUpperCase(),
    settled: () => void events.push("settled"),
  });
  ref.send("sync");
  ref.send("async");
  const reply = ref.call("call").then((text) => events.push(`reply ${text}`));
  await queue.settled();
  await reply;
  expect(events).toEqual(["sync", "settled", "async", "settled", "settled", "reply CALL"]);
});

test("a handler that holds its mailbox past handlerTimeoutMs ends its actor", async () => {
  const { clock, faults, queue, start } = setUp();
  const reasons: unknown[] = [];
  const ref = start({ handleMessage: () => new Promise(() => {}) }, { name: "slow", handlerTimeoutMs: 200 });
  ref.monitor((reason) => reasons.push(reason));
  ref.send("go");
  queue.drain();
  clock.advance(199);
  expect(ref.isAlive).toBe(true);
  clock.advance(1);
  expect(ref.isAlive).toBe(false);
  expect(reasons).toEqual([{ type: "handler-timeout" }]);
  expect(faults).toMatchObject([{ during: "handleMessage", message: "go", error: { code: "handler-timeout" } }]);
  expect(faults[0]?.actor).toBe(ref);
});

test("a handler that settles in time is not timed out later", async () => {
  const { clock, queue, start } = setUp();
  const ref = start({ handleMessage: () => Promise.resolve() }, { handlerTimeoutMs: 200 });
  ref.send("go");
  await queue.settled();
  expect(clock.timerCount).toBe(0);
  clock.advance(1_000);
  expect(ref.isAlive).toBe(true);
});

const bug = new Error("bug");
const failures: [string, ActorFault["during"], ActorBehaviour<string, string, string>][] = [
  ["a throw in handleMessage", "handleMessage", { handleMessage: () => raise(bug) }],
  ["a rejected handleMessage", "handleMessage", { handleMessage: () => Promise.reject(bug) }],
  ["a throw in settled", "settled", { handleMessage() {}, settled: () => raise(bug) }],
  ["a rejected settled", "settled", { handleMessage() {}, settled: () => Promise.reject(bug) as unknown as void }],
  [
    "a throw in settled after an async handler",
    "settled",
    { handleMessage: () => Promise.resolve(), settled: () => raise(bug) },
  ],
];

function raise(error: Error): never {
  throw error;
}

test.each(failures)("%s ends that actor only, and is reported once", async (_name, during, behaviour) => {
  const { faults, queue, start } = setUp();
  const handled: string[] = [];
  const reasons: unknown[] = [];
  const failing = start(behaviour);
  const other = start({ handleMessage: (message) => void handled.push(message) });
  failing.monitor((reason) => reasons.push(reason));
  failing.send("go");
  other.send("a");
  failing.send("never handled");
  await queue.settled();
  expect(failing.isAlive).toBe(false);
  expect(failing.send("b")).toBe("dead");
  expect(reasons).toEqual([{ type: "crashed", error: bug }]);
  expect(faults).toEqual([{ actor: failing, during, error: bug, message: "go" }]);
  expect(handled).toEqual(["a"]);
});

test.each([
  ["throws", () => raise(bug)],
  ["rejects", () => Promise.reject(bug) as unknown as void],
])("a terminate that %s is reported, and the death goes on", async (_name, terminate) => {
  const { faults, start } = setUp();
  const reasons: unknown[] = [];
  const ref = start({ handleMessage() {}, terminate });
  ref.monitor((reason) => reasons.push(reason));
  ref.exit(SHUTDOWN);
  await new Promise(setImmediate);
  expect(reasons).toEqual([SHUTDOWN]);
  expect(faults).toEqual([{ actor: ref, during: "terminate", error: bug, message: undefined }]);
});

test("exit ends an idle actor at once; terminate hears the reason, once", () => {
  const { faults, start } = setUp();
  const events: unknown[] = [];
  const ref = start({ handleMessage() {}, terminate: (reason) => void events.push(reason) });
  ref.exit(SHUTDOWN);
  ref.exit({ type: "normal" });
  expect(events).toEqual([SHUTDOWN]);
  expect(ref.isAlive).toBe(false);
  expect(faults).toEqual([]);
});

test.each([
  [{ type: "mailbox-full" } as const, "mailbox-full"],
  [{ type: "handler-timeout" } as const, "actor-exited"],
])("an actor that others end with %o is reported", (reason, code) => {
  const { faults, start } = setUp();
  start({ handleMessage() {} }).exit(reason);
  expect(faults).toMatchObject([{ during: "exit", message: undefined, error: { code } }]);
});

test("an actor that others end as crashed is reported with that very error", () => {
  const { faults, start } = setUp();
  start({ handleMessage() {} }).exit({ type: "crashed", error: bug });
  expect(faults[0]?.error).toBe(bug);
});

test("an actor that dies while it stands in line handles nothing more", () => {
  const { queue, start } = setUp();
  const handled: string[] = [];
  const behaviour = { handleMessage: (message: string) => void handled.push(message) };
  const [first, doomed, last] = [start(behaviour), start(behaviour), start(behaviour)];
  first.send("first");
  doomed.send("doomed");
  last.send("last");
  doomed.exit(SHUTDOWN);
  queue.drain();
  expect(handled).toEqual(["first", "last"]);
});

test("exit by its own handler takes effect when that handler returns, before settled", () => {
  const { queue, start } = setUp();
  const events: string[] = [];
  const ref = start({
    handleMessage(_message, self) {
      self.ref.exit(SHUTDOWN);
      self.ref.exit({ type: "normal" });
      events.push(`still alive: ${self.isAlive}`);
    },
    settled: () => void events.push("settled"),
    terminate: (reason) => void events.push(reason.type),
  });
  ref.send("go");
  ref.send("never handled");
  queue.drain();
  expect(events).toEqual(["still alive: true", "shutdown"]);
});

test("exit does not wait for an async handler; stop does", async () => {
  const { queue, start } = setUp();
  const events: string[] = [];
  const gate = makeGate();
  const behaviour = (ending: "exit" | "stop"): ActorBehaviour<string, string, string> => ({
    async handleMessage(_message, self) {
      if (ending === "exit") self.ref.exit(SHUTDOWN);
      else self.stop(SHUTDOWN);
      await gate.opened;
      events.push(`${ending}: handler through, alive ${self.isAlive}`);
    },
    terminate: (reason) => void events.push(`${ending}: ${reason.type}`),
  });
  start(behaviour("exit")).send("go");
  start(behaviour("stop")).send("go");
  queue.drain();
  expect(events).toEqual(["exit: shutdown"]);
  gate.open();
  await queue.settled();
  expect(events.slice(1)).toEqual([
    "exit: handler through, alive false",
    "stop: handler through, alive true",
    "stop: shutdown",
  ]);
});

test.each(["sync", "async"])("a call whose %s handler stops the actor still gets its reply", async (kind) => {
  const { queue, start } = setUp();
  const ref = start({
    handleMessage() {},
    handleCall(request, self) {
      self.stop();
      return kind === "sync" ? request : Promise.resolve(request);
    },
    settled: () => expect.unreachable("an actor that has been asked to stop does not settle"),
  });
  const reply = ref.call("last words");
  await queue.settled();
  expect(await reply).toBe("last words");
  expect(ref.isAlive).toBe(false);
});

test("the first stop decides the reason, an exit overrules it, and a crash both", async () => {
  const { queue, start } = setUp();
  const reasons: string[] = [];
  const run = async (handleMessage: ActorBehaviour<string, string, string>["handleMessage"]) => {
    const ref = start({ handleMessage });
    ref.monitor((reason) => reasons.push(reason.type));
    ref.send("go");
    await queue.settled();
  };
  await run((_message, self) => {
    self.stop(SHUTDOWN);
    self.stop();
  });
  await run((_message, self) => {
    self.stop();
    self.ref.exit(SHUTDOWN);
  });
  await run((_message, self) => {
    self.stop();
    self.ref.exit(SHUTDOWN);
    raise(bug);
  });
  expect(reasons).toEqual(["shutdown", "shutdown", "crashed"]);
});

test("stop outside of any handler ends the actor at once; in settled, when settled is through", () => {
  const { queue, start } = setUp();
  const events: string[] = [];
  let stop = () => {};
  const stray = start({
    handleMessage(_message, self) {
      stop = () => self.stop();
    },
  });
  stray.send("go");
  queue.drain();
  stop();
  expect(stray.isAlive).toBe(false);

  const ref = start({
    handleMessage() {},
    settled(self) {
      self.stop();
      events.push("settled through");
    },
    terminate: () => void events.push("terminate"),
  });
  ref.send("go");
  queue.drain();
  expect(events).toEqual(["settled through", "terminate"]);
});

test("while terminate runs the actor is alive to send, and its own mailbox is closed", () => {
  const { queue, start } = setUp();
  const handled: string[] = [];
  const other = start({ handleMessage: (message) => void handled.push(message) });
  const results: unknown[] = [];
  const ref = start({
    handleMessage() {},
    terminate(_reason, self) {
      results.push(self.isAlive, self.send(other, "goodbye"), self.ref.send("to myself"));
    },
  });
  ref.exit(SHUTDOWN);
  queue.drain();
  expect(results).toEqual([true, "accepted", "dead"]);
  expect(handled).toEqual(["goodbye"]);
});

test("a stop between the end of an async handler and its turn waits for that turn: the reply still goes out", async () => {
  const { queue, start } = setUp();
  let stop = () => {};
  const ref = start({
    handleMessage() {},
    handleCall(request, self) {
      stop = () => self.stop(SHUTDOWN);
      return Promise.resolve(request);
    },
  });
  const reply = ref.call("last words");
  queue.drain();
  // Between the microtask in which the promise settles and the one in which the queue is drained.
  await Promise.resolve();
  stop();
  expect(ref.isAlive).toBe(true);
  expect(await reply).toBe("last words");
  expect(ref.isAlive).toBe(false);
});
