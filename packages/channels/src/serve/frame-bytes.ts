import { constants, deflateRawSync } from "node:zlib";

// The node transport writes its WebSocket messages itself, one buffer and one write each, where `ws` writes a header and a
// payload, and keeps 256 KB of deflate state per connection that ever compressed. `ws` still reads, and shakes hands.

const FIN = 0x80;
const RSV1 = 0x40;
const TEXT = 1;
const BINARY = 2;

/** What Z_SYNC_FLUSH ends with and RFC 7692 §7.2.1 leaves out: 00 00 ff ff. */
const FLUSH_TAIL_BYTES = 4;

/**
 * Frames messages (RFC 6455 §5.2, unmasked and unfragmented).
 *
 * The last message of each kind is kept with its frame: a broadcast sends one string to thousands of connections in a row,
 * and is encoded and compressed once.
 */
export class FrameWriter {
  #plainMessage: string | Uint8Array | undefined;
  #plainFrame: Buffer = Buffer.alloc(0);
  #deflatedMessage: string | Uint8Array | undefined;
  #deflatedFrame: Buffer = Buffer.alloc(0);

  plain(message: string | Uint8Array): Buffer {
    if (message !== this.#plainMessage) {
      this.#plainFrame = plainFrame(message);
      this.#plainMessage = message;
    }
    return this.#plainFrame;
  }

  deflated(message: string | Uint8Array): Buffer {
    if (message !== this.#deflatedMessage) {
      this.#deflatedFrame = deflatedFrame(message);
      this.#deflatedMessage = message;
    }
    return this.#deflatedFrame;
  }
}

function plainFrame(message: string | Uint8Array): Buffer {
  if (typeof message !== "string") return bytesFrame(message, FIN | BINARY);
  const bytes = Buffer.byteLength(message);
  const offset = headerBytes(bytes);
  const frame = Buffer.allocUnsafe(offset + bytes);
  writeHeader(frame, FIN | TEXT, bytes);
  // As many bytes as characters: ASCII, for which the latin1 copy is the faster one.
  frame.write(message, offset, bytes === message.length ? "latin1" : "utf8");
  return frame;
}

function deflatedFrame(message: string | Uint8Array): Buffer {
  const opcode = typeof message === "string" ? TEXT : BINARY;
  const deflated = deflateRawSync(message, { finishFlush: constants.Z_SYNC_FLUSH });
  return bytesFrame(deflated.subarray(0, deflated.length - FLUSH_TAIL_BYTES), FIN | RSV1 | opcode);
}

function bytesFrame(bytes: Uint8Array, firstByte: number): Buffer {
  const offset = headerBytes(bytes.length);
  const frame = Buffer.allocUnsafe(offset + bytes.length);
  writeHeader(frame, firstByte, bytes.length);
  frame.set(bytes, offset);
  return frame;
}

function headerBytes(bytes: number): number {
  if (bytes < 126) return 2;
  return bytes < 65_536 ? 4 : 10;
}

function writeHeader(frame: Buffer, firstByte: number, bytes: number): void {
  frame[0] = firstByte;
  if (bytes < 126) {
    frame[1] = bytes;
  } else if (bytes < 65_536) {
    frame[1] = 126;
    frame.writeUInt16BE(bytes, 2);
  } else {
    frame[1] = 127;
    frame.writeUInt32BE(Math.floor(bytes / 2 ** 32), 2);
    frame.writeUInt32BE(bytes % 2 ** 32, 6);
  }
}
