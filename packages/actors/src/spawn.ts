import { Actor } from "./actor.ts";
import type { ActorRef } from "./actor-ref.ts";
import type { ActorBehaviour } from "./behaviour.ts";
import { atLeast } from "./errors.ts";
import type { RunQueue } from "./run-queue.ts";

/** What may be decided about an actor when it starts. */
export interface SpawnOptions {
  /** For logs and error messages. Default `actor-<id>`. */
  readonly name?: string | undefined;
  /** Messages and calls that may wait; more are refused with `mailbox-full`. Default 1 000. */
  readonly mailboxMessagesMax?: number | undefined;
  /** Milliseconds a handler's promise may hold the mailbox before the actor ends with `handler-timeout`. Default 30 000. */
  readonly handlerTimeoutMs?: number | undefined;
}

const MAILBOX_MESSAGES_MAX = 1_000;
const HANDLER_TIMEOUT_MS = 30_000;

/**
 * Starts an actor. It does nothing before its first message: send it one to make it begin. Throws ActorError `invalid-option`
 * for a limit below 1.
 */
export function spawn<Message, Request = never, Reply = never>(
  queue: RunQueue,
  behaviour: ActorBehaviour<Message, Request, Reply>,
  options: SpawnOptions = {},
): ActorRef<Message, Request, Reply> {
  return new Actor(queue, behaviour, {
    name: options.name,
    mailboxMessagesMax: atLeast(1, "mailboxMessagesMax", options.mailboxMessagesMax ?? MAILBOX_MESSAGES_MAX),
    handlerTimeoutMs: atLeast(1, "handlerTimeoutMs", options.handlerTimeoutMs ?? HANDLER_TIMEOUT_MS),
  });
}
