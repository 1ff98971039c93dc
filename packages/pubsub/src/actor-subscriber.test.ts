import { type ActorFault, FakeClock, RunQueue, spawn } from "@firecrest/actors";
import { expect, test } from "vitest";
import { actorSubscriber } from "./actor-subscriber.ts";
import { createPubSub } from "./pubsub.ts";

function setUp(mailboxMessagesMax = 10) {
  const faults: ActorFault[] = [];
  const queue = new RunQueue({ clock: new FakeClock(), onFault: (fault) => faults.push(fault) });
  const heard: string[] = [];
  const ref = spawn<string>(queue, { handleMessage: (text) => void heard.push(text) }, { mailboxMessagesMax });
  return { faults, heard, pubsub: createPubSub(), queue, ref };
}

test("an actor gets what is broadcast in its own message type, when its turn comes", () => {
  const { heard, pubsub, queue, ref } = setUp();
  pubsub.subscribe(
    "battle:1",
    actorSubscriber(ref, (message, topic) => `${topic} says ${String(message)}`),
  );
  pubsub.broadcast("battle:1", "a");
  expect(heard).toEqual([]);
  queue.drain();
  expect(heard).toEqual(["battle:1 says a"]);
});

test("an actor whose mailbox is full ends with mailbox-full; the broadcaster and the others feel nothing", () => {
  const { faults, heard, pubsub, queue, ref } = setUp(2);
  const slow = spawn<string>(queue, { handleMessage: () => new Promise(() => {}) }, { mailboxMessagesMax: 1 });
  const reasons: unknown[] = [];
  slow.monitor((reason) => reasons.push(reason));
  pubsub.subscribe("t", actorSubscriber(slow, String));
  pubsub.subscribe("t", actorSubscriber(ref, String));
  for (const message of ["a", "b"]) pubsub.broadcast("t", message);
  expect(reasons).toEqual([{ type: "mailbox-full" }]);
  expect(faults).toMatchObject([{ actor: slow, error: { code: "mailbox-full" } }]);
  queue.drain();
  expect(heard).toEqual(["a", "b"]);
});

test("an actor whose wrap throws ends as crashed; the broadcaster and the others feel nothing", () => {
  const { faults, heard, pubsub, queue, ref } = setUp();
  const bug = new Error("bug");
  const picky = spawn<string>(queue, { handleMessage() {} });
  const wrap = () => {
    throw bug;
  };
  pubsub.subscribe("t", actorSubscriber(picky, wrap));
  pubsub.subscribe("t", actorSubscriber(ref, String));
  pubsub.broadcast("t", "a");
  queue.drain();
  expect(picky.isAlive).toBe(false);
  expect(faults).toEqual([{ actor: picky, during: "exit", error: bug, message: undefined }]);
  expect(heard).toEqual(["a"]);
});

test("a subscription tied to an actor's death ends with it, in the middle of a broadcast too", () => {
  const { pubsub, queue } = setUp();
  const heard: string[] = [];
  const actors = Array.from({ length: 5 }, (_, i) => {
    const ref = spawn<string>(
      queue,
      { handleMessage: (text) => void heard.push(`${i} ${text}`) },
      { mailboxMessagesMax: i % 2 ? 10 : 1 },
    );
    ref.monitor(pubsub.subscribe("t", actorSubscriber(ref, String)));
    return ref;
  });
  for (const message of ["a", "b"]) pubsub.broadcast("t", message);
  expect(actors.map(({ isAlive }) => isAlive)).toEqual([false, true, false, true, false]);
  expect(pubsub.subscriberCount("t")).toBe(2);
  queue.drain();
  expect(heard.sort()).toEqual(["1 a", "1 b", "3 a", "3 b"]);
});

test("an actor that broadcasts to its own full mailbox completes its handler, then ends", () => {
  const { faults, pubsub, queue } = setUp();
  const events: string[] = [];
  const loud = spawn<string>(
    queue,
    {
      handleMessage() {
        for (let i = 0; i < 5; i++) pubsub.broadcast("t", "echo");
        events.push("through");
      },
      terminate: (reason) => void events.push(reason.type),
    },
    { mailboxMessagesMax: 2 },
  );
  pubsub.subscribe("t", actorSubscriber(loud, String));
  loud.send("go");
  queue.drain();
  expect(events).toEqual(["through", "mailbox-full"]);
  expect(faults).toHaveLength(1);
});

test("a dead actor gets nothing and is not ended again", () => {
  const { faults, pubsub, ref } = setUp();
  pubsub.subscribe("t", actorSubscriber(ref, String));
  ref.exit({ type: "normal" });
  pubsub.broadcast("t", "a");
  expect(faults).toEqual([]);
});
