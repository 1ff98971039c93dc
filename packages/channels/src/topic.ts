import type { ActorRef } from "@firecrest/actors";
import type { SocketInfo } from "./socket-info.ts";

// What stands between a socket and the actor of one joined topic. Channels (channel.ts) and live views (package `live`)
// are both written against these types: the socket knows neither.

/** Topics of one kind, and how they are joined. */
export interface TopicRoute {
  /** An exact topic, or a prefix that ends in one `*`: `"room:*"`. */
  readonly pattern: string;
  /**
   * Spawns the actor that will accept or refuse this join. A throw is answered `join crashed`, and so is the
   * actor's end before it has answered.
   */
  join(request: JoinRequest): ActorRef<TopicMessage>;
}

/** One wish to join. */
export interface JoinRequest {
  readonly topic: string;
  /** What the client sent with it, unchecked. */
  readonly payload: unknown;
  readonly socket: SocketInfo;
  /** The actor's way to this client, from now until either of them ends. */
  readonly port: TopicPort;
}

/** What a topic's actor hears from its socket. */
export type TopicMessage =
  /** The client pushed an event; one with a `ref` waits for a reply. The payload of a binary push is a Uint8Array. */
  | { readonly type: "push"; readonly event: string; readonly ref: string | null; readonly payload: unknown }
  /** The client leaves: stop. The leave is answered by the actor's reply, or else by its end. */
  | { readonly type: "leave"; readonly ref: string | null }
  /** The client was congested when the actor asked, and has caught up. */
  | { readonly type: "drained" };

/** What a topic's actor may do to its client. Everything is harmless, and without effect, after the topic has ended. */
export interface TopicPort {
  readonly topic: string;
  readonly joinRef: string | null;
  /** Answers the join; `json` is the response as JSON text. Throws `already-joined` when called twice. */
  acceptJoin(json: string): void;
  /** Refuses the join and ends the actor; `json` is the response as JSON text, conventionally `{"reason":…}`. */
  refuseJoin(json: string): void;
  /** Replies to the push with that ref. Throws `not-joined` before the join is accepted: clients rely on the join's reply coming first. */
  reply(ref: string, status: string, json: string): void;
  /** {@link reply} with bytes. */
  replyBinary(ref: string, status: string, bytes: Uint8Array): void;
  /** Sends an event to this client; `json` is its payload as JSON text. Throws `not-joined` before the join is accepted. */
  push(event: string, json: string): void;
  /** {@link push} with bytes. */
  pushBinary(event: string, bytes: Uint8Array): void;
  /** Sends a whole frame that was encoded once for many clients ({@link Broadcast}). Throws `not-joined` before the join is accepted. */
  pushFrame(frame: string | Uint8Array): void;
  /** Tells the client that the topic has ended in order (it will not rejoin), and ends the actor. */
  close(): void;
  /**
   * True while more than `bufferedBytesSoftMax` bytes wait for this client. Whoever reads true is sent `{ type: "drained" }`
   * when they are gone, and should produce nothing until then.
   */
  readonly congested: boolean;
}
