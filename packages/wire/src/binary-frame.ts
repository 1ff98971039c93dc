import type { Frame } from "./frame.ts";
import { FrameError } from "./frame-error.ts";

/**
 * A message with bytes for a payload, client → server (realtime.md §1.4): a frame like those that come as text. After decoding,
 * the payload is a view into the received bytes: copy it if those are reused.
 */
export interface BinaryPush extends Frame {
  readonly payload: Uint8Array;
}

/** A message with bytes for a payload, server → client (realtime.md §1.4). */
export type BinaryMessage =
  | {
      readonly kind: "push";
      readonly joinRef: string | null;
      readonly topic: string;
      readonly event: string;
      readonly data: Uint8Array;
    }
  | {
      readonly kind: "reply";
      readonly joinRef: string | null;
      readonly ref: string | null;
      readonly topic: string;
      readonly status: string;
      readonly data: Uint8Array;
    }
  | { readonly kind: "broadcast"; readonly topic: string; readonly event: string; readonly data: Uint8Array };

// The first byte. A push has a ref on its way to the server and none on its way back: the same byte, another header.
const PUSH = 0;
const REPLY = 1;
const BROADCAST = 2;

/** What the one byte for a field's length can say. */
const FIELD_BYTES_MAX = 255;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * What a client sends. A null ref becomes an empty one.
 *
 * @throws FrameError `field-too-long` when a ref, the topic or the event is longer than 255 bytes.
 */
export function encodeBinaryPush({ joinRef, ref, topic, event, payload }: BinaryPush): Uint8Array {
  return pack(PUSH, [joinRef, ref, topic, event], payload);
}

/**
 * What a server receives. An empty ref becomes null.
 *
 * @throws FrameError `malformed-shape`: an unknown kind, fewer bytes than announced, or text that is not UTF-8.
 */
export function decodeBinaryPush(bytes: Uint8Array): BinaryPush {
  if (bytes[0] !== PUSH) throw unknownKind(bytes);
  const { fields, data } = unpack(bytes, 4);
  const [joinRef = "", ref = "", topic = "", event = ""] = fields;
  return { joinRef: joinRef || null, ref: ref || null, topic, event, payload: data };
}

/**
 * What a server sends. A null ref becomes an empty one.
 *
 * @throws FrameError `field-too-long` when a ref, the topic, the event or the status is longer than 255 bytes.
 */
export function encodeBinaryMessage(message: BinaryMessage): Uint8Array {
  const { kind, topic, data } = message;
  switch (kind) {
    case "push":
      return pack(PUSH, [message.joinRef, topic, message.event], data);
    case "reply":
      return pack(REPLY, [message.joinRef, message.ref, topic, message.status], data);
    case "broadcast":
      return pack(BROADCAST, [topic, message.event], data);
  }
}

/**
 * What a client receives. An empty ref becomes null.
 *
 * @throws FrameError `malformed-shape`: an unknown kind, fewer bytes than announced, or text that is not UTF-8.
 */
export function decodeBinaryMessage(bytes: Uint8Array): BinaryMessage {
  switch (bytes[0]) {
    case PUSH: {
      const { fields, data } = unpack(bytes, 3);
      const [joinRef = "", topic = "", event = ""] = fields;
      return { kind: "push", joinRef: joinRef || null, topic, event, data };
    }
    case REPLY: {
      const { fields, data } = unpack(bytes, 4);
      const [joinRef = "", ref = "", topic = "", status = ""] = fields;
      return { kind: "reply", joinRef: joinRef || null, ref: ref || null, topic, status, data };
    }
    case BROADCAST: {
      const { fields, data } = unpack(bytes, 2);
      const [topic = "", event = ""] = fields;
      return { kind: "broadcast", topic, event, data };
    }
    default:
      throw unknownKind(bytes);
  }
}

/** Kind, the lengths of the fields, the fields, and the payload to the end. */
function pack(kind: number, fields: readonly (string | null)[], data: Uint8Array): Uint8Array {
  const texts = fields.map(encodeField);
  const header = [kind, ...texts.map((text) => text.length)];
  const parts = [Uint8Array.from(header), ...texts, data];
  const bytes = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

function unpack(
  bytes: Uint8Array,
  fieldCount: number,
): { readonly fields: readonly string[]; readonly data: Uint8Array } {
  const fields: string[] = [];
  let offset = 1 + fieldCount;
  for (let field = 1; field <= fieldCount; field++) {
    const end = offset + (bytes[field] ?? Number.POSITIVE_INFINITY);
    if (end > bytes.length) {
      throw new FrameError(
        "malformed-shape",
        `Received a binary frame of ${bytes.length} bytes, which is less than its header announces. Send the whole frame.`,
      );
    }
    fields.push(decodeField(bytes.subarray(offset, end)));
    offset = end;
  }
  return { fields, data: bytes.subarray(offset) };
}

function encodeField(text: string | null): Uint8Array {
  const bytes = encoder.encode(text ?? "");
  if (bytes.length <= FIELD_BYTES_MAX) return bytes;
  throw new FrameError(
    "field-too-long",
    `"${(text ?? "").slice(0, 80)}…" is ${bytes.length} bytes long, and a field of a binary frame ${FIELD_BYTES_MAX} at most. ` +
      "Use a shorter topic or event, or send JSON.",
  );
}

function decodeField(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw new FrameError("malformed-shape", "Received a binary frame with a field that is not UTF-8. Send UTF-8.", {
      cause,
    });
  }
}

function unknownKind(bytes: Uint8Array): FrameError {
  return new FrameError(
    "malformed-shape",
    `Received a binary frame of kind ${bytes[0] ?? "none (it is empty)"}. A server takes kind 0; a client takes 0, 1 and 2.`,
  );
}
