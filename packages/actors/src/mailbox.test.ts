import { expect, test } from "vitest";
import { Mailbox } from "./mailbox.ts";

function taken<Message>(mailbox: Mailbox<Message>): (Message | undefined)[] {
  const messages = [];
  while (!mailbox.isEmpty) messages.push(mailbox.take());
  return messages;
}

test("messages leave in the order in which they came", () => {
  const mailbox = new Mailbox<string>(10);
  for (const message of ["a", "b", "c"]) mailbox.append(message);

  expect(taken(mailbox)).toEqual(["a", "b", "c"]);
  expect(mailbox.take()).toBeUndefined();
});

test("an emptied mailbox starts over", () => {
  const mailbox = new Mailbox<string>(10);
  mailbox.append("a");
  taken(mailbox);
  mailbox.append("b");
  mailbox.append("c");

  expect(taken(mailbox)).toEqual(["b", "c"]);
});

test("it is full at its bound and has room again after a message has left", () => {
  const mailbox = new Mailbox<number>(2);
  mailbox.append(1);
  expect(mailbox.isFull).toBe(false);
  mailbox.append(2);
  expect(mailbox.isFull).toBe(true);
  mailbox.take();
  expect(mailbox.isFull).toBe(false);
});

test("what is appended beyond the bound counts: one message out does not make room for a stranger", () => {
  const mailbox = new Mailbox<number>(1);
  mailbox.append(1);
  mailbox.append(2);
  mailbox.take();
  expect(mailbox.isFull).toBe(true);
  mailbox.take();
  expect(mailbox.isFull).toBe(false);
});

test("undefined is a message like any other", () => {
  const mailbox = new Mailbox<undefined>(10);
  mailbox.append(undefined);
  expect(mailbox.isEmpty).toBe(false);
  mailbox.take();
  expect(mailbox.isEmpty).toBe(true);
});
