import { expect, test } from "vitest";
import {
  ActorError,
  actorExited,
  atLeast,
  callNotHandled,
  callTimeout,
  callToSelf,
  endedByOthers,
  handlerTimeout,
  mailboxFull,
} from "./errors.ts";

test.each([
  [callNotHandled("tally"), "call-not-handled"],
  [callTimeout("tally", 250), "call-timeout"],
  [callToSelf("tally"), "call-to-self"],
  [handlerTimeout("tally", 250), "handler-timeout"],
  [mailboxFull("tally"), "mailbox-full"],
  [actorExited("tally", { type: "normal" }), "actor-exited"],
  [endedByOthers("tally", { type: "mailbox-full" }), "mailbox-full"],
  [endedByOthers("tally", { type: "handler-timeout" }), "actor-exited"],
])("%s carries its code and names the actor", (error, code) => {
  expect(error).toBeInstanceOf(ActorError);
  expect(error.code).toBe(code);
  expect(error.message).toContain("tally");
});

test("a timeout says how long it was", () => {
  expect(callTimeout("tally", 250).message).toContain("250 ms");
  expect(handlerTimeout("tally", 250).message).toContain("250 ms");
});

test("the error of a call to a crashed actor has the crash as its cause", () => {
  const error = new Error("no such battle");
  const exited = actorExited("tally", { type: "crashed", error });

  expect(exited.reason).toEqual({ type: "crashed", error });
  expect(exited.cause).toBe(error);
  expect(exited.message).toContain("no such battle");
});

test.each([Number.NaN, 0, -1])("a limit of %s is refused, and named", (value) => {
  expect(() => atLeast(1, "messagesPerTurnMax", value)).toThrow(/messagesPerTurnMax is .*at least 1/);
});

test("a limit at its minimum, or without end, is taken", () => {
  expect(atLeast(1, "messagesPerTurnMax", 1)).toBe(1);
  expect(atLeast(1, "handlerTimeoutMs", Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
});
