import { inflateRawSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { FrameWriter } from "./frame-bytes.ts";

function hex(bytes: Uint8Array, count: number): string {
  return Buffer.from(bytes.subarray(0, count)).toString("hex");
}

describe("a plain frame", () => {
  test.each([
    { what: "an empty text", message: "", header: "8100", payload: "" },
    { what: "ASCII", message: "hello", header: "8105", payload: "hello" },
    { what: "text beyond ASCII, counted in bytes", message: "grüße 🐦", header: "810c", payload: "grüße 🐦" },
    { what: "125 bytes", message: "x".repeat(125), header: "817d", payload: "x".repeat(125) },
    { what: "126 bytes", message: "x".repeat(126), header: "817e007e", payload: "x".repeat(126) },
    { what: "65,535 bytes", message: "x".repeat(65_535), header: "817effff", payload: "x".repeat(65_535) },
    { what: "65,536 bytes", message: "x".repeat(65_536), header: "817f0000000000010000", payload: "x".repeat(65_536) },
    { what: "bytes", message: Uint8Array.of(1, 2, 3), header: "8203", payload: "\u0001\u0002\u0003" },
    { what: "half a surrogate pair", message: "\ud800", header: "8103", payload: "\ufffd" },
  ])("of $what", ({ message, header, payload }) => {
    const frame = new FrameWriter().plain(message);
    expect(hex(frame, header.length / 2)).toBe(header);
    expect(frame.subarray(header.length / 2).toString()).toBe(payload);
  });
});

describe("a deflated frame", () => {
  test.each([
    { message: "long ".repeat(1_000), firstByte: 0xc1 },
    { message: Buffer.alloc(5_000, 7), firstByte: 0xc2 },
  ])("inflates to what it was, with the first byte $firstByte", ({ message, firstByte }) => {
    const frame = new FrameWriter().deflated(message);
    expect(frame[0]).toBe(firstByte);
    const offset = frame[1] === 126 ? 4 : 2;
    const restored = inflateRawSync(Buffer.concat([frame.subarray(offset), Buffer.from("0000ffff", "hex")]), {
      finishFlush: 2,
    });
    expect(restored.equals(Buffer.from(message))).toBe(true);
  });
});

test("the same message is framed once in a row, and each message as itself", () => {
  const frames = new FrameWriter();
  const first = frames.plain("one");
  expect(frames.plain("one")).toBe(first);
  expect(frames.deflated("one")).not.toBe(first);
  expect(frames.plain("two").toString()).toContain("two");
  expect(frames.plain("one").toString()).toContain("one");
});
