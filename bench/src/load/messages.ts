/** Frames put together to messages: fragments joined, compressed ones inflated. */
import { constants, inflateRawSync } from "node:zlib";
import { OPCODE, type ServerFrame } from "./frames.ts";

/** Who is told what arrived. */
export interface MessageListener {
  /** A whole text message, and the bytes it took on the wire with its frame headers. */
  text(text: string, wireBytes: number): void;
  ping(payload: Buffer): void;
  /** The server closes; 1005 where it gave no code. */
  close(code: number, reason: string): void;
}

// RFC 7692 §7.2.2: what the sender of a compressed message took off its end.
const DEFLATE_TAIL = Buffer.from([0x00, 0x00, 0xff, 0xff]);

/** Gathers the fragments of one message at a time. */
export class MessageAssembler {
  #fragments: Buffer[] = [];
  #wireBytes = 0;
  #isCompressed = false;
  readonly #listener: MessageListener;

  constructor(listener: MessageListener) {
    this.#listener = listener;
  }

  /** Takes one frame and tells the listener what it completes. Binary messages and pongs are dropped: nothing here asks for any. */
  accept(frame: ServerFrame): void {
    const listener = this.#listener;
    switch (frame.opcode) {
      case OPCODE.text:
        if (frame.isFinal && !frame.isCompressed) listener.text(frame.payload.toString(), frame.wireBytes);
        else this.#gather(frame);
        return;
      case OPCODE.continuation:
        this.#gather(frame);
        return;
      case OPCODE.ping:
        listener.ping(frame.payload);
        return;
      case OPCODE.close:
        listener.close(
          frame.payload.length < 2 ? 1005 : frame.payload.readUInt16BE(0),
          frame.payload.subarray(2).toString(),
        );
        return;
    }
  }

  #gather(frame: ServerFrame): void {
    if (frame.opcode === OPCODE.text) this.#isCompressed = frame.isCompressed;
    // The payload is a view that does not outlive this call.
    this.#fragments.push(Buffer.from(frame.payload));
    this.#wireBytes += frame.wireBytes;
    if (!frame.isFinal) return;
    const payload = Buffer.concat(this.#fragments);
    const wireBytes = this.#wireBytes;
    this.#fragments = [];
    this.#wireBytes = 0;
    this.#listener.text((this.#isCompressed ? inflateMessage(payload) : payload).toString(), wireBytes);
  }
}

/** The server was asked to keep no window between messages, so each one inflates by itself. */
function inflateMessage(payload: Buffer): Buffer {
  return inflateRawSync(Buffer.concat([payload, DEFLATE_TAIL]), { finishFlush: constants.Z_SYNC_FLUSH });
}
