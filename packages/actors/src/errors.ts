import { describeExit, type ExitReason } from "./exit.ts";

/** What can go wrong between actors; each code has a page in the error guide. */
export type ActorErrorCode =
  | "actor-exited"
  | "call-not-handled"
  | "call-timeout"
  | "call-to-self"
  | "handler-timeout"
  | "invalid-option"
  | "mailbox-full"
  | "never-settles";

/**
 * The one error class of this package. `code` says which mistake or outcome it is; `reason` is present with
 * the code `actor-exited`, and `cause` is then the error that crashed that actor, if one did.
 */
export class ActorError extends Error {
  override readonly name = "ActorError";
  readonly code: ActorErrorCode;
  readonly reason: ExitReason | undefined;

  constructor(code: ActorErrorCode, message: string, reason?: ExitReason) {
    super(message, reason?.type === "crashed" ? { cause: reason.error } : undefined);
    this.code = code;
    this.reason = reason;
  }
}

/** The error that callers of an actor get when it ends, or has ended, before it answered. */
export function actorExited(name: string, reason: ExitReason): ActorError {
  return new ActorError(
    "actor-exited",
    `${name} ended (${describeExit(reason)}), so this call gets no reply. ` +
      "Monitor the actor to hear of its end, or handle this rejection.",
    reason,
  );
}

/** The error of a call whose callee had no `handleCall`. */
export function callNotHandled(name: string): ActorError {
  return new ActorError(
    "call-not-handled",
    `${name} was called, but its behaviour has no handleCall. Add one, or send a message instead.`,
  );
}

/** The error of a call that got no reply in time. */
export function callTimeout(name: string, timeoutMs: number): ActorError {
  return new ActorError(
    "call-timeout",
    `${name} did not reply within ${timeoutMs} ms: it is busy, or its handler waits for something slow. ` +
      "Pass a longer timeoutMs, or let the callee reply with a message later.",
  );
}

/** The error of a call that could only be answered after the handler that makes it. */
export function callToSelf(name: string): ActorError {
  return new ActorError(
    "call-to-self",
    `${name} called itself: it handles one message at a time, so the reply could not come before this handler ends. ` +
      "Call the function behind handleCall directly.",
  );
}

/** The error of a call to, and the fault of an actor ended for, a mailbox without room. */
export function mailboxFull(name: string): ActorError {
  return new ActorError(
    "mailbox-full",
    `The mailbox of ${name} is full: messages arrive faster than it handles them. ` +
      "Do slow work outside the actor, send it less, or raise mailboxMessagesMax.",
  );
}

/** The fault of an actor whose handler held the mailbox for too long. */
export function handlerTimeout(name: string, timeoutMs: number): ActorError {
  return new ActorError(
    "handler-timeout",
    `A handler of ${name} returned a promise that did not settle within ${timeoutMs} ms, and held the mailbox all that time. ` +
      "Start slow work without awaiting it and let its result come back as a message, or raise handlerTimeoutMs.",
  );
}

/** The fault of an actor that somebody else ended with an abnormal reason. */
export function endedByOthers(name: string, reason: ExitReason): ActorError {
  if (reason.type === "mailbox-full") return mailboxFull(name);
  return new ActorError("actor-exited", `${name} was ended with the reason ${describeExit(reason)}.`, reason);
}

/** Checks an option that must be at least `min`; NaN is not. */
export function atLeast(min: number, option: string, value: number): number {
  if (value >= min) return value;
  throw new ActorError(
    "invalid-option",
    `${option} is ${value}, which is not a number of at least ${min}. Pass one, or leave it out.`,
  );
}
