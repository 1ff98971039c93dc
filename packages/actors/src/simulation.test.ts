import { expect, test } from "vitest";
import type { ActorRef } from "./actor-ref.ts";
import type { ActorContext } from "./behaviour.ts";
import { ActorError } from "./errors.ts";
import { type ExitReason, isQuietExit } from "./exit.ts";
import { FakeClock } from "./fake-clock.ts";
import { RunQueue } from "./run-queue.ts";
import { spawn } from "./spawn.ts";

// A town of actors that send, call, watch, stop, crash, time out and end each other at random, over a fake clock. Every run is
// determined by its seed, which is the name of the test that fails.

interface Letter {
  readonly from: number;
  readonly number: number;
}

type Message = Letter | { readonly wake: true } | { readonly down: number };

/** One actor, and what has been seen of it. */
interface Citizen {
  readonly ref: ActorRef<Message, Letter, number>;
  /** By sender: the numbers of the letters that were accepted, and of those that were handled. */
  readonly accepted: Map<number, number[]>;
  readonly handled: Map<number, number[]>;
  isBusy: boolean;
  completed: number;
  settled: number;
  reasons: ExitReason[];
}

/** Who writes letters besides the citizens, by their index: the test itself, and whoever calls. */
const OUTSIDE = -1;
const CALLER = -2;

const ACTORS = 6;
const STEPS = 400;
const syncBug = new Error("sync bug");
const asyncBug = new Error("async bug");
const CLOSED: ExitReason = { type: "shutdown", detail: "closed" };

/** Mulberry32. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) % below;
  };
}

function append(lists: Map<number, number[]>, key: number, value: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

class Town {
  readonly clock = new FakeClock();
  readonly citizens: Citizen[] = [];
  readonly faults = new Map<unknown, number>();
  readonly queue = new RunQueue({
    clock: this.clock,
    messagesPerTurnMax: 7,
    messagesPerActorMax: 3,
    onFault: ({ actor, error }) => {
      this.faults.set(actor, (this.faults.get(actor) ?? 0) + 1);
      this.check(error instanceof ActorError || error === syncBug || error === asyncBug, String(error));
    },
  });
  /** What was seen inside handlers, where a failed expect() would only be one more crash. */
  readonly violations: string[] = [];
  /** How often each watch was told; the watches of living watchers on dead targets must have been, once. */
  readonly watches: { readonly watcher: Citizen; readonly target: Citizen; told: number; isEnded: boolean }[] = [];
  calls = { made: 0, over: 0 };
  readonly #random: (below: number) => number;
  readonly #gates: (() => void)[] = [];
  #lastNumber = 0;

  constructor(seed: number) {
    this.#random = randomFrom(seed);
    for (let i = 0; i < ACTORS; i++) this.#moveIn();
  }

  async step(): Promise<void> {
    const who = this.#anyone();
    switch (this.#random(10)) {
      case 0:
      case 1:
      case 2:
        return this.#send(OUTSIDE, who);
      case 3:
        return void this.#call(OUTSIDE, (letter) => who.ref.call(letter, { timeoutMs: 1 + this.#random(300) }));
      case 4:
        return this.queue.drain();
      case 5:
        return this.clock.advance(this.#random(100));
      case 6:
        return this.#gates.splice(this.#random(this.#gates.length + 1), 1)[0]?.();
      case 7:
        if (this.#random(4) === 0) who.ref.exit(CLOSED);
        return undefined;
      case 8:
        if (this.#citizensAlive < ACTORS) this.#moveIn();
        return undefined;
      default:
        await Promise.resolve();
        return undefined;
    }
  }

  async end(): Promise<void> {
    // Handlers wait for gates, calls and their own time limit: past all of them, nothing is left to wait for.
    for (let i = 0; i < 20; i++) {
      for (const open of this.#gates.splice(0)) open();
      this.queue.drain();
      await new Promise(setImmediate);
      this.clock.advance(1_000);
    }
    await this.queue.settled();
  }

  check(isKept: boolean, rule: string): void {
    if (!isKept) this.violations.push(rule);
  }

  get #citizensAlive(): number {
    return this.citizens.filter(({ ref }) => ref.isAlive).length;
  }

  #anyone(): Citizen {
    const citizen = this.citizens[this.#random(this.citizens.length)];
    if (citizen === undefined) throw new RangeError("Nobody has moved in yet.");
    return citizen;
  }

  #moveIn(): void {
    const index = this.citizens.length;
    const ref = spawn<Message, Letter, number>(
      this.queue,
      {
        handleMessage: (message, self) => this.#handle(citizen, self, "from" in message ? message : undefined),
        handleCall: (letter, self) => {
          const result = this.#handle(citizen, self, letter);
          return result === undefined ? letter.number : result.then(() => letter.number);
        },
        settled: () => {
          this.check(citizen.ref.isAlive, "the dead do not settle");
          citizen.settled += 1;
        },
        terminate: (reason) => void citizen.reasons.push(reason),
      },
      { name: `citizen-${index}`, mailboxMessagesMax: 5, handlerTimeoutMs: 200 },
    );
    const citizen: Citizen = {
      ref,
      accepted: new Map(),
      handled: new Map(),
      isBusy: false,
      completed: 0,
      settled: 0,
      reasons: [],
    };
    this.citizens.push(citizen);
  }

  /** Notes the letter, does something, and is over at once, later, with an error or never. */
  #handle(citizen: Citizen, self: ActorContext<Message>, letter: Letter | undefined): undefined | Promise<void> {
    this.check(citizen.ref.isAlive, "the dead handle nothing");
    this.check(!citizen.isBusy, "one message at a time");
    if (letter !== undefined) append(citizen.handled, letter.from, letter.number);
    this.#act(citizen, self);
    const ending = this.#random(30);
    if (ending === 0) throw syncBug;
    if (ending > 8) return this.#complete(citizen);
    citizen.isBusy = true;
    return this.#handleSlowly(citizen, self, ending);
  }

  async #handleSlowly(citizen: Citizen, self: ActorContext<Message>, ending: number): Promise<void> {
    try {
      if (ending < 4) await new Promise<void>((open) => this.#gates.push(open));
      else if (ending < 7) await this.#callFrom(self);
      else await Promise.resolve();
      this.#act(citizen, self);
      if (ending === 8) throw asyncBug;
    } finally {
      citizen.isBusy = false;
    }
    if (self.isAlive) this.#complete(citizen);
  }

  #complete(citizen: Citizen): undefined {
    citizen.completed += 1;
  }

  /** Something an actor may do; after its death none of it may be felt. */
  #act(citizen: Citizen, self: ActorContext<Message>): void {
    const other = this.#anyone();
    switch (this.#random(9)) {
      case 0:
      case 1:
        return this.#send(this.citizens.indexOf(citizen), other, self);
      case 2:
        return void self.setTimer(this.#random(150), { wake: true });
      case 3:
        return this.#watch(citizen, self, other);
      case 4:
        return this.#random(8) === 0 ? self.stop() : undefined;
      case 5:
        return this.#random(8) === 0 && self.isAlive ? other.ref.exit({ type: "mailbox-full" }) : undefined;
      case 6:
        return this.queue.drain();
      default:
        return undefined;
    }
  }

  #send(from: number, to: Citizen, self?: ActorContext<Message>): void {
    const letter = { from, number: ++this.#lastNumber };
    const result = self === undefined ? to.ref.send(letter) : self.send(to.ref, letter);
    if (result === "accepted") append(to.accepted, from, letter.number);
    if (self?.isAlive === false) this.check(result === "dead", "the dead send nothing");
  }

  #callFrom(self: ActorContext<Message>): Promise<void> {
    const other = this.#anyone();
    return this.#call(CALLER, (letter) => self.call(other.ref, letter, { timeoutMs: 1 + this.#random(150) }));
  }

  #call(from: number, call: (letter: Letter) => Promise<number>): Promise<void> {
    const letter = { from, number: ++this.#lastNumber };
    this.calls.made += 1;
    const over = call(letter).then(
      (reply) => this.check(reply === letter.number, "a reply belongs to its call"),
      () => undefined,
    );
    return over.finally(() => {
      this.calls.over += 1;
    });
  }

  #watch(watcher: Citizen, self: ActorContext<Message>, target: Citizen): void {
    if (!self.isAlive) return;
    const watch = { watcher, target, told: 0, isEnded: false };
    this.watches.push(watch);
    const unwatch = self.monitor(target.ref, () => {
      this.check(!watch.isEnded, "an ended watch is silent");
      watch.told += 1;
      return { down: this.citizens.indexOf(target) };
    });
    if (this.#random(4) === 0) {
      watch.isEnded = watch.told === 0;
      unwatch();
    }
  }
}

function expectInOrder(citizen: Citizen): void {
  for (const [sender, handled] of citizen.handled) {
    expect(handled, "in the order in which they were sent").toEqual([...handled].sort((a, b) => a - b));
    const accepted = citizen.accepted.get(sender);
    if (accepted !== undefined && sender !== OUTSIDE) expect(accepted.slice(0, handled.length)).toEqual(handled);
  }
  if (!citizen.ref.isAlive) return;
  for (const [sender, accepted] of citizen.accepted) {
    const handled = new Set(citizen.handled.get(sender));
    expect(
      accepted.every((number) => handled.has(number)),
      "a living actor has handled all it accepted",
    ).toBe(true);
  }
}

function expectOneDeath(citizen: Citizen, faults: number): void {
  const { ref, reasons } = citizen;
  expect(reasons).toHaveLength(ref.isAlive ? 0 : 1);
  const isAbnormal = reasons.some((reason) => !isQuietExit(reason));
  expect(faults, "one fault for an abnormal end, none otherwise").toBe(isAbnormal ? 1 : 0);
}

test.each(Array.from({ length: 150 }, (_, seed) => seed))("seed %i", async (seed) => {
  const town = new Town(seed);
  for (let i = 0; i < STEPS; i++) await town.step();
  await town.end();
  expect(town.violations).toEqual([]);

  for (const citizen of town.citizens) {
    expectInOrder(citizen);
    expectOneDeath(citizen, town.faults.get(citizen.ref) ?? 0);
    // The one that ended it, or was ended meanwhile, did not settle any more.
    expect(citizen.completed - citizen.settled).toBeLessThanOrEqual(citizen.ref.isAlive ? 0 : 1);
    expect(citizen.settled).toBeLessThanOrEqual(citizen.completed);
  }
  for (const { watcher, target, told, isEnded } of town.watches) {
    if (isEnded || target.ref.isAlive) expect(told).toBe(0);
    else if (watcher.ref.isAlive) expect(told).toBe(1);
    else expect(told).toBeLessThanOrEqual(1);
  }
  expect(town.calls.over).toBe(town.calls.made);

  for (const { ref } of town.citizens) ref.exit(CLOSED);
  expect(town.clock.timerCount, "the dead leave no timer behind").toBe(0);
});
