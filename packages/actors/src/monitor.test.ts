import { expect, test } from "vitest";
import type { ActorContext } from "./behaviour.ts";
import type { ExitReason } from "./exit.ts";
import { FakeClock } from "./fake-clock.ts";
import { type ActorFault, RunQueue } from "./run-queue.ts";
import { spawn } from "./spawn.ts";

const CLOSED: ExitReason = { type: "shutdown", detail: "closed" };

function setUp() {
  const faults: ActorFault[] = [];
  const queue = new RunQueue({ clock: new FakeClock(), onFault: (fault) => faults.push(fault) });
  const target = spawn<string>(queue, { handleMessage() {} });
  return { faults, queue, target };
}

/** An actor that runs what it is sent, and notes text. */
function spawnWatcher(queue: RunQueue, mailboxMessagesMax = 10) {
  type Message = string | ((self: ActorContext<Message>) => void);
  const heard: string[] = [];
  const watcher = spawn<Message>(
    queue,
    {
      handleMessage(message, self) {
        if (typeof message === "function") message(self);
        else heard.push(message);
      },
    },
    { mailboxMessagesMax },
  );
  const does = (task: (self: ActorContext<Message>) => void) => {
    watcher.send(task);
    queue.drain();
  };
  return { watcher, heard, does };
}

test("each listener hears of the death once, in the order in which they came, also one that listens twice", () => {
  const { target } = setUp();
  const heard: string[] = [];
  const twice = (reason: ExitReason) => heard.push(`twice ${reason.type}`);
  target.monitor((reason) => heard.push(`first ${reason.type}`));
  target.monitor(twice);
  target.monitor(twice);
  target.exit(CLOSED);
  target.exit(CLOSED);
  expect(heard).toEqual(["first shutdown", "twice shutdown", "twice shutdown"]);
});

test("a listener on a dead actor is told at once, with the reason it died of", () => {
  const { target } = setUp();
  target.exit(CLOSED);
  const heard: ExitReason[] = [];
  const cancel = target.monitor((reason) => heard.push(reason));
  expect(heard).toEqual([CLOSED]);
  cancel();
});

test("a cancelled listener hears nothing, and cancelling again harms nobody", () => {
  const { target } = setUp();
  const heard: string[] = [];
  const listener = () => heard.push("kept");
  const cancel = target.monitor(listener);
  target.monitor(listener);
  cancel();
  cancel();
  target.exit(CLOSED);
  expect(heard).toEqual(["kept"]);
});

test("listeners may cancel each other and add others while they are told", () => {
  const { target } = setUp();
  const heard: string[] = [];
  let cancelSecond = () => {};
  target.monitor(() => {
    heard.push("first");
    cancelSecond();
    target.monitor(() => heard.push("added"));
  });
  cancelSecond = target.monitor(() => heard.push("second"));
  target.monitor(() => heard.push("third"));
  target.exit(CLOSED);
  expect(heard.sort()).toEqual(["added", "first", "third"]);
});

test("a listener that throws is reported, and the others are told all the same", () => {
  const { faults, target } = setUp();
  const bug = new Error("bug");
  const heard: string[] = [];
  target.monitor(() => {
    throw bug;
  });
  target.monitor(() => heard.push("second"));
  target.exit(CLOSED);
  expect(heard).toEqual(["second"]);
  expect(faults).toEqual([{ actor: target, during: "monitor", error: bug, message: undefined }]);
});

test("an actor that watches another gets its death as a message, once", () => {
  const { queue, target } = setUp();
  const { heard, does } = spawnWatcher(queue);
  does((self) => self.monitor(target, (reason) => `down: ${reason.type}`));
  target.exit(CLOSED);
  expect(heard).toEqual([]);
  queue.drain();
  expect(heard).toEqual(["down: shutdown"]);
});

test("watching a dead actor puts the message in the mailbox at once", () => {
  const { queue, target } = setUp();
  const { heard, does } = spawnWatcher(queue);
  target.exit(CLOSED);
  does((self) => self.monitor(target, (reason) => `down: ${reason.type}`));
  expect(heard).toEqual(["down: shutdown"]);
});

test("the message about a death comes after those that the dead actor had sent", () => {
  const { queue } = setUp();
  const { watcher, heard, does } = spawnWatcher(queue);
  const target = spawn<string>(queue, {
    handleMessage(_message, self) {
      watcher.send("sent by the target");
      self.stop();
    },
  });
  does((self) => self.monitor(target, () => "down"));
  target.send("go");
  queue.drain();
  expect(heard).toEqual(["sent by the target", "down"]);
});

test("a full mailbox does not keep a death back", () => {
  const { queue, target } = setUp();
  const { watcher, heard, does } = spawnWatcher(queue, 1);
  does((self) => self.monitor(target, () => "down"));
  watcher.send("fills it");
  target.exit(CLOSED);
  queue.drain();
  expect(heard).toEqual(["fills it", "down"]);
});

test("a watch that was ended brings no message", () => {
  const { queue, target } = setUp();
  const { heard, does } = spawnWatcher(queue);
  let unwatch = () => {};
  does((self) => {
    unwatch = self.monitor(target, () => "down");
  });
  unwatch();
  unwatch();
  target.exit(CLOSED);
  queue.drain();
  expect(heard).toEqual([]);
});

test("a dead watcher is not asked for its message, and leaves no listener behind", () => {
  const { faults, queue, target } = setUp();
  const { watcher, does } = spawnWatcher(queue);
  does((self) => self.monitor(target, () => expect.unreachable("the watcher is dead")));
  watcher.exit(CLOSED);
  target.exit(CLOSED);
  expect(faults).toEqual([]);
});

test("a toMessage that throws ends the watcher, not the actor it watched", () => {
  const { faults, queue, target } = setUp();
  const { watcher, does } = spawnWatcher(queue);
  const bug = new Error("bug");
  does((self) =>
    self.monitor(target, () => {
      throw bug;
    }),
  );
  target.exit(CLOSED);
  expect(watcher.isAlive).toBe(false);
  expect(faults).toEqual([{ actor: watcher, during: "exit", error: bug, message: undefined }]);
});

test("two actors that watch each other and die together tell each other once", () => {
  const { queue } = setUp();
  const a = spawnWatcher(queue);
  const b = spawnWatcher(queue);
  a.does((self) => self.monitor(b.watcher, () => "b is down"));
  b.does((self) => self.monitor(a.watcher, () => "a is down"));
  a.watcher.exit(CLOSED);
  queue.drain();
  b.watcher.exit(CLOSED);
  queue.drain();
  expect([a.heard, b.heard]).toEqual([[], ["a is down"]]);
});
