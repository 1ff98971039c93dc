import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeControlFrame, encodeTextFrame, FrameError, FrameReader, OPCODE, type ServerFrame } from "./frames.ts";

/** What a reader hands over, copied out of its views. */
function readAll(chunks: readonly Buffer[]): ServerFrame[] {
  const reader = new FrameReader();
  const frames: ServerFrame[] = [];
  for (const chunk of chunks)
    reader.read(chunk, (frame) => frames.push({ ...frame, payload: Buffer.from(frame.payload) }));
  return frames;
}

/** A frame as servers send it: without a mask. */
function serverFrame(first: number, payload: Buffer): Buffer {
  const length = payload.length;
  const header = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
  header.writeUInt8(first, 0);
  header.writeUInt8(length < 126 ? length : length < 65_536 ? 126 : 127, 1);
  if (header.length === 4) header.writeUInt16BE(length, 2);
  if (header.length === 10) header.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([header, payload]);
}

/** A client's frame read back as a server would: its payload unmasked. */
function unmask(frame: Buffer): { first: number; isMasked: boolean; mask: Buffer; payload: Buffer } {
  const short = frame.readUInt8(1) & 0x7f;
  const at = short < 126 ? 2 : short === 126 ? 4 : 10;
  const mask = frame.subarray(at, at + 4);
  const payload = Buffer.from(frame.subarray(at + 4));
  for (let index = 0; index < payload.length; index += 1)
    payload[index] = (payload[index] ?? 0) ^ (mask[index % 4] ?? 0);
  return { first: frame.readUInt8(0), isMasked: (frame.readUInt8(1) & 0x80) !== 0, mask, payload };
}

test.each([0, 1, 125, 126, 65_535, 65_536, 100_000])("a text of %d bytes is one final, masked text frame", (length) => {
  const text = "x".repeat(length);
  const read = unmask(encodeTextFrame(text));
  expect(read.first).toBe(0x81);
  expect(read.isMasked).toBe(true);
  expect(read.payload.toString()).toBe(text);
});

test("the mask is never zero, so that no server gets away without unmasking", () => {
  expect(unmask(encodeTextFrame("x")).mask.equals(Buffer.alloc(4))).toBe(false);
});

test("text outside ASCII is counted in bytes", () => {
  expect(unmask(encodeTextFrame("é 日本")).payload.toString()).toBe("é 日本");
});

test("a control frame carries its opcode and payload", () => {
  const read = unmask(encodeControlFrame(OPCODE.pong, Buffer.from("ok")));
  expect(read.first).toBe(0x8a);
  expect(read.payload.toString()).toBe("ok");
});

test.each([0, 5, 125, 126, 65_535, 65_536])(
  "a server's frame of %d bytes is read whole, with its bytes on the wire",
  (length) => {
    const bytes = serverFrame(0x81, Buffer.alloc(length, "y"));
    const [frame] = readAll([bytes]);
    expect(frame).toMatchObject({ opcode: OPCODE.text, isFinal: true, isCompressed: false, wireBytes: bytes.length });
    expect(frame?.payload.length).toBe(length);
  },
);

test.each([
  [0x81, { opcode: OPCODE.text, isFinal: true, isCompressed: false }],
  [0xc1, { opcode: OPCODE.text, isFinal: true, isCompressed: true }],
  [0x01, { opcode: OPCODE.text, isFinal: false, isCompressed: false }],
  [0x80, { opcode: OPCODE.continuation, isFinal: true, isCompressed: false }],
  [0x89, { opcode: OPCODE.ping, isFinal: true, isCompressed: false }],
])("the first byte %i says what the frame is", (first, expected) => {
  expect(readAll([serverFrame(first, Buffer.from("a"))])[0]).toMatchObject(expected);
});

test("however the network cuts the bytes, the same frames come out", () => {
  const stream = fc.array(fc.string({ maxLength: 300 }), { maxLength: 8 });
  fc.assert(
    fc.property(stream, fc.array(fc.integer({ min: 1, max: 200 })), (texts, cuts) => {
      let bytes = Buffer.concat(texts.map((text) => serverFrame(0x81, Buffer.from(text))));
      const chunks: Buffer[] = [];
      for (const cut of cuts) {
        chunks.push(bytes.subarray(0, cut));
        bytes = bytes.subarray(cut);
      }
      const frames = readAll([...chunks, bytes]);
      expect(frames.map((frame) => frame.payload.toString())).toEqual(
        texts.map((text) => Buffer.from(text).toString()),
      );
    }),
  );
});

test("what is left of a chunk survives the buffer it came in", () => {
  const bytes = serverFrame(0x81, Buffer.from("hello"));
  const shared = Buffer.from(bytes.subarray(0, 4));
  const reader = new FrameReader();
  const texts: string[] = [];
  reader.read(shared, (frame) => texts.push(frame.payload.toString()));
  shared.fill(0);
  reader.read(bytes.subarray(4), (frame) => texts.push(frame.payload.toString()));
  expect(texts).toEqual(["hello"]);
});

test("a masked frame from a server is refused", () => {
  expect(() => readAll([encodeTextFrame("x")])).toThrow(FrameError);
});
