import { type Frame } from "@firecrest/wire";
import { CLOSE, ERROR, JOIN, LEAVE, REPLY } from "./event-names.ts";
import type { Clock } from "./clock.ts";
import { readReply, type Reply } from "./reply.ts";

/** What a channel tells its owner. Every member is optional; none may throw. */
export interface ChannelListener {
  /** The payload of a join, asked for at every (re)join. Default `{}`. */
  readonly params?: () => unknown;
  /** The server accepted a join. Called at every rejoin too. */
  readonly joined?: (response: unknown) => void;
  /** A join was refused or not answered. It is tried again unless the channel leaves now. */
  readonly refused?: (reply: Reply) => void;
  /** A message that answers nothing. */
  readonly message?: (event: string, payload: unknown) => void;
  /** The channel crashed (`payload` is the server's), or lost its connection (`undefined`). It will be joined again. */
  readonly failed?: (payload: unknown) => void;
  /** The server ended the channel in order. It will not be joined again. */
  readonly closed?: () => void;
}

/** What a channel needs of its socket. */
export interface ChannelPort {
  /** Those that hear of the socket. */
  readonly channels: Set<Channel>;
  readonly clock: Clock;
  /** Longest wait for the answer to a join. */
  readonly timeoutMs: number;
  rejoinDelayMs(attempt: number): number;
  isOpen(): boolean;
  /** Sends a message and returns its ref; a join, whose `joinRef` is null, takes that for both. */
  send(frame: Omit<Frame, "ref">): string;
}

type ChannelState = "idle" | "joining" | "joined" | "failed";

/** A conversation on one topic of a socket. A channel that was joined stays joined: it comes back after every failure. */
export class Channel {
  readonly topic: string;
  readonly #listener: ChannelListener;
  readonly #port: ChannelPort;
  readonly #waiting = new Map<string, (reply: Reply) => void>();
  #state: ChannelState = "idle";
  #joinRef: string | null = null;
  #attempts = 0;
  #cancelRejoin: (() => void) | undefined;

  /** Channels are made by `socket.channel(…)`. */
  constructor(topic: string, listener: ChannelListener, port: ChannelPort) {
    this.topic = topic;
    this.#listener = listener;
    this.#port = port;
  }

  /** Whether a push would leave now. */
  get isJoined(): boolean {
    return this.#state === "joined";
  }

  /** Joins as soon as the socket is open. */
  join(): void {
    this.#port.channels.add(this);
    this.#state = "failed";
    if (this.#port.isOpen()) this.#join();
  }

  /** Leaves for good; pushes that wait for an answer get `closed`. */
  leave(): void {
    if (this.#joinRef !== null && this.#port.isOpen()) this.#send(LEAVE, {});
    this.#end();
  }

  /** Sends a message and waits for the answer, at most `timeoutMs` (default 30,000). Never rejects. */
  push(event: string, payload: unknown, timeoutMs = 30_000): Promise<Reply> {
    if (!this.isJoined) return Promise.resolve({ status: "closed" });
    return new Promise((resolve) => this.#expect(this.#send(event, payload), timeoutMs, resolve));
  }

  /** The socket's part: it has (re)opened. */
  socketOpened(): void {
    if (this.#state === "failed") this.#join();
  }

  /** The socket's part: the connection is lost. */
  socketClosed(): void {
    if (this.#state === "joining" || this.isJoined) this.#fail(undefined);
  }

  /** The socket's part: a frame on this topic. One of an earlier incarnation is dropped: that makes rejoins safe. */
  receive({ joinRef, ref, event, payload }: Frame): void {
    if (joinRef !== null && joinRef !== this.#joinRef) return;
    if (event === REPLY) {
      this.#waiting.get(ref ?? "")?.(readReply(payload));
    } else if (event === ERROR) {
      this.#fail(payload);
      this.#scheduleRejoin();
    } else if (event === CLOSE) {
      this.#end();
      this.#listener.closed?.();
    } else if (this.isJoined) {
      this.#listener.message?.(event, payload);
    }
  }

  #join(): void {
    this.#cancelRejoin?.();
    this.#state = "joining";
    this.#joinRef = null;
    this.#joinRef = this.#send(JOIN, this.#listener.params?.() ?? {});
    this.#expect(this.#joinRef, this.#port.timeoutMs, (reply) => this.#joinAnswered(reply));
  }

  #joinAnswered(reply: Reply): void {
    // The connection was lost, or we left: whoever did that has said so.
    if (reply.status === "closed") return;
    if (reply.status === "ok") {
      this.#state = "joined";
      this.#attempts = 0;
      this.#listener.joined?.(reply.response);
    } else {
      this.#state = "failed";
      this.#scheduleRejoin();
      this.#listener.refused?.(reply);
    }
  }

  #scheduleRejoin(): void {
    this.#cancelRejoin?.();
    this.#cancelRejoin = this.#port.clock.setTimer(this.#port.rejoinDelayMs(this.#attempts++), () => {
      if (this.#port.isOpen()) this.socketOpened();
    });
  }

  #fail(payload: unknown): void {
    this.#state = "failed";
    this.#cancelRejoin?.();
    this.#release();
    this.#listener.failed?.(payload);
  }

  #end(): void {
    this.#state = "idle";
    this.#joinRef = null;
    this.#cancelRejoin?.();
    this.#port.channels.delete(this);
    this.#release();
  }

  #expect(ref: string, timeoutMs: number, resolve: (reply: Reply) => void): void {
    const settle = (reply: Reply): void => {
      cancel();
      this.#waiting.delete(ref);
      resolve(reply);
    };
    const cancel = this.#port.clock.setTimer(timeoutMs, () => settle({ status: "timeout" }));
    this.#waiting.set(ref, settle);
  }

  #release(): void {
    for (const settle of this.#waiting.values()) settle({ status: "closed" });
  }

  #send(event: string, payload: unknown): string {
    return this.#port.send({ joinRef: this.#joinRef, topic: this.topic, event, payload });
  }
}
