/** RFC 6455 frames as a client sees them: masked ones out, plain ones in. Pure; no sockets here. */

/** Frame types, §5.2 of the RFC. */
export const OPCODE = { continuation: 0x0, text: 0x1, binary: 0x2, close: 0x8, ping: 0x9, pong: 0xa } as const;

/** One frame from the server. */
export interface ServerFrame {
  readonly opcode: number;
  readonly isFinal: boolean;
  /** RSV1: the message is compressed (set on its first frame only). */
  readonly isCompressed: boolean;
  /** A view of the read buffer: valid only until the callback returns. */
  readonly payload: Buffer;
  /** Bytes of the whole frame on the wire, its header included. */
  readonly wireBytes: number;
}

/** What a server sent is no websocket frame. */
export class FrameError extends Error {
  override readonly name = "FrameError";
}

// RFC 6455 wants masks that nobody can predict, against poisoned proxy caches. Between two processes of one machine any mask
// will do, but not a mask of zeros: `ws` skips the unmasking then, and servers would look faster than they are.
const MASK_BYTE = 0x5a;
const FIN = 0x80;
const RSV1 = 0x40;
const MASKED = 0x80;

/** A complete, masked frame that carries `text`. */
export function encodeTextFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const frame = maskedFrame(OPCODE.text, length);
  const start = frame.length - length;
  frame.write(text, start);
  mask(frame, start);
  return frame;
}

/** A complete, masked frame of a control opcode (close, ping, pong); its payload is at most 125 bytes. */
export function encodeControlFrame(opcode: number, payload: Uint8Array): Buffer {
  const frame = maskedFrame(opcode, payload.length);
  const start = frame.length - payload.length;
  frame.set(payload, start);
  mask(frame, start);
  return frame;
}

function maskedFrame(opcode: number, length: number): Buffer {
  const lengthBytes = length < 126 ? 0 : length < 65_536 ? 2 : 8;
  const frame = Buffer.allocUnsafe(2 + lengthBytes + 4 + length);
  frame.writeUInt8(FIN | opcode, 0);
  frame.writeUInt8(MASKED | (lengthBytes === 0 ? length : lengthBytes === 2 ? 126 : 127), 1);
  if (lengthBytes === 2) frame.writeUInt16BE(length, 2);
  if (lengthBytes === 8) frame.writeBigUInt64BE(BigInt(length), 2);
  frame.fill(MASK_BYTE, 2 + lengthBytes, 2 + lengthBytes + 4);
  return frame;
}

function mask(frame: Buffer, start: number): void {
  for (let at = start; at < frame.length; at += 1) frame[at] = (frame[at] ?? 0) ^ MASK_BYTE;
}

/** Cuts the byte stream of a server into frames. */
export class FrameReader {
  #rest: Buffer | undefined;

  /** Takes the next bytes (copied where they end inside a frame) and hands over every frame that is now complete. */
  read(chunk: Buffer, take: (frame: ServerFrame) => void): void {
    const bytes = this.#rest === undefined ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    for (;;) {
      const frame = frameAt(bytes, at);
      if (frame === undefined) break;
      at += frame.wireBytes;
      take(frame);
    }
    this.#rest = at === bytes.length ? undefined : Buffer.from(bytes.subarray(at));
  }
}

/** The frame that begins at `at`, or undefined while it is not complete. */
function frameAt(bytes: Buffer, at: number): ServerFrame | undefined {
  if (bytes.length < at + 2) return undefined;
  const first = bytes.readUInt8(at);
  const second = bytes.readUInt8(at + 1);
  if (second >= MASKED)
    throw new FrameError(
      "The server sent a masked frame; only clients mask (RFC 6455 §5.1). Is this a websocket server?",
    );
  const header = second < 126 ? 2 : second === 126 ? 4 : 10;
  if (bytes.length < at + header) return undefined;
  const length =
    second < 126 ? second : second === 126 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2));
  const end = at + header + length;
  if (bytes.length < end) return undefined;
  return {
    opcode: first & 0x0f,
    isFinal: (first & FIN) !== 0,
    isCompressed: (first & RSV1) !== 0,
    payload: bytes.subarray(at + header, end),
    wireBytes: header + length,
  };
}
