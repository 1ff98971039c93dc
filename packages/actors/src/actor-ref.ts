import type { ExitReason } from "./exit.ts";

/** What became of a message: `accepted` means that it is in the mailbox, not that it will be handled. */
export type SendResult = "accepted" | "mailbox-full" | "dead";

/** How long a caller is willing to wait. */
export interface CallOptions {
  /** Milliseconds until the call rejects with `call-timeout`. Default 5 000. */
  readonly timeoutMs?: number;
}

/** An actor as everybody else sees it. Two refs are the same actor exactly when they are `===`. */
export interface ActorRef<Message, Request = never, Reply = unknown> {
  /** A number of its own among the actors of one run queue. */
  readonly id: number;
  /** What its spawner called it, else `actor-<id>`; for logs. */
  readonly name: string;
  /** False from the moment of death on, for ever. True while `terminate` runs. */
  readonly isAlive: boolean;
  /** Puts a message in the mailbox and returns: nothing is handled before the caller's turn ends or somebody drains the run queue. */
  send(message: Message): SendResult;
  /**
   * Asks and waits for the reply. Rejects with an ActorError: `call-timeout`, `actor-exited` (with the reason, when the actor ends
   * first or is dead already), `mailbox-full`, `call-not-handled`, or `call-to-self` when made by the handler it would wait for.
   */
  call(request: Request, options?: CallOptions): Promise<Reply>;
  /** Ends the actor now, also in the middle of an awaiting handler; when its own handler is on the stack, as soon as that returns. */
  exit(reason: ExitReason): void;
  /**
   * Calls `listener` once when the actor dies, at once when it is dead. The listener runs on the dying actor's stack: it should only note
   * the fact. Returns a function that takes the listener away.
   */
  monitor(listener: (reason: ExitReason) => void): () => void;
}

/** Any actor, for those who do not send to it: watch it, end it, name it in a log. */
export type AnyActorRef = ActorRef<never>;
