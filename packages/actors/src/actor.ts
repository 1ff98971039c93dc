import type { ActorRef, CallOptions, SendResult } from "./actor-ref.ts";
import type { ActorBehaviour } from "./behaviour.ts";
import { Belongings, type MonitorListener } from "./belongings.ts";
import type { Timer } from "./clock.ts";
import { Context, type ContextOwner } from "./context.ts";
import {
  type ActorError,
  actorExited,
  atLeast,
  callNotHandled,
  callTimeout,
  callToSelf,
  endedByOthers,
  handlerTimeout,
  mailboxFull,
} from "./errors.ts";
import { type ExitReason, isQuietExit, NORMAL_EXIT } from "./exit.ts";
import { Mailbox } from "./mailbox.ts";
import { PendingCall } from "./pending-call.ts";
import type { ActorFault, Runnable, RunQueue } from "./run-queue.ts";

const CALL_TIMEOUT_MS = 5_000;

/**
 * idle → ready (stands in the run queue) → running → idle, ready, or waiting (for its handler's promise, then ready again);
 * from each of them → dying (terminate runs) → dead.
 */
type ActorState = "idle" | "ready" | "running" | "waiting" | "dying" | "dead";

/** The end an actor was asked to come to while its handler was busy; of a dead actor, the end it came to. */
interface Ending {
  readonly reason: ExitReason;
  /** Once the handler has returned (`exit`), or once its promise has settled too (`stop`)? */
  readonly isImmediate: boolean;
}

type Outcome = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: unknown };

/** A handler whose promise holds the mailbox. Its identity is the fence: what settles under another one comes too late. */
interface PendingHandler {
  readonly item: unknown;
  readonly timer: Timer;
  outcome: Outcome | undefined;
}

type FaultDetail = Omit<ActorFault, "actor">;

/** What a spawner decides about an actor, with the defaults filled in. */
export interface ActorLimits {
  readonly name: string | undefined;
  readonly mailboxMessagesMax: number;
  readonly handlerTimeoutMs: number;
}

/** Takes the place of a dead actor's behaviour, so that a ref that somebody keeps does not keep its state. */
const NOTHING: ActorBehaviour<unknown> = { handleMessage() {} };

/** One actor: to others it is the ActorRef, to its own Context what stands behind that. */
export class Actor<Message, Request, Reply>
  implements ActorRef<Message, Request, Reply>, ContextOwner<Message>, Runnable
{
  readonly id: number;
  readonly queue: RunQueue;
  nextReady: Runnable | undefined = undefined;
  readonly #name: string | undefined;
  readonly #handlerTimeoutMs: number;
  readonly #mailbox: Mailbox<Message | PendingCall<Request, Reply>>;
  readonly #context: Context<Message>;
  #behaviour: ActorBehaviour<Message, Request, Reply>;
  #state: ActorState = "idle";
  #pending: PendingHandler | undefined = undefined;
  #ending: Ending | undefined = undefined;
  #belongings: Belongings | undefined = undefined;

  constructor(queue: RunQueue, behaviour: ActorBehaviour<Message, Request, Reply>, limits: ActorLimits) {
    this.id = queue.takeId();
    this.queue = queue;
    this.#name = limits.name;
    this.#handlerTimeoutMs = limits.handlerTimeoutMs;
    this.#mailbox = new Mailbox(limits.mailboxMessagesMax);
    this.#context = new Context<Message>(this);
    this.#behaviour = behaviour;
  }

  get name(): string {
    return this.#name ?? `actor-${this.id}`;
  }

  get isAlive(): boolean {
    return this.#state !== "dead";
  }

  /** Does the actor still take messages, timers and watches? From `terminate` on it does not. */
  get isOpen(): boolean {
    return this.#state !== "dying" && this.#state !== "dead";
  }

  /** Why it ends or has ended; undefined while nobody asked it to. */
  get exitReason(): ExitReason | undefined {
    return this.#ending?.reason;
  }

  get belongings(): Belongings {
    this.#belongings ??= new Belongings();
    return this.#belongings;
  }

  get signal(): AbortSignal {
    const { signal } = this.belongings;
    if (!this.isAlive) this.belongings.release();
    return signal;
  }

  send(message: Message): SendResult {
    if (!this.isOpen) return "dead";
    if (this.#mailbox.isFull) return "mailbox-full";
    this.#enqueue(message);
    return "accepted";
  }

  /** A message that must arrive: the actor asked for it itself (a timer, a monitor), so the bound does not apply. */
  deliver(message: Message): void {
    this.#enqueue(message);
  }

  call(request: Request, options?: CallOptions): Promise<Reply> {
    const refusal = this.#refusal();
    if (refusal !== undefined) return Promise.reject(refusal);
    return new Promise((resolve, reject) => {
      const timeoutMs = atLeast(0, "timeoutMs", options?.timeoutMs ?? CALL_TIMEOUT_MS);
      const call = new PendingCall<Request, Reply>(request, resolve, reject);
      call.expireBy(this.queue.clock.setTimer(timeoutMs, () => call.reject(callTimeout(this.name, timeoutMs))));
      this.#enqueue(call);
    });
  }

  exit(reason: ExitReason): void {
    if (this.#state !== "running") this.#end(reason);
    else if (this.#ending?.isImmediate !== true) this.#ending = { reason, isImmediate: true };
  }

  /** Ends the actor when the handler it is in has completed; at once when it is in none. */
  stop(reason: ExitReason): void {
    const isBusy = this.#state === "running" || this.#pending !== undefined;
    if (isBusy) this.#ending ??= { reason, isImmediate: false };
    else this.#end(reason);
  }

  monitor(listener: MonitorListener): () => void {
    const cancel = this.belongings.addMonitor(listener);
    if (!this.isAlive) this.#notifyMonitors();
    return cancel;
  }

  run(messagesMax: number): number {
    // It may have died while it stood in line.
    if (this.#state !== "ready") return 0;
    this.#state = "running";
    let handled = 0;
    if (this.#pending !== undefined) {
      handled += 1;
      this.#finish(this.#pending);
    }
    while (this.#isRunning && handled < messagesMax && !this.#mailbox.isEmpty) {
      handled += 1;
      this.#handle(this.#mailbox.take() as Message | PendingCall<Request, Reply>);
    }
    if (this.#isRunning) this.#rest();
    return handled;
  }

  get #isRunning(): boolean {
    return this.#state === "running";
  }

  #enqueue(item: Message | PendingCall<Request, Reply>): void {
    this.#mailbox.append(item);
    if (this.#state === "idle") this.#standInLine();
  }

  #standInLine(): void {
    this.#state = "ready";
    this.queue.schedule(this);
  }

  #rest(): void {
    if (this.#mailbox.isEmpty) this.#state = "idle";
    else this.#standInLine();
  }

  #handle(item: Message | PendingCall<Request, Reply>): void {
    if (item instanceof PendingCall) this.#handleCall(item);
    else this.#handleMessage(item);
    if (this.#ending !== undefined) this.#endIfDue(this.#ending);
  }

  #handleMessage(message: Message): void {
    try {
      const result = this.#behaviour.handleMessage(message, this.#context);
      // The common handler returns nothing: no promise is made where none was returned.
      if (result !== undefined && isPromiseLike(result)) return this.#waitFor(result, message);
    } catch (error) {
      return this.#crash({ during: "handleMessage", error, message });
    }
    this.#complete(message);
  }

  #handleCall(call: PendingCall<Request, Reply>): void {
    // Its caller has given up: what nobody waits for is not worth doing.
    if (!call.isOpen) return;
    try {
      const result = this.#behaviour.handleCall?.(call.request, this.#context);
      if (isPromiseLike(result)) return this.#waitFor(result, call);
      call.resolve(result as Reply);
    } catch (error) {
      this.#crash({ during: "handleCall", error, message: call.request });
      return call.reject(actorExited(this.name, { type: "crashed", error }));
    }
    this.#complete(call.request);
  }

  #complete(message: unknown): void {
    if (this.#ending !== undefined || this.#behaviour.settled === undefined) return;
    try {
      const result: unknown = this.#behaviour.settled(this.#context);
      if (isPromiseLike(result)) result.then(undefined, (error) => this.#crash({ during: "settled", error, message }));
    } catch (error) {
      this.#crash({ during: "settled", error, message });
    }
  }

  #waitFor(promise: PromiseLike<unknown>, item: unknown): void {
    const { clock } = this.queue;
    const timer = clock.setTimer(this.#handlerTimeoutMs, () => this.#timeOut(pending));
    const pending: PendingHandler = { item, timer, outcome: undefined };
    this.#pending = pending;
    this.#state = "waiting";
    this.queue.handlerBegan();
    // Makes sure of what a thenable only promises: that it settles once, and not before this returns.
    Promise.resolve(promise).then(
      (value) => this.#settle(pending, { ok: true, value }),
      (error: unknown) => this.#settle(pending, { ok: false, error }),
    );
  }

  /** Only notes the outcome: everything else happens in the run queue, in this actor's turn. */
  #settle(pending: PendingHandler, outcome: Outcome): void {
    if (this.#pending !== pending) return;
    pending.timer.cancel();
    pending.outcome = outcome;
    this.#standInLine();
    this.queue.handlerEnded();
  }

  #finish(pending: PendingHandler): void {
    const { item, outcome } = pending;
    if (outcome?.ok === false) return this.#crash({ ...whatWasHandled(item), error: outcome.error });
    this.#pending = undefined;
    if (item instanceof PendingCall) item.resolve(outcome?.value);
    this.#complete(whatWasHandled(item).message);
    if (this.#ending !== undefined) this.#endIfDue(this.#ending);
  }

  #timeOut(pending: PendingHandler): void {
    const error = handlerTimeout(this.name, this.#handlerTimeoutMs);
    this.#end({ type: "handler-timeout" }, { ...whatWasHandled(pending.item), error });
  }

  #endIfDue(ending: Ending): void {
    if (ending.isImmediate || this.#isRunning) this.#end(ending.reason);
  }

  #crash(fault: FaultDetail): void {
    this.#end({ type: "crashed", error: fault.error }, fault);
  }

  /** Death, in this order: the fault is told, terminate runs, the fence closes, what was held is released, monitors are told. */
  #end(reason: ExitReason, fault?: FaultDetail): void {
    if (!this.isOpen) return;
    const wasWaiting = this.#state === "waiting";
    this.#state = "dying";
    this.#ending = { reason, isImmediate: true };
    if (!isQuietExit(reason)) this.#report(fault ?? faultOf(this.name, reason));
    this.#terminate(reason);
    this.#state = "dead";
    this.#behaviour = NOTHING;
    this.#refuseWaitingCalls(reason);
    this.#pending?.timer.cancel();
    this.#pending = undefined;
    this.#belongings?.release();
    this.#notifyMonitors();
    this.#belongings = undefined;
    if (wasWaiting) this.queue.handlerEnded();
  }

  #terminate(reason: ExitReason): void {
    const report = (error: unknown): void => this.#report({ during: "terminate", error, message: undefined });
    try {
      const result: unknown = this.#behaviour.terminate?.(reason, this.#context);
      if (isPromiseLike(result)) result.then(undefined, report);
    } catch (error) {
      report(error);
    }
  }

  #notifyMonitors(): void {
    const reason = this.exitReason ?? NORMAL_EXIT;
    this.#belongings?.notify(reason, (error) => this.#report({ during: "monitor", error, message: undefined }));
  }

  #refuseWaitingCalls(reason: ExitReason): void {
    const refuse = (item: unknown): void => {
      if (item instanceof PendingCall) item.reject(actorExited(this.name, reason));
    };
    refuse(this.#pending?.item);
    while (!this.#mailbox.isEmpty) refuse(this.#mailbox.take());
  }

  /** The error of a call that cannot even be put in the mailbox. */
  #refusal(): ActorError | undefined {
    if (!this.isOpen) return actorExited(this.name, this.exitReason ?? NORMAL_EXIT);
    if (this.#isRunning) return callToSelf(this.name);
    if (this.#behaviour.handleCall === undefined) return callNotHandled(this.name);
    if (this.#mailbox.isFull) return mailboxFull(this.name);
    return undefined;
  }

  #report(fault: FaultDetail): void {
    this.queue.report({ actor: this, ...fault });
  }
}

function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}

function whatWasHandled(item: unknown): Pick<ActorFault, "during" | "message"> {
  return item instanceof PendingCall
    ? { during: "handleCall", message: item.request }
    : { during: "handleMessage", message: item };
}

/** The fault of an actor that did nothing wrong itself but was ended with an abnormal reason. */
function faultOf(name: string, reason: ExitReason): FaultDetail {
  const error = reason.type === "crashed" ? reason.error : endedByOthers(name, reason);
  return { during: "exit", error, message: undefined };
}
