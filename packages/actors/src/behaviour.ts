import type { ActorRef, AnyActorRef, CallOptions, SendResult } from "./actor-ref.ts";
import type { ExitReason } from "./exit.ts";

/** What an actor does: all of it runs one message at a time, and a throw in any of it ends this actor only. */
export interface ActorBehaviour<Message, Request = never, Reply = never> {
  /** Handles one message. When it returns a promise, the mailbox waits until that settles. */
  handleMessage(message: Message, self: ActorContext<Message>): void | Promise<void>;
  /** Answers one call; a promise is awaited like handleMessage's. Without it every call rejects with `call-not-handled`. */
  handleCall?(request: Request, self: ActorContext<Message>): Reply | Promise<Reply>;
  /** Runs once after each message or call whose handler completed and asked for no stop: where a live view renders. */
  settled?(self: ActorContext<Message>): void;
  /** Runs once at the end, whatever the reason: releases what the actor holds. The mailbox is closed by then. */
  terminate?(reason: ExitReason, self: ActorContext<Message>): void;
}

/**
 * An actor as its own handlers see it. After death nothing here has an effect any more, so that a handler which was
 * waiting when its actor died cannot act in its name (realtime.md §4.3).
 */
export interface ActorContext<Message> {
  /** This actor, to hand to others. */
  readonly ref: ActorRef<Message>;
  readonly isAlive: boolean;
  /** Aborted at death; for `fetch`, database drivers and whatever else can be called off. Made when first asked for. */
  readonly signal: AbortSignal;
  /** Ends this actor when the handler it is in has completed, its promise included: a reply still goes out. Default reason: normal. */
  stop(reason?: ExitReason): void;
  /** `ref.send(message)`, fenced: from a dead actor it sends nothing and returns `dead`. */
  send<Other>(ref: Pick<ActorRef<Other>, "send">, message: Other): SendResult;
  /** `ref.call(request)`, fenced: a dead actor calls nobody (`actor-exited`), and a call to itself rejects at once, also after an await. */
  call<Request, Reply>(
    ref: Pick<ActorRef<never, Request, Reply>, "call">,
    request: Request,
    options?: CallOptions,
  ): Promise<Reply>;
  /** Puts `message` in this actor's mailbox, full or not, `ms` milliseconds from now. Returns a function that cancels it; death cancels it too. */
  setTimer(ms: number, message: Message): () => void;
  /** Puts `toMessage(reason)` in this actor's mailbox, full or not, once, when `ref` is dead. Returns a function that ends the watch. */
  monitor(ref: Pick<AnyActorRef, "monitor">, toMessage: (reason: ExitReason) => Message): () => void;
}
