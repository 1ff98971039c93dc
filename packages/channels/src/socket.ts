import type { RunQueue } from "@firecrest/actors";
import type { PubSub, Subscriber } from "@firecrest/pubsub";
import { EVENTS, type Frame, FrameError, TOPICS, decodeBinaryPush, decodeFrame, encodeReply } from "@firecrest/wire";
import { isBroadcast } from "./broadcast.ts";
import { JoinedTopic, type TopicOwner } from "./joined-topic.ts";
import { Budget, type Rate, type SocketLimits } from "./limits.ts";
import type { Logger } from "./logger.ts";
import type { Connection, ConnectionHandlers } from "./serve/serve.ts";
import type { SocketInfo } from "./socket-info.ts";
import { matchRoute } from "./topic-router.ts";
import type { TopicRoute } from "./topic.ts";

/** What all sockets of one endpoint share. */
export interface SocketContext {
  readonly routes: readonly TopicRoute[];
  readonly queue: RunQueue;
  readonly limits: SocketLimits;
  readonly joinRate: Rate;
  readonly messageRate: Rate;
  readonly log: Logger;
  readonly tellsCrashes: boolean;
}

/** The broadcast that closes every socket with a given id (realtime.md §1.2). */
const DISCONNECT_EVENT = "disconnect";

/**
 * One client: its connection, the topics it has joined, and the rules of Channels V2 between them (realtime.md §1.5).
 *
 * A join does not block the socket (realtime.md §7 D1): its topic's own mailbox keeps what the client pushes meanwhile, and the
 * port lets nothing out before the join's reply; heartbeats and other topics flow.
 *
 * Back-pressure. Above `bufferedBytesSoftMax` unsent bytes `TopicPort.congested` turns true: a live view then renders nothing,
 * until a `drained` message tells it that everything has left, and its next diff brings the client to the latest state: nothing is
 * lost, since nothing was computed. A channel's pushes and broadcasts are events, which must not be merged or dropped; they go on
 * until the transport's hard limit closes the connection with 1013, and the client comes back to a fresh join.
 */
export class Socket implements ConnectionHandlers, TopicOwner, Subscriber {
  readonly #connection: Connection;
  readonly #context: SocketContext;
  readonly #info: SocketInfo;
  readonly #topics = new Map<string, JoinedTopic>();
  readonly #messages: Budget;
  #joins: Budget | undefined;
  #isClosed = false;
  /** Ends the subscription to the socket's id. */
  #unsubscribe: (() => void) | undefined;

  constructor(connection: Connection, context: SocketContext, info: SocketInfo) {
    this.#connection = connection;
    this.#context = context;
    this.#info = info;
    this.#messages = new Budget(context.messageRate, context.queue.clock.nowMs());
  }

  /** Lets a `disconnect` broadcast on the socket's id close it, until it is closed. */
  listenForDisconnect(id: string, pubsub: PubSub): void {
    this.#unsubscribe = pubsub.subscribe(id, this);
  }

  get isCongested(): boolean {
    return this.#connection.bufferedBytes > this.#context.limits.bufferedBytesSoftMax;
  }

  get tellsCrashes(): boolean {
    return this.#context.tellsCrashes;
  }

  message(message: string | Uint8Array): void {
    const { limits, queue } = this.#context;
    const frame = this.#decode(message);
    if (frame === undefined) return;
    // Bytes go to uploads, each of which waits for its answer; the mailbox of their topic bounds who does not.
    const isCounted = typeof message === "string" || !this.#topics.has(frame.topic);
    if (isCounted && !this.#messages.spend(queue.clock)) {
      const reason = `The client sends more than messagesPerSecondMax (${limits.messagesPerSecondMax}) messages a second.`;
      return this.#refuse(1013, reason);
    }
    this.#receive(frame);
    // Within the transport's callback, so that the replies leave in the same write.
    queue.drain();
  }

  drained(): void {
    for (const topic of this.#topics.values()) topic.drained();
    this.#context.queue.drain();
  }

  closed(): void {
    this.#isClosed = true;
    this.#unsubscribe?.();
    for (const topic of this.#topics.values()) topic.disconnect();
    this.#topics.clear();
  }

  /** From pubsub, on the topic of the socket's id. */
  deliver(message: unknown): void {
    // 1001 and not 1000: older clients take 1000 as final and do not come back (realtime.md §1.2).
    if (isBroadcast(message) && message.event === DISCONNECT_EVENT) this.#connection.close(1001, "disconnected");
  }

  send(message: string | Uint8Array): void {
    if (!this.#isClosed) this.#connection.send(message);
  }

  forget(topic: JoinedTopic): void {
    if (this.#topics.get(topic.topic) === topic) this.#topics.delete(topic.topic);
  }

  #decode(message: string | Uint8Array): Frame | undefined {
    try {
      return typeof message === "string" ? decodeFrame(message) : decodeBinaryPush(message);
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      this.#refuse(error.code === "malformed-json" ? 1007 : 1002, error.message);
      return undefined;
    }
  }

  #receive(frame: Frame): void {
    // A heartbeat that waits for anything makes clients reconnect (realtime.md §1.15).
    if (frame.topic === TOPICS.heartbeat && frame.event === EVENTS.heartbeat) return this.#replyOk(frame, null);
    if (frame.event === EVENTS.join) return this.#join(frame);
    const topic = this.#topics.get(frame.topic);
    const isStale = frame.joinRef !== null && frame.joinRef !== topic?.joinRef;
    if (frame.event === EVENTS.leave) return this.#leave(frame, isStale ? undefined : topic);
    if (topic === undefined) return this.#replyError(frame, null, "unmatched topic");
    // What was sent to the topic's predecessor has nobody to hear it, and an answer would confuse its successor.
    if (!isStale) this.#push(frame, topic);
  }

  #push(frame: Frame, topic: JoinedTopic): void {
    const { event, ref, payload } = frame;
    const result = topic.deliver({ type: "push", event, ref, payload });
    if (result === "dead") this.#replyError(frame, null, "unmatched topic");
    else if (result === "mailbox-full") {
      topic.overflow();
      this.#refuse(
        1013,
        `The mailbox of "${topic.topic}" is full: the client pushes faster than its events are handled.`,
      );
    }
  }

  #leave(frame: Frame, topic: JoinedTopic | undefined): void {
    if (topic === undefined) this.#replyOk(frame, frame.joinRef);
    else topic.leave(frame.ref);
  }

  #join(frame: Frame): void {
    if (
      isLongerThan(frame.joinRef, this.#context.limits.refLengthMax) ||
      isLongerThan(frame.ref, this.#context.limits.refLengthMax)
    ) {
      return this.#refuse(1002, `A join ref is longer than refLengthMax (${this.#context.limits.refLengthMax}).`);
    }
    const route = matchRoute(this.#context.routes, frame.topic);
    if (route === undefined) {
      this.#warn("channels: refused a join: no route covers its topic", { topic: frame.topic.slice(0, 80) });
      return this.#replyError(frame, null, "unmatched topic");
    }
    const refusal = this.#joinRefusal(frame.topic);
    if (refusal === undefined) return this.#start(frame, route);
    this.#warn("channels: refused a join: over a limit", { topic: frame.topic.slice(0, 80), reason: refusal });
    this.#replyError(frame, frame.joinRef, refusal);
  }

  /** Why this socket may not join now; undefined when it may. */
  #joinRefusal(topic: string): string | undefined {
    const { limits, joinRate, queue } = this.#context;
    if (topic.length > limits.topicLengthMax) return "topic too long";
    if (this.#topics.size >= limits.joinsMax && !this.#topics.has(topic)) return "too many channels joined";
    this.#joins ??= new Budget(joinRate, queue.clock.nowMs());
    return this.#joins.spend(queue.clock) ? undefined : "too many joins";
  }

  #start(frame: Frame, route: TopicRoute): void {
    const owed = this.#topics.get(frame.topic)?.replace();
    const port = new JoinedTopic(this, frame, owed);
    this.#topics.set(frame.topic, port);
    try {
      port.attach(route.join({ topic: frame.topic, payload: frame.payload, socket: this.#info, port }));
    } catch (error) {
      this.#context.log.error("channels: joining threw", { topic: frame.topic, error });
      port.crashJoin();
    }
  }

  /** A peer that does this is not a client of ours, or is one that must start anew. */
  #refuse(code: number, reason: string): void {
    this.#warn("channels: closed a socket", { code, reason });
    this.#connection.close(code);
  }

  #replyOk(frame: Frame, joinRef: string | null): void {
    this.send(encodeReply(joinRef, frame.ref, frame.topic, { status: "ok", json: "{}" }));
  }

  #replyError(frame: Frame, joinRef: string | null, reason: string): void {
    this.send(encodeReply(joinRef, frame.ref, frame.topic, { status: "error", json: JSON.stringify({ reason }) }));
  }

  #warn(message: string, fields: Readonly<Record<string, unknown>>): void {
    this.#context.log.warn(message, { ...fields, remoteAddress: this.#connection.remoteAddress });
  }
}

function isLongerThan(ref: string | null, lengthMax: number): boolean {
  return ref !== null && ref.length > lengthMax;
}
