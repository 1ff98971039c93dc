import { expect, test } from "vitest";
import type { ActorBehaviour, ActorContext } from "./behaviour.ts";
import type { ActorError } from "./errors.ts";
import { FakeClock } from "./fake-clock.ts";
import { type ActorFault, RunQueue } from "./run-queue.ts";
import { spawn } from "./spawn.ts";

type Message = string | ((self: ActorContext<Message>) => void | Promise<void>);

/** An actor that runs what it is sent, and notes text. */
function setUp(behaviour: Partial<ActorBehaviour<Message>> = {}, mailboxMessagesMax = 10) {
  const clock = new FakeClock();
  const faults: ActorFault[] = [];
  const queue = new RunQueue({ clock, onFault: (fault) => faults.push(fault) });
  const heard: string[] = [];
  const handleMessage = (message: Message, self: ActorContext<Message>) =>
    typeof message === "function" ? message(self) : void heard.push(message);
  const ref = spawn<Message>(queue, { handleMessage, ...behaviour }, { mailboxMessagesMax });
  const does = (task: (self: ActorContext<Message>) => void | Promise<void>) => {
    ref.send(task);
    queue.drain();
  };
  return { clock, faults, queue, ref, heard, does };
}

/** Runs what a handler does after an await, with its actor dead by then. */
async function afterDeath(effect: (self: ActorContext<Message>, heard: string[]) => unknown) {
  const world = setUp();
  let open = () => {};
  let result: unknown;
  world.does(async (self) => {
    await new Promise<void>((resolve) => {
      open = resolve;
    });
    result = await effect(self, world.heard);
  });
  world.ref.exit({ type: "shutdown", detail: "closed" });
  open();
  await new Promise(setImmediate);
  return { ...world, result };
}

test("a timer's message arrives after its delay, once", () => {
  const { clock, queue, heard, does } = setUp();
  does((self) => void self.setTimer(100, "time"));
  clock.advance(99);
  queue.drain();
  expect(heard).toEqual([]);
  clock.advance(1);
  queue.drain();
  clock.advance(1_000);
  queue.drain();
  expect(heard).toEqual(["time"]);
});

test("a cancelled timer brings nothing, and cancelling again harms nobody", () => {
  const { clock, queue, heard, does } = setUp();
  let cancel = () => {};
  does((self) => {
    cancel = self.setTimer(100, "cancelled");
    self.setTimer(100, "kept");
  });
  cancel();
  cancel();
  clock.advance(100);
  queue.drain();
  cancel();
  expect(heard).toEqual(["kept"]);
});

test("a full mailbox does not keep a timer's message back", () => {
  const { clock, queue, ref, heard, does } = setUp({}, 1);
  does((self) => void self.setTimer(100, "time"));
  ref.send("fills it");
  clock.advance(100);
  queue.drain();
  expect(heard).toEqual(["fills it", "time"]);
});

test("timers end with their actor", () => {
  const { clock, ref, does } = setUp();
  does((self) => {
    for (const ms of [0, 100, 60 * 86_400_000]) self.setTimer(ms, "never");
  });
  expect(clock.timerCount).toBe(3);
  ref.exit({ type: "normal" });
  expect(clock.timerCount).toBe(0);
});

test.each([Number.NaN, -1])("a timer of %s ms is a mistake that crashes its actor", (ms) => {
  const { faults, does } = setUp();
  does((self) => void self.setTimer(ms, "never"));
  expect(faults).toMatchObject([{ error: { code: "invalid-option" } }]);
});

test("the signal is one signal, aborted at death after terminate and before the monitors", () => {
  const events: string[] = [];
  const { ref, does } = setUp({ terminate: (_reason, self) => void events.push(`terminate ${self.signal.aborted}`) });
  does((self) => {
    expect(self.signal).toBe(self.signal);
    self.signal.addEventListener("abort", () => void events.push("abort"));
  });
  ref.monitor(() => void events.push("monitor"));
  ref.exit({ type: "normal" });
  expect(events).toEqual(["terminate false", "abort", "monitor"]);
});

test("what listens to the signal is called off when a handler runs too long", async () => {
  const { clock, does } = setUp();
  const events: string[] = [];
  does(
    (self) =>
      new Promise((_resolve, reject) => {
        self.signal.addEventListener("abort", () => {
          events.push("aborted");
          reject(new Error("aborted"));
        });
      }),
  );
  clock.advance(30_000);
  await new Promise(setImmediate);
  expect(events).toEqual(["aborted"]);
});

test("a signal first asked for after death is aborted already", async () => {
  const { result } = await afterDeath((self) => self.signal.aborted);
  expect(result).toBe(true);
});

test.each<[string, (self: ActorContext<Message>) => unknown, unknown]>([
  ["isAlive is false", (self) => self.isAlive, false],
  ["a message to itself is refused", (self) => self.ref.send("never"), "dead"],
  ["stop does nothing", (self) => self.stop({ type: "mailbox-full" }), undefined],
  ["a timer is not started", (self) => void self.setTimer(0, "never"), undefined],
])("after death %s", async (_name, effect, expected) => {
  const { clock, faults, queue, heard, result } = await afterDeath(effect);
  expect(clock.timerCount).toBe(0);
  clock.advance(1_000);
  queue.drain();
  expect(result).toBe(expected);
  expect(heard).toEqual([]);
  expect(faults).toEqual([]);
});

test("after death a message to another actor is not sent, and a call is not made", async () => {
  const received: unknown[] = [];
  const { result } = await afterDeath(async (self) => {
    const other = {
      send: (message: string) => {
        received.push(message);
        return "accepted" as const;
      },
      call: (request: string) => {
        received.push(request);
        return Promise.resolve("reply");
      },
    };
    const error = await self.call(other, "request").catch((reason: unknown) => reason);
    return [self.send(other, "message"), error];
  });
  const [sent, error] = result as [string, ActorError];
  expect(received).toEqual([]);
  expect(sent).toBe("dead");
  expect(error.code).toBe("actor-exited");
  expect(error.reason).toEqual({ type: "shutdown", detail: "closed" });
});

test("after death no other actor can be watched", async () => {
  let watches = 0;
  const other = {
    monitor() {
      watches += 1;
      return () => {};
    },
  };
  const { result } = await afterDeath((self) => {
    self.monitor(other, () => "never")();
    return "unwatched";
  });
  expect(result).toBe("unwatched");
  expect(watches).toBe(0);
});

test.each(["resolves", "rejects"])("a promise that %s after its actor's death has no effect", async (how) => {
  const { clock, faults, queue, ref, heard, does } = setUp({ settled: () => void heard.push("settled") });
  const reasons: string[] = [];
  let settle = () => {};
  ref.monitor((reason) => reasons.push(reason.type));
  does(
    () =>
      new Promise((resolve, reject) => {
        settle = how === "resolves" ? resolve : () => reject(new Error("too late"));
      }),
  );
  ref.send("never handled");
  ref.exit({ type: "shutdown", detail: "closed" });
  settle();
  // An unhandled rejection would fail the run here.
  await new Promise(setImmediate);
  await queue.settled();
  expect(reasons).toEqual(["shutdown"]);
  expect(faults).toEqual([]);
  expect(heard).toEqual([]);
  expect(clock.timerCount).toBe(0);
});

test("a promise that settled before its actor died is too late as well when its turn had not come", async () => {
  const { queue, ref, heard, does } = setUp({ settled: () => void heard.push("settled") });
  does(() => Promise.resolve());
  queueMicrotask(() => ref.exit({ type: "normal" }));
  await queue.settled();
  expect(heard).toEqual([]);
});
