import { encodeBinaryMessage, encodePush } from "@firecrest/wire";

/**
 * An event for everyone who has joined a topic. What `pubsub` carries, so that a job or a controller can broadcast as well:
 * `pubsub.broadcast("room:1", new Broadcast("room:1", "new_msg", { body }))`.
 */
export class Broadcast {
  readonly topic: string;
  readonly event: string;
  /** Shared by all subscribers of this process: read-only. */
  readonly payload: unknown;
  #frame: string | Uint8Array | undefined;

  constructor(topic: string, event: string, payload: unknown) {
    this.topic = topic;
    this.event = event;
    this.payload = payload;
  }

  /** The frame, encoded when the first client needs it and once for all of them: text, or bytes where the payload is bytes. */
  get frame(): string | Uint8Array {
    this.#frame ??= encode(this);
    return this.#frame;
  }
}

function encode({ topic, event, payload }: Broadcast): string | Uint8Array {
  if (payload instanceof Uint8Array) return encodeBinaryMessage({ kind: "broadcast", topic, event, data: payload });
  return encodePush(null, topic, event, JSON.stringify(payload) ?? "null");
}

/** What became of a Broadcast on its way from another node, and the Broadcast that was made of it, once for all subscribers. */
const revived = new WeakMap<object, Broadcast>();

/** The {@link Broadcast} that a message from `pubsub` is, or was on another node; undefined for any other message. */
export function toBroadcast(message: unknown): Broadcast | undefined {
  if (message instanceof Broadcast) return message;
  if (typeof message !== "object" || message === null) return undefined;
  return revived.get(message) ?? revive(message);
}

function revive(message: object): Broadcast | undefined {
  const { topic, event, payload } = message as Partial<Record<string, unknown>>;
  if (typeof topic !== "string" || typeof event !== "string") return undefined;
  const broadcast = new Broadcast(topic, event, payload);
  revived.set(message, broadcast);
  return broadcast;
}
