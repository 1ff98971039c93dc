import type { AnyActorRef } from "./actor-ref.ts";
import type { Clock } from "./clock.ts";
import { ActorError, atLeast } from "./errors.ts";
import { TurnBudget } from "./turn-budget.ts";

/** Something that went wrong inside an actor: told to whoever runs the queue, felt by that actor only. */
export interface ActorFault {
  readonly actor: AnyActorRef;
  /** Which of the actor's functions failed; `exit` when it was ended from outside with an abnormal reason. */
  readonly during: "handleMessage" | "handleCall" | "settled" | "terminate" | "monitor" | "exit";
  readonly error: unknown;
  /** The message or request that was being handled; undefined where there was none. */
  readonly message: unknown;
}

/** What a run queue needs and the limits it keeps. */
export interface RunQueueOptions {
  readonly clock: Clock;
  /** Hears of every fault once. Something has to: a log, a counter, a test's array. */
  readonly onFault: (fault: ActorFault) => void;
  /** Messages handled before sockets and timers are let in. Default 1 000. */
  readonly messagesPerTurnMax?: number;
  /** Milliseconds after which a turn ends early; looked at every 16 messages, so slow handlers make it longer. Default 50. */
  readonly turnMsMax?: number;
  /** Messages one actor handles before the next one has its turn. Default 64. */
  readonly messagesPerActorMax?: number;
}

/** What stands in the queue: an actor with something to do. */
export interface Runnable {
  /** The queue's own link; nobody else touches it. */
  nextReady: Runnable | undefined;
  /** Handles up to `messagesMax` messages, puts itself back into the queue when there are more, returns how many it handled. */
  run(messagesMax: number): number;
}

const MESSAGES_PER_TURN_MAX = 1_000;
const TURN_MS_MAX = 50;
const MESSAGES_PER_ACTOR_MAX = 64;

/** `settled` gives up after so many full turns: a million messages by default. */
const SETTLED_TURNS_MAX = 1_000;

/**
 * Decides which actor runs when. Actors with mail stand in line and get a share each, round robin. A turn handles at most
 * `messagesPerTurnMax` messages for at most about `turnMsMax`; the rest goes on in a later turn of the event loop, so that no flood
 * keeps sockets and timers out.
 */
export class RunQueue {
  readonly clock: Clock;
  readonly #onFault: (fault: ActorFault) => void;
  readonly #messagesPerActorMax: number;
  /** Microtasks share one: a chain of them is a single turn to the event loop, however long. */
  readonly #budget: TurnBudget;
  #first: Runnable | undefined = undefined;
  #last: Runnable | undefined = undefined;
  #isDraining = false;
  /** Inside `turn`, which drains at its end. */
  #isTurnOpen = false;
  #isMicrotaskArranged = false;
  #isDeferArranged = false;
  #idLast = 0;
  #handlersPending = 0;
  #onProgress: (() => void)[] = [];

  /** Throws ActorError `invalid-option` for a limit below 1. */
  constructor(options: RunQueueOptions) {
    this.clock = options.clock;
    this.#onFault = options.onFault;
    this.#messagesPerActorMax = atLeast(
      1,
      "messagesPerActorMax",
      options.messagesPerActorMax ?? MESSAGES_PER_ACTOR_MAX,
    );
    this.#budget = new TurnBudget(options.clock, {
      messagesMax: atLeast(1, "messagesPerTurnMax", options.messagesPerTurnMax ?? MESSAGES_PER_TURN_MAX),
      msMax: atLeast(1, "turnMsMax", options.turnMsMax ?? TURN_MS_MAX),
    });
  }

  /**
   * Handles what is ready, within the budget of one turn, before it returns; the transport calls it after each frame. From inside a
   * handler it does nothing: the drain that is under way gets to those messages.
   */
  drain(): void {
    if (this.#isDraining) return;
    this.#budget.renew();
    this.#run();
  }

  /**
   * Runs `task(argument)`, then drains, also when it throws: what a transport does with each frame. Unlike a bare drain() it spares
   * the microtask that a send arranges when nobody is known to drain, about 0.2 µs.
   */
  turn<Argument>(task: (argument: Argument) => void, argument: Argument): void {
    this.#isTurnOpen = true;
    try {
      task(argument);
    } finally {
      this.#isTurnOpen = false;
      this.drain();
    }
  }

  /**
   * Resolves when every mailbox is empty and no handler is pending; for tests. Handles ready messages itself, so that a fake clock
   * need not be advanced for deferred turns. Rejects with `never-settles` when actors keep each other busy.
   */
  async settled(): Promise<void> {
    let fullTurns = 0;
    while (fullTurns < SETTLED_TURNS_MAX) {
      await this.#progress();
      if (this.#isIdle) return;
      this.drain();
      if (this.#first !== undefined) fullTurns += 1;
    }
    throw new ActorError(
      "never-settles",
      `Messages are still waiting after ${SETTLED_TURNS_MAX} full turns: some actors answer each other, or themselves, for ever. ` +
        "Wait for one particular effect instead of settled().",
    );
  }

  /** For actors: stands in line, and makes sure that somebody will drain. */
  schedule(actor: Runnable): void {
    if (this.#last === undefined) this.#first = actor;
    else this.#last.nextReady = actor;
    this.#last = actor;
    if (!this.#isDraining && !this.#isTurnOpen) this.#arrangeDrain();
  }

  /** For actors: the next number. */
  takeId(): number {
    this.#idLast += 1;
    return this.#idLast;
  }

  /** For actors: a handler returned a promise, or other work began whose end `settled` is to wait for. */
  handlerBegan(): void {
    this.#handlersPending += 1;
  }

  /** For actors: it is over, or its actor died. */
  handlerEnded(): void {
    this.#handlersPending -= 1;
    this.#tellProgress();
  }

  /** For actors: tells onFault, whose own throw must not stop the drain but must not vanish either. */
  report(fault: ActorFault): void {
    try {
      this.#onFault(fault);
    } catch (error) {
      this.clock.defer(() => {
        throw error;
      });
    }
  }

  get #isIdle(): boolean {
    return this.#first === undefined && this.#handlersPending === 0 && !this.#isDraining;
  }

  /** One microtask; when only pending handlers are left to wait for, the end of one of them, or a drain that would be deferred. */
  async #progress(): Promise<void> {
    if (this.#first !== undefined || this.#handlersPending === 0) return;
    await new Promise<void>((resume) => {
      this.#onProgress.push(resume);
    });
  }

  #tellProgress(): void {
    if (this.#onProgress.length === 0) return;
    const waiting = this.#onProgress;
    this.#onProgress = [];
    for (const resume of waiting) resume();
  }

  #arrangeDrain(): void {
    if (this.#isDeferArranged) return this.#tellProgress();
    if (this.#isMicrotaskArranged) return;
    this.#isMicrotaskArranged = true;
    queueMicrotask(this.#drainInMicrotask);
  }

  #deferDrain(): void {
    // settled() does not wait for the clock: it drains by itself.
    this.#tellProgress();
    if (this.#isDeferArranged) return;
    this.#isDeferArranged = true;
    this.clock.defer(this.#drainDeferred);
  }

  readonly #drainInMicrotask = (): void => {
    this.#isMicrotaskArranged = false;
    if (!this.#isDraining) this.#run();
  };

  readonly #drainDeferred = (): void => {
    this.#isDeferArranged = false;
    this.drain();
  };

  #run(): void {
    const budget = this.#budget;
    this.#isDraining = true;
    try {
      while (budget.messagesLeft > 0) {
        const actor = this.#takeFirst();
        if (actor === undefined) return;
        budget.spend(actor.run(Math.min(budget.messagesLeft, this.#messagesPerActorMax)));
      }
    } finally {
      this.#isDraining = false;
      if (this.#first !== undefined) this.#deferDrain();
    }
  }

  #takeFirst(): Runnable | undefined {
    const actor = this.#first;
    if (actor === undefined) return undefined;
    this.#first = actor.nextReady;
    if (this.#first === undefined) this.#last = undefined;
    actor.nextReady = undefined;
    return actor;
  }
}
