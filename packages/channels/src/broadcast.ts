import { encodeBinaryMessage, encodePush } from "@firecrest/wire";

/**
 * An event for everyone who has joined a topic. What travels on `pubsub`, so that a job or a page can broadcast as well, with a plain
 * object of this shape: `pubsub.broadcast("room:1", { topic: "room:1", event: "new_msg", payload: { body } })`.
 */
export interface Broadcast {
  readonly topic: string;
  readonly event: string;
  /** An object, or bytes. Shared by all subscribers of this process: read-only. */
  readonly payload: unknown;
}

/** What was broadcast, with its frames: a broadcast is encoded when the first client needs it, and once for all of them. */
const frames = new WeakMap<Broadcast, string | Uint8Array>();

/** The frame of a broadcast: text, or bytes where the payload is bytes. Throws for a payload that JSON cannot express. */
export function broadcastFrame(broadcast: Broadcast): string | Uint8Array {
  const known = frames.get(broadcast);
  if (known !== undefined) return known;
  const frame = encode(broadcast);
  frames.set(broadcast, frame);
  return frame;
}

/** Whether a message from `pubsub` is one. */
export function isBroadcast(message: unknown): message is Broadcast {
  if (typeof message !== "object" || message === null) return false;
  const { topic, event } = message as Partial<Broadcast>;
  return typeof topic === "string" && typeof event === "string";
}

function encode({ topic, event, payload }: Broadcast): string | Uint8Array {
  if (payload instanceof Uint8Array) return encodeBinaryMessage({ kind: "broadcast", topic, event, data: payload });
  return encodePush(null, topic, event, JSON.stringify(payload) ?? "null");
}
