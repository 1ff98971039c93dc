import { deflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import { OPCODE, type ServerFrame } from "./frames.ts";
import { MessageAssembler } from "./messages.ts";

/** An assembler that writes down what it is told. */
function listen(): { messages: MessageAssembler; heard: unknown[][] } {
  const heard: unknown[][] = [];
  const messages = new MessageAssembler({
    text: (...message) => heard.push(["text", ...message]),
    ping: (payload) => heard.push(["ping", payload.toString()]),
    close: (...close) => heard.push(["close", ...close]),
  });
  return { messages, heard };
}

function frame(opcode: number, payload: Buffer, flags: Partial<ServerFrame> = {}): ServerFrame {
  return { opcode, isFinal: true, isCompressed: false, payload, wireBytes: payload.length + 2, ...flags };
}

/** What a server's permessage-deflate makes of a text: without the four bytes of the empty last block. */
function deflate(text: string): Buffer {
  // 2 is Z_SYNC_FLUSH.
  const bytes = deflateRawSync(text, { finishFlush: 2 });
  return bytes.subarray(0, bytes.length - 4);
}

test("a text in one frame is told at once", () => {
  const { messages, heard } = listen();
  messages.accept(frame(OPCODE.text, Buffer.from("hé")));
  expect(heard).toEqual([["text", "hé", 5]]);
});

test("fragments become one message, with a ping between them heard first", () => {
  const { messages, heard } = listen();
  const bytes = Buffer.from("日本");
  messages.accept(frame(OPCODE.text, bytes.subarray(0, 2), { isFinal: false }));
  messages.accept(frame(OPCODE.ping, Buffer.from("there?")));
  messages.accept(frame(OPCODE.continuation, bytes.subarray(2)));
  expect(heard).toEqual([
    ["ping", "there?"],
    ["text", "日本", 10],
  ]);
});

test("a fragment survives the buffer it came in", () => {
  const { messages, heard } = listen();
  const shared = Buffer.from("ab");
  messages.accept(frame(OPCODE.text, shared, { isFinal: false }));
  shared.fill(0);
  messages.accept(frame(OPCODE.continuation, Buffer.from("c")));
  expect(heard[0]?.[1]).toBe("abc");
});

test("compressed messages are inflated, each by itself, and counted as they were on the wire", () => {
  const { messages, heard } = listen();
  const text = "the same words ".repeat(200);
  for (const payload of [deflate(text), deflate(text)])
    messages.accept(frame(OPCODE.text, payload, { isCompressed: true }));
  expect(heard.map(([, read]) => read)).toEqual([text, text]);
  expect(heard[1]?.[2]).toBeLessThan(100);
});

test("a compressed message in fragments is inflated as a whole, and the plain one after it is not", () => {
  const { messages, heard } = listen();
  const bytes = deflate("hello ".repeat(50));
  messages.accept(frame(OPCODE.text, bytes.subarray(0, 3), { isFinal: false, isCompressed: true }));
  messages.accept(frame(OPCODE.continuation, bytes.subarray(3)));
  messages.accept(frame(OPCODE.text, Buffer.from("plain "), { isFinal: false }));
  messages.accept(frame(OPCODE.continuation, Buffer.from("text")));
  expect(heard.map(([, text]) => text)).toEqual(["hello ".repeat(50), "plain text"]);
});

test.each([
  [Buffer.alloc(0), 1005, ""],
  [Buffer.from([0x03, 0xe8]), 1000, ""],
  [Buffer.concat([Buffer.from([0x03, 0xef]), Buffer.from("bad json")]), 1007, "bad json"],
])("a close frame tells its code and reason", (payload, code, reason) => {
  const { messages, heard } = listen();
  messages.accept(frame(OPCODE.close, payload));
  expect(heard).toEqual([["close", code, reason]]);
});

test("binary messages and pongs are not heard", () => {
  const { messages, heard } = listen();
  messages.accept(frame(OPCODE.binary, Buffer.from([1, 2])));
  messages.accept(frame(OPCODE.pong, Buffer.alloc(0)));
  expect(heard).toEqual([]);
});
