import type { ActorContext, SendResult } from "@firecrest/actors";
import { type PubSub, type Subscriber, actorSubscriber } from "@firecrest/pubsub";
import { type Broadcast, broadcastFrame, isBroadcast } from "./broadcast.ts";
import type { ChannelReply } from "./channel.ts";
import { ChannelError } from "./errors.ts";
import type { SocketInfo } from "./socket-info.ts";
import type { JoinRequest, TopicMessage, TopicPort } from "./topic.ts";

/** What a channel's actor handles: its client's messages, its own beginning, and what is sent to it. */
export type ChannelMessage =
  | TopicMessage
  | { readonly type: "join" }
  | { readonly type: "message"; readonly message: unknown };

/**
 * A channel's handle on its client and its topic. One channel has one, from its join to its end; after that nothing here has an
 * effect any more.
 */
export class ChannelSocket<Assigns extends object> implements Subscriber {
  readonly topic: string;
  /** Who the client is, from its handshake. */
  readonly client: SocketInfo;
  /** The channel's own state; empty until `join` fills it. */
  assigns: Assigns;
  readonly #port: TopicPort;
  readonly #pubsub: PubSub;
  readonly #self: ActorContext<ChannelMessage>;
  #release: (() => void)[] = [];
  #currentRef: string | null = null;

  constructor({ topic, socket, port }: JoinRequest, pubsub: PubSub, self: ActorContext<ChannelMessage>) {
    this.topic = topic;
    this.client = socket;
    // The author declares what `join` puts here; before that there is nothing to read.
    this.assigns = {} as Assigns;
    this.#port = port;
    this.#pubsub = pubsub;
    this.#self = self;
  }

  /** Aborted when the channel ends; for `fetch`, database drivers and whatever else can be called off. */
  get signal(): AbortSignal {
    return this.#self.signal;
  }

  /** Sends an event to this client. The payload is an object, or bytes; anything else throws `invalid-payload`. */
  push(event: string, payload: object = {}): void {
    if (payload instanceof Uint8Array) this.#port.pushBinary(event, payload);
    else this.#port.push(event, encodePayload(event, payload));
  }

  /** Sends an event to everyone on this topic, this client included. */
  broadcast(event: string, payload: object = {}): void {
    if (this.#self.isAlive) this.#pubsub.broadcast(this.topic, this.#newBroadcast(event, payload));
  }

  /** Sends an event to everyone on this topic but this client. */
  broadcastFrom(event: string, payload: object = {}): void {
    if (this.#self.isAlive) this.#pubsub.broadcast(this.topic, this.#newBroadcast(event, payload), { except: this });
  }

  /** What a later {@link reply} needs. Only in `handleIn`, and only for a push that waits for a reply; else it throws `no-reply-ref`. */
  replyRef(): string {
    if (this.#currentRef !== null) return this.#currentRef;
    throw new ChannelError(
      "no-reply-ref",
      `Nobody waits for a reply on "${this.topic}" now: a ref can be taken in handleIn only, before its first await, and only for a push that has one. ` +
        "Take it there, keep it, and reply later.",
    );
  }

  /** Replies to an earlier push. Clients heed the first reply only. */
  reply(ref: string, { status, response = {} }: ChannelReply): void {
    if (response instanceof Uint8Array) this.#port.replyBinary(ref, status, response);
    else this.#port.reply(ref, status, JSON.stringify(response) ?? "null");
  }

  /** Delivers what is broadcast on another topic to this channel's `handleMessage`, as a {@link Broadcast}. Returns what ends it. */
  subscribe(topic: string): () => void {
    if (!this.#self.isAlive) return () => {};
    const end = this.#pubsub.subscribe(topic, actorSubscriber(this.#self.ref, asMessage));
    this.#release.push(end);
    return () => {
      end();
      this.#release = this.#release.filter((release) => release !== end);
    };
  }

  /** Puts a message in this channel's own mailbox, for `handleMessage`. */
  send(message: unknown): SendResult {
    return this.#self.ref.send(asMessage(message));
  }

  /** {@link send}, so many milliseconds later. Returns what cancels it. */
  sendAfter(ms: number, message: unknown): () => void {
    return this.#self.setTimer(ms, asMessage(message));
  }

  /** Ends the channel when the handler that it is in has completed; the client does not rejoin. */
  stop(): void {
    this.#self.stop();
  }

  /** From pubsub, on this channel's own topic: straight to the client, past the mailbox, encoded once for all. */
  deliver(message: unknown): void {
    try {
      if (isBroadcast(message)) this.#port.pushFrame(broadcastFrame(message));
      else if (this.send(message) === "mailbox-full") this.#self.ref.exit({ type: "mailbox-full" });
    } catch (error) {
      // The broadcaster must not suffer, and a client that misses an event must not go on as if it had not.
      this.#self.ref.exit({ type: "crashed", error });
    }
  }

  /** For the channel's actor: the join was accepted. */
  joined(): void {
    if (this.#self.isAlive) this.#release.push(this.#pubsub.subscribe(this.topic, this));
  }

  /** For the channel's actor: the ref of the push that is being handled. */
  handling(ref: string | null): void {
    this.#currentRef = ref;
  }

  /** For the channel's actor: it has ended. */
  ended(): void {
    for (const release of this.#release.splice(0)) release();
  }

  #newBroadcast(event: string, payload: object): Broadcast {
    checkPayload(event, payload);
    const broadcast = { topic: this.topic, event, payload };
    // Encoded now: a payload that cannot be is this channel's mistake, not its subscribers'.
    broadcastFrame(broadcast);
    return broadcast;
  }
}

function asMessage(message: unknown): ChannelMessage {
  return { type: "message", message };
}

function encodePayload(event: string, payload: object): string {
  checkPayload(event, payload);
  return JSON.stringify(payload);
}

function checkPayload(event: string, payload: unknown): void {
  if (typeof payload === "object" && payload !== null && !Array.isArray(payload)) return;
  throw new ChannelError(
    "invalid-payload",
    `The payload of "${event}" is ${JSON.stringify(payload)?.slice(0, 80)}; clients take objects and bytes only. Wrap it: { value: … }.`,
  );
}
