import { encodeFrame, type Frame } from "@firecrest/wire";
import { HEARTBEAT, HEARTBEAT_TOPIC, JOIN } from "./event-names.ts";
import { backoffMs } from "./backoff.ts";
import { Channel, type ChannelListener } from "./channel.ts";
import { type Clock, systemClock } from "./clock.ts";
import { type Random, systemRandom } from "./random.ts";
import type { WebSocketConstructor, WebSocketLike } from "./websocket-like.ts";

/** How a {@link Socket} connects, and how patient it is. */
export interface SocketOptions {
  /** The WebSocket class to use: `globalThis.WebSocket`, or that of `ws`. */
  readonly WebSocket: WebSocketConstructor;
  /** Query parameters of the URL, asked for at every attempt. Default none. */
  readonly params?: () => Readonly<Record<string, string>>;
  /** Delays between attempts to connect, the last one repeated, each spread by ±50 %. Default 100 ms up to 5 s. */
  readonly reconnectDelaysMs?: readonly number[];
  /** Delays before a channel that failed is joined again, spread likewise. Default 1 s up to 10 s. */
  readonly rejoinDelaysMs?: readonly number[];
  /** Time between heartbeats, and the longest wait for the answer to one. Default 30,000. */
  readonly heartbeatMs?: number;
  /** Longest wait for a connection to open, for the answer to a join, and for that to a {@link Socket.probe}. Default 10,000. */
  readonly timeoutMs?: number;
  /** Default the system's clock. */
  readonly clock?: Clock;
  /** Default the system's dice. */
  readonly random?: Random;
}

/** What our server sends is not looked at twice: who does not trust it should not have come. */
type WireFrame = readonly [joinRef: string | null, ref: string | null, topic: string, event: string, payload: unknown];

/**
 * A client's connection to a server that speaks Phoenix Channels V2 (liveview-protocol.md §1). Once told to connect it stays
 * connected: whatever ends the connection, other than {@link Socket.disconnect}, is followed by attempts to get it back.
 */
export class Socket {
  readonly #url: string;
  readonly #options: Required<SocketOptions>;
  readonly #channels = new Set<Channel>();
  #connection: WebSocketLike | undefined;
  #isOpen = false;
  #isWanted = false;
  #isAsleep = false;
  #attempts = 0;
  #lastRef = 0;
  #heartbeatRef = "";
  #cancelTimer: (() => void) | undefined;

  /** @param url the endpoint's `ws:` or `wss:` URL without `/websocket`. */
  constructor(url: string, options: SocketOptions) {
    this.#url = url;
    this.#options = {
      params: () => ({}),
      reconnectDelaysMs: [100, 200, 500, 1_000, 2_000, 5_000],
      rejoinDelaysMs: [1_000, 2_000, 5_000, 10_000],
      heartbeatMs: 30_000,
      timeoutMs: 10_000,
      clock: systemClock,
      random: systemRandom,
      ...options,
    };
  }

  /** Whether a message sent now would leave. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Opens the connection, and keeps it. */
  connect(): void {
    this.#isWanted = true;
    if (!this.#connection) this.#open();
  }

  /** Closes the connection for good, until the next {@link connect}. */
  disconnect(): void {
    this.#isWanted = false;
    this.#drop();
  }

  /** A channel on `topic`, not joined yet. Its `params` are asked for at every join. */
  channel(topic: string, listener: ChannelListener = {}): Channel {
    const { clock, timeoutMs, rejoinDelaysMs, random } = this.#options;
    return new Channel(topic, listener, {
      channels: this.#channels,
      clock,
      timeoutMs,
      rejoinDelayMs: (attempt) => backoffMs(rejoinDelaysMs, attempt, random),
      isOpen: () => this.#isOpen,
      send: (frame) => this.#send(frame),
    });
  }

  /** Makes no further attempts to connect until {@link probe}: for a page that nobody sees. A connection that stands, stands. */
  sleep(): void {
    this.#isAsleep = true;
  }

  /** Finds out now, not at the next timer, whether the connection is alive: for a page that has been asleep or offline. */
  probe(): void {
    this.#isAsleep = false;
    if (this.#isOpen) this.#heartbeat(this.#options.timeoutMs);
    else if (this.#isWanted && !this.#connection) this.#open();
  }

  #open(): void {
    const { params, timeoutMs, WebSocket } = this.#options;
    const query = new URLSearchParams({ ...params(), vsn: "2.0.0" });
    const connection = new WebSocket(`${this.#url}/websocket?${query}`);
    this.#connection = connection;
    connection.onopen = () => this.#opened();
    connection.onmessage = ({ data }: { readonly data: unknown }) =>
      this.#receive(JSON.parse(String(data)) as WireFrame);
    connection.onclose = () => this.#drop();
    connection.onerror = nothing; // a close follows, and says no less
    this.#after(timeoutMs, () => this.#drop());
  }

  #opened(): void {
    this.#isOpen = true;
    this.#attempts = 0;
    this.#scheduleHeartbeat();
    for (const channel of this.#channels) channel.socketOpened();
  }

  /** Forgets the connection at once: on a dead network its own `close` event would be minutes away. */
  #drop(): void {
    const connection = this.#connection;
    this.#cancelTimer?.();
    this.#connection = undefined;
    this.#isOpen = false;
    if (connection) {
      connection.onopen = connection.onmessage = connection.onclose = nothing;
      connection.close(1000);
    }
    if (this.#isWanted) {
      const { reconnectDelaysMs, random } = this.#options;
      this.#after(backoffMs(reconnectDelaysMs, this.#attempts++, random), () => {
        if (!this.#isAsleep) this.#open();
      });
    }
    for (const channel of this.#channels) channel.socketClosed();
  }

  #scheduleHeartbeat(): void {
    const { heartbeatMs } = this.#options;
    this.#after(heartbeatMs, () => this.#heartbeat(heartbeatMs));
  }

  #heartbeat(patienceMs: number): void {
    this.#heartbeatRef = this.#send({ joinRef: null, topic: HEARTBEAT_TOPIC, event: HEARTBEAT, payload: {} });
    this.#after(patienceMs, () => this.#drop());
  }

  #receive([joinRef, ref, topic, event, payload]: WireFrame): void {
    if (topic === HEARTBEAT_TOPIC && ref === this.#heartbeatRef) return this.#scheduleHeartbeat();
    for (const channel of this.#channels) {
      if (channel.topic === topic) channel.receive({ joinRef, ref, topic, event, payload });
    }
  }

  /** Sends a message and returns its ref. That of a join is its join ref too. */
  #send({ joinRef, ...frame }: Omit<Frame, "ref">): string {
    const ref = String(++this.#lastRef);
    const whole = { ...frame, joinRef: joinRef ?? (frame.event === JOIN ? ref : null), ref };
    this.#connection?.send(isPacker(frame.payload) ? frame.payload(whole) : encodeFrame(whole));
    return ref;
  }

  /** There is one thing to wait for at a time: the next attempt, its success, the next heartbeat, or the answer to it. */
  #after(delayMs: number, task: () => void): void {
    this.#cancelTimer?.();
    this.#cancelTimer = this.#options.clock.setTimer(delayMs, task);
  }
}

/** A payload that is no JSON brings its own way to become a frame: text-only pages need not know any. */
function isPacker(payload: unknown): payload is (frame: Frame) => Uint8Array<ArrayBuffer> {
  return typeof payload === "function";
}

function nothing(): void {}
