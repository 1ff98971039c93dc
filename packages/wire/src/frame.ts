import { EVENTS } from "./events.ts";
import { FrameError } from "./frame-error.ts";

/** One text message of Phoenix Channels V2 (liveview-protocol.md §1.1). Refs are opaque: compare them, never compute with them. */
export interface Frame {
  /** The ref of the join that opened this incarnation of the channel; null outside any channel. */
  readonly joinRef: string | null;
  /** What a reply answers; null for what nobody asked for. */
  readonly ref: string | null;
  readonly topic: string;
  readonly event: string;
  /** Whatever JSON the peer sent, unchecked. */
  readonly payload: unknown;
}

/** The text of a frame. A payload of `undefined` is sent as null. */
export function encodeFrame(frame: Frame): string {
  return JSON.stringify([frame.joinRef, frame.ref, frame.topic, frame.event, frame.payload]);
}

/**
 * Reads one text message. Elements after the fifth are ignored, as upstream does.
 *
 * @throws FrameError `malformed-json` (close with 1007) or `malformed-shape` (close with 1002).
 */
export function decodeFrame(text: string): Frame {
  const parts = parseJson(text);
  if (Array.isArray(parts) && parts.length >= 5) {
    const [joinRef, ref, topic, event, payload] = parts as readonly unknown[];
    if (isRef(joinRef) && isRef(ref) && typeof topic === "string" && typeof event === "string") {
      return { joinRef, ref, topic, event, payload };
    }
  }
  throw new FrameError(
    "malformed-shape",
    `Received ${excerpt(text)}, which is not a frame. Send [joinRef, ref, topic, event, payload]: ` +
      "both refs a string or null, topic and event strings.",
  );
}

/**
 * The text of a `phx_reply` whose response is JSON text already, put in as it stands: the server's hottest encoder. Four
 * positional parameters, because an options object for each reply would cost more than the encoding does.
 */
// oxlint-disable-next-line max-params -- see above
export function encodeReply(
  joinRef: string | null,
  ref: string | null,
  topic: string,
  reply: { readonly status: string; readonly json: string },
): string {
  return `[${quoteRef(joinRef)},${quoteRef(ref)},${quote(topic)},"${EVENTS.reply}",{"status":${quote(reply.status)},"response":${reply.json}}]`;
}

/**
 * The text of a message that answers nothing (`ref` null), with its payload as JSON text already; `joinRef` null makes it
 * a broadcast. Four positional parameters for the reason given at {@link encodeReply}.
 */
// oxlint-disable-next-line max-params -- see above
export function encodePush(joinRef: string | null, topic: string, event: string, json: string): string {
  return `[${quoteRef(joinRef)},null,${quote(topic)},${quote(event)},${json}]`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new FrameError(
      "malformed-json",
      `Received ${excerpt(text)}, which is not JSON. Send one JSON array a message.`,
      { cause },
    );
  }
}

function isRef(value: unknown): value is string | null {
  return value === null || typeof value === "string";
}

function quoteRef(ref: string | null): string {
  return ref === null ? "null" : quote(ref);
}

/** What JSON.stringify would write differently: quotes, backslashes, control characters, and surrogates, which may stand alone. */
const NEEDS_ESCAPING = /["\\\u0000-\u001f\ud800-\udfff]/;

function quote(text: string): string {
  return NEEDS_ESCAPING.test(text) ? JSON.stringify(text) : `"${text}"`;
}

/** Enough of a bad message to recognise it in a log, and no more: it may hold secrets. */
function excerpt(text: string): string {
  return JSON.stringify(text.slice(0, 80)) + (text.length > 80 ? "…" : "");
}
