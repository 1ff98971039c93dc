import { EVENTS, type Frame } from "@firecrest/wire";
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
  readonly clock: Clock;
  readonly joinTimeoutMs: number;
  rejoinDelayMs(attempt: number): number;
  isOpen(): boolean;
  nextRef(): string;
  send(frame: Frame): void;
  add(): void;
  remove(): void;
}

type ChannelState = "idle" | "joining" | "joined" | "failed";

/** A conversation on one topic of a socket. A channel that was joined stays joined: it comes back after every failure. */
export class Channel {
  readonly topic: string;
  readonly #listener: ChannelListener;
  readonly #port: ChannelPort;
  readonly #waiting = new Map<string, (reply: Reply) => void>();
  #state: ChannelState = "idle";
  #joinRef = "";
  #attempts = 0;
  #cancelRejoin: () => void = nothing;

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
    this.#port.add();
    this.#state = "failed";
    if (this.#port.isOpen()) this.#join();
  }

  /** Leaves for good; pushes that wait for an answer get `closed`. */
  leave(): void {
    if (this.#state !== "idle" && this.#joinRef !== "" && this.#port.isOpen()) this.#send(this.#port.nextRef(), EVENTS.leave, {});
    this.#end();
  }

  /** Sends a message and waits for the answer, at most `timeoutMs` (default 30,000). Never rejects. */
  push(event: string, payload: unknown, timeoutMs = 30_000): Promise<Reply> {
    if (!this.isJoined) return Promise.resolve({ status: "closed", response: undefined });
    const ref = this.#port.nextRef();
    this.#send(ref, event, payload);
    return new Promise((resolve) => this.#expect(ref, timeoutMs, resolve));
  }

  /** The socket's part: it has (re)opened. */
  socketOpened(): void {
    if (this.#state === "failed") this.#join();
  }

  /** The socket's part: the connection is lost. */
  socketClosed(): void {
    if (this.#state !== "idle") this.#fail(undefined);
  }

  /** The socket's part: a frame on this topic. One of an earlier incarnation is dropped: that makes rejoins safe. */
  receive({ joinRef, ref, event, payload }: Frame): void {
    if (joinRef !== null && joinRef !== this.#joinRef) return;
    switch (event) {
      case EVENTS.reply:
        return this.#waiting.get(ref ?? "")?.(readReply(payload));
      case EVENTS.error:
        this.#fail(payload);
        return this.#scheduleRejoin();
      case EVENTS.close:
        this.#end();
        return this.#listener.closed?.();
      default:
        return this.#listener.message?.(event, payload);
    }
  }

  #join(): void {
    this.#cancelRejoin();
    this.#state = "joining";
    this.#joinRef = this.#port.nextRef();
    this.#send(this.#joinRef, EVENTS.join, this.#listener.params?.() ?? {});
    this.#expect(this.#joinRef, this.#port.joinTimeoutMs, (reply) => this.#joinAnswered(reply));
  }

  #joinAnswered(reply: Reply): void {
    // The connection was lost, or we left: whoever did that has said so.
    if (this.#state !== "joining" || reply.status === "closed") return;
    if (reply.status === "ok") {
      this.#state = "joined";
      this.#attempts = 0;
      this.#listener.joined?.(reply.response);
    } else {
      // The server may have joined us after we gave up waiting; its late answer must not count.
      this.#state = "failed";
      this.#scheduleRejoin();
      this.#listener.refused?.(reply);
    }
  }

  #scheduleRejoin(): void {
    this.#cancelRejoin();
    this.#cancelRejoin = this.#port.clock.setTimer(this.#port.rejoinDelayMs(this.#attempts++), () => {
      if (this.#state === "failed" && this.#port.isOpen()) this.#join();
    });
  }

  #fail(payload: unknown): void {
    this.#state = "failed";
    this.#cancelRejoin();
    this.#release();
    this.#listener.failed?.(payload);
  }

  #end(): void {
    this.#state = "idle";
    this.#joinRef = "";
    this.#cancelRejoin();
    this.#port.remove();
    this.#release();
  }

  #expect(ref: string, timeoutMs: number, resolve: (reply: Reply) => void): void {
    const settle = (reply: Reply): void => {
      cancel();
      this.#waiting.delete(ref);
      resolve(reply);
    };
    const cancel = this.#port.clock.setTimer(timeoutMs, () => settle({ status: "timeout", response: undefined }));
    this.#waiting.set(ref, settle);
  }

  #release(): void {
    for (const settle of [...this.#waiting.values()]) settle({ status: "closed", response: undefined });
  }

  #send(ref: string, event: string, payload: unknown): void {
    this.#port.send({ joinRef: this.#joinRef, ref, topic: this.topic, event, payload });
  }
}

function nothing(): void {}
