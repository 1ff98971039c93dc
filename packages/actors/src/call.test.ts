import { expect, test } from "vitest";
import type { ActorRef } from "./actor-ref.ts";
import type { ActorBehaviour } from "./behaviour.ts";
import { ActorError, type ActorErrorCode } from "./errors.ts";
import { FakeClock } from "./fake-clock.ts";
import { type ActorFault, RunQueue } from "./run-queue.ts";
import { spawn, type SpawnOptions } from "./spawn.ts";

function setUp() {
  const clock = new FakeClock();
  const faults: ActorFault[] = [];
  const queue = new RunQueue({ clock, onFault: (fault) => faults.push(fault) });
  const start = (behaviour: Partial<ActorBehaviour<string, string, string>>, options?: SpawnOptions) =>
    spawn<string, string, string>(queue, { handleMessage() {}, ...behaviour }, options);
  return { clock, faults, queue, start };
}

const upperCase = { handleCall: (request: string) => request.toUpperCase() };
const never = { handleCall: () => new Promise<string>(() => {}) };

async function errorOf(promise: Promise<unknown>): Promise<ActorError> {
  const error = await promise.then(
    (value) => expect.unreachable(`resolved with ${String(value)}`),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ActorError);
  return error as ActorError;
}

async function expectCode(promise: Promise<unknown>, code: ActorErrorCode): Promise<void> {
  expect((await errorOf(promise)).code).toBe(code);
}

test("a call resolves with the reply, and leaves no timer behind", async () => {
  const { clock, start } = setUp();
  const ref = start(upperCase);
  expect(await ref.call("a")).toBe("A");
  expect(clock.timerCount).toBe(0);
});

test("an async reply is awaited, and holds the mailbox", async () => {
  const { start } = setUp();
  const order: string[] = [];
  const ref = start({
    async handleCall(request) {
      order.push(`begin ${request}`);
      await Promise.resolve();
      order.push(`end ${request}`);
      return request;
    },
  });
  await Promise.all([ref.call("a"), ref.call("b")]);
  expect(order).toEqual(["begin a", "end a", "begin b", "end b"]);
});

test("calls and messages of one sender are handled in the order in which they were sent", async () => {
  const { queue, start } = setUp();
  const order: string[] = [];
  const note = (text: string) => {
    order.push(text);
    return text;
  };
  const ref = start({ handleMessage: (message) => void note(message), handleCall: note });
  ref.send("first");
  const reply = ref.call("second");
  ref.send("third");
  queue.drain();
  await reply;
  expect(order).toEqual(["first", "second", "third"]);
});

test.each([
  [undefined, 5_000],
  [{ timeoutMs: 250 }, 250],
])("with options %o a call waits %s ms", async (options, timeoutMs) => {
  const { clock, queue, start } = setUp();
  const ref = start(never);
  const call = ref.call("a", options);
  queue.drain();
  let isOver = false;
  call.catch(() => {
    isOver = true;
  });
  clock.advance(timeoutMs - 1);
  await Promise.resolve();
  expect(isOver).toBe(false);
  clock.advance(1);
  await expectCode(call, "call-timeout");
  expect(ref.isAlive).toBe(true);
});

test.each([Number.NaN, -1])("a timeout of %s is refused", async (timeoutMs) => {
  const { start } = setUp();
  await expectCode(start(upperCase).call("a", { timeoutMs }), "invalid-option");
});

test("a reply that comes after the timeout is dropped, and the actor goes on", async () => {
  const { clock, queue, start } = setUp();
  let reply = (_text: string) => {};
  const ref = start({
    handleCall: (request) =>
      request === "slow"
        ? new Promise((resolve) => {
            reply = resolve;
          })
        : request,
  });
  const slow = ref.call("slow", { timeoutMs: 10 });
  queue.drain();
  clock.advance(10);
  await expectCode(slow, "call-timeout");
  reply("too late");
  expect(await ref.call("quick")).toBe("quick");
});

test("a call that timed out while it stood in line is not handled any more", async () => {
  const { clock, queue, start } = setUp();
  const handled: string[] = [];
  let open = () => {};
  const ref = start({
    handleMessage: () =>
      new Promise((resolve) => {
        open = resolve;
      }),
    handleCall(request) {
      handled.push(request);
      return request;
    },
  });
  ref.send("hold the mailbox");
  queue.drain();
  const call = ref.call("stale", { timeoutMs: 10 });
  clock.advance(10);
  await expectCode(call, "call-timeout");
  open();
  await queue.settled();
  expect(handled).toEqual([]);
});

test("a call to a dead actor rejects at once, with the reason of its death", async () => {
  const { start } = setUp();
  const ref = start(upperCase);
  ref.exit({ type: "shutdown", detail: "closed" });
  const error = await errorOf(ref.call("a"));
  expect(error.code).toBe("actor-exited");
  expect(error.reason).toEqual({ type: "shutdown", detail: "closed" });
});

test("calls that wait, and the one being answered, reject when the callee dies", async () => {
  const { clock, queue, start } = setUp();
  const ref = start(never);
  const calls = [ref.call("being answered"), ref.call("waiting")];
  queue.drain();
  ref.exit({ type: "shutdown", detail: "closed" });
  for (const call of calls) {
    const error = await errorOf(call);
    expect(error.code).toBe("actor-exited");
    expect(error.reason).toEqual({ type: "shutdown", detail: "closed" });
  }
  expect(clock.timerCount).toBe(0);
});

const bug = new Error("bug");
test.each([
  [
    "throws",
    () => {
      throw bug;
    },
  ],
  ["rejects", () => Promise.reject(bug)],
])("a handleCall that %s ends the callee and rejects the call with the reason", async (_name, handleCall) => {
  const { faults, queue, start } = setUp();
  const ref = start({ handleCall });
  const call = errorOf(ref.call("a"));
  await queue.settled();
  const error = await call;
  expect(error.code).toBe("actor-exited");
  expect(error.reason).toEqual({ type: "crashed", error: bug });
  expect(faults).toEqual([{ actor: ref, during: "handleCall", error: bug, message: "a" }]);
});

test("a handleCall past handlerTimeoutMs ends the callee; its caller hears why", async () => {
  const { clock, faults, queue, start } = setUp();
  const ref = start(never, { handlerTimeoutMs: 100 });
  const call = errorOf(ref.call("a"));
  queue.drain();
  clock.advance(100);
  expect((await call).reason).toEqual({ type: "handler-timeout" });
  expect(faults).toMatchObject([{ during: "handleCall", message: "a", error: { code: "handler-timeout" } }]);
});

test("a call to an actor without handleCall rejects, and the actor lives", async () => {
  const { start } = setUp();
  const ref = start({});
  await expectCode(ref.call("a"), "call-not-handled");
  expect(ref.isAlive).toBe(true);
});

test("a call to a full mailbox rejects", async () => {
  const { queue, start } = setUp();
  const ref = start(upperCase, { mailboxMessagesMax: 1 });
  ref.send("fills it");
  await expectCode(ref.call("a"), "mailbox-full");
  queue.drain();
  expect(await ref.call("b")).toBe("B");
});

test.each(["ref.call", "self.call", "self.call after an await"])(
  "a call to itself by %s rejects at once",
  async (way) => {
    const { clock, queue, start } = setUp();
    const errors: Promise<ActorError>[] = [];
    const ref: ActorRef<string, string, string> = start({
      ...upperCase,
      handleMessage(_message, self) {
        if (way === "ref.call") errors.push(errorOf(ref.call("a")));
        else if (way === "self.call") errors.push(errorOf(self.call(ref, "a")));
        else return Promise.resolve().then(() => void errors.push(errorOf(self.call(ref, "a"))));
        return undefined;
      },
    });
    ref.send("go");
    await queue.settled();
    expect((await errors[0])?.code).toBe("call-to-self");
    expect(clock.timerCount).toBe(0);
  },
);

test("an actor that awaits another's reply holds its own mailbox only", async () => {
  const { queue, start } = setUp();
  const order: string[] = [];
  const callee = start({
    handleMessage: (message) => void order.push(`callee: ${message}`),
    handleCall: (request) => request.toUpperCase(),
  });
  const caller = start({
    async handleMessage(message, self) {
      order.push(`caller: ${message} ${await self.call(callee, message)}`);
    },
  });
  caller.send("a");
  caller.send("b");
  callee.send("c");
  await queue.settled();
  expect(order).toEqual(["callee: c", "caller: a A", "caller: b B"]);
});
