import { type ExitReason, type RunQueue, spawn } from "@firecrest/actors";
import type { PubSub } from "@firecrest/pubsub";
import { ChannelActor } from "./channel-actor.ts";
import type { ChannelMessage, ChannelSocket } from "./channel-socket.ts";
import { checkTopicPattern } from "./topic-router.ts";
import type { TopicRoute } from "./topic.ts";

/** A reply to the client. Its status is `ok`, `error`, or a word of your own that the client listens for by name. */
export interface ChannelReply {
  readonly status: string;
  /** Any JSON value, or bytes. Default: an empty object. */
  readonly response?: unknown;
}

/** How a join is answered. */
export type JoinReply =
  | { readonly ok: true; readonly response?: unknown }
  | { readonly ok: false; readonly response: unknown };

/** What an author writes for the topics of one kind; each joined topic runs it in an actor of its own. */
export interface ChannelDefinition<Assigns extends object> {
  /** An exact topic, or a prefix that ends in one `*`: `"room:*"`. */
  readonly topic: string;
  /**
   * Lets the client in or not. Keep what you need in `socket.assigns`. Nothing can be pushed or broadcast yet: the client must see the
   * answer first; send yourself a message instead (`socket.send`). A throw is answered `join crashed`.
   */
  join(payload: unknown, socket: ChannelSocket<Assigns>): JoinReply | Promise<JoinReply>;
  /**
   * The client pushed an event. What is returned is the reply to it; nothing, and the client waits for a later `socket.reply`, or in vain.
   * A throw ends the channel, and the client rejoins. Without it every event does that.
   */
  handleIn?(
    event: string,
    payload: unknown,
    socket: ChannelSocket<Assigns>,
  ): ChannelReply | undefined | void | Promise<ChannelReply | undefined | void>;
  /** A message to this actor, or a broadcast on another topic that it subscribed to. */
  handleMessage?(message: unknown, socket: ChannelSocket<Assigns>): void | Promise<void>;
  /** The channel ends: the client left, disconnected, joined anew, or a handler threw. */
  terminate?(reason: ExitReason, socket: ChannelSocket<Assigns>): void;
}

/** What every channel of an app shares. */
export interface ChannelOptions {
  readonly queue: RunQueue;
  readonly pubsub: PubSub;
  /** Events and messages that may wait in one channel. Default 1,000. */
  readonly mailboxMessagesMax?: number;
  /** Milliseconds until an awaiting handler is given up, which ends its channel. Default 30,000. */
  readonly handlerTimeoutMs?: number;
}

/**
 * Makes a route of a channel's definition, for `createEndpoint({ routes })`.
 * Throws `invalid-topic-pattern` for a `*` anywhere but at the end of the topic.
 */
export function channel<Assigns extends object = Record<string, unknown>>(
  definition: ChannelDefinition<Assigns>,
  options: ChannelOptions,
): TopicRoute {
  checkTopicPattern(definition.topic);
  const { queue, pubsub, ...limits } = options;
  return {
    pattern: definition.topic,
    join: (request) => {
      const ref = spawn<ChannelMessage>(queue, new ChannelActor(definition, request, pubsub), {
        name: request.topic,
        ...limits,
      });
      ref.send({ type: "join" });
      return ref;
    },
  };
}
