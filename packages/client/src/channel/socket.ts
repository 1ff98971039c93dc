import { decodeFrame, encodeFrame, EVENTS, TOPICS } from "@firecrest/wire";
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
  /** Told whenever the connection opens or is lost. */
  readonly onStateChange?: (isOpen: boolean) => void;
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

const RECONNECT_DELAYS_MS = [100, 200, 500, 1_000, 2_000, 5_000];
const REJOIN_DELAYS_MS = [1_000, 2_000, 5_000, 10_000];

/**
 * A client's connection to a server that speaks Phoenix Channels V2 (liveview-protocol.md §1). Once told to connect it stays
 * connected: whatever ends the connection, other than {@link Socket.disconnect}, is followed by attempts to get it back.
 */
export class Socket {
  readonly #url: string;
  readonly #options: SocketOptions;
  readonly #clock: Clock;
  readonly #channels = new Set<Channel>();
  #connection: WebSocketLike | undefined;
  #isOpen = false;
  #isWanted = false;
  #isAsleep = false;
  #attempts = 0;
  #lastRef = 0;
  #heartbeatRef: string | undefined;
  #cancelTimer: () => void = nothing;

  /** @param url the endpoint's `ws:` or `wss:` URL without `/websocket`. */
  constructor(url: string, options: SocketOptions) {
    this.#url = url;
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  /** Whether a message sent now would leave. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Opens the connection, and keeps it. */
  connect(): void {
    this.#isWanted = true;
    if (this.#connection === undefined) this.#open();
  }

  /** Closes the connection for good, until the next {@link connect}. */
  disconnect(): void {
    this.#isWanted = false;
    this.#drop("disconnected");
  }

  /** A channel on `topic`, not joined yet. Its `params` are asked for at every join. */
  channel(topic: string, listener: ChannelListener = {}): Channel {
    const { rejoinDelaysMs = REJOIN_DELAYS_MS, timeoutMs = 10_000, random = systemRandom } = this.#options;
    const channel: Channel = new Channel(topic, listener, {
      clock: this.#clock,
      joinTimeoutMs: timeoutMs,
      rejoinDelayMs: (attempt) => backoffMs(rejoinDelaysMs, attempt, random),
      isOpen: () => this.#isOpen,
      nextRef: () => this.#nextRef(),
      send: (frame) => this.#connection?.send(encodeFrame(frame)),
      add: () => this.#channels.add(channel),
      remove: () => this.#channels.delete(channel),
    });
    return channel;
  }

  /**
   * Makes no further attempts to connect until {@link probe}: for a page that nobody sees. A connection that stands, stands.
   */
  sleep(): void {
    this.#isAsleep = true;
  }

  /** Finds out now, not at the next timer, whether the connection is alive: for a page that has been asleep or offline. */
  probe(): void {
    this.#isAsleep = false;
    if (this.#isOpen) this.#heartbeat(this.#options.timeoutMs ?? 10_000);
    else if (this.#isWanted && this.#connection === undefined) this.#open();
  }

  #open(): void {
    this.#cancelTimer();
    const query = new URLSearchParams({ ...this.#options.params?.(), vsn: "2.0.0" });
    const connection = new this.#options.WebSocket(`${this.#url}/websocket?${query}`);
    this.#connection = connection;
    connection.onopen = () => this.#opened();
    connection.onmessage = ({ data }: { readonly data: unknown }) => this.#receive(data);
    connection.onclose = () => this.#drop("closed");
    connection.onerror = nothing; // a close follows, and says no less
    this.#cancelTimer = this.#clock.setTimer(this.#options.timeoutMs ?? 10_000, () => this.#drop("connect timeout"));
  }

  #opened(): void {
    this.#isOpen = true;
    this.#attempts = 0;
    this.#scheduleHeartbeat();
    this.#options.onStateChange?.(true);
    for (const channel of this.#channels) channel.socketOpened();
  }

  /** Forgets the connection at once: on a dead network its own `close` event would be minutes away. */
  #drop(reason: string): void {
    const connection = this.#connection;
    const wasOpen = this.#isOpen;
    this.#cancelTimer();
    this.#connection = undefined;
    this.#isOpen = false;
    this.#heartbeatRef = undefined;
    if (connection !== undefined) {
      connection.onopen = connection.onmessage = connection.onclose = nothing;
      connection.close(1000, reason);
    }
    if (wasOpen) {
      this.#options.onStateChange?.(false);
      for (const channel of this.#channels) channel.socketClosed();
    }
    if (this.#isWanted) this.#scheduleReconnect();
  }

  #scheduleReconnect(): void {
    const { reconnectDelaysMs = RECONNECT_DELAYS_MS, random = systemRandom } = this.#options;
    this.#cancelTimer = this.#clock.setTimer(backoffMs(reconnectDelaysMs, this.#attempts++, random), () => {
      if (!this.#isAsleep) this.#open();
    });
  }

  #scheduleHeartbeat(): void {
    this.#cancelTimer();
    const { heartbeatMs = 30_000 } = this.#options;
    this.#cancelTimer = this.#clock.setTimer(heartbeatMs, () => this.#heartbeat(heartbeatMs));
  }

  #heartbeat(patienceMs: number): void {
    this.#cancelTimer();
    this.#heartbeatRef = this.#nextRef();
    const frame = { joinRef: null, ref: this.#heartbeatRef, topic: TOPICS.heartbeat, event: EVENTS.heartbeat, payload: {} };
    this.#connection?.send(encodeFrame(frame));
    this.#cancelTimer = this.#clock.setTimer(patienceMs, () => this.#drop("heartbeat timeout"));
  }

  #receive(data: unknown): void {
    const frame = decodeFrame(String(data));
    if (frame.topic === TOPICS.heartbeat && frame.ref === this.#heartbeatRef) return this.#scheduleHeartbeat();
    for (const channel of this.#channels) {
      if (channel.topic === frame.topic) channel.receive(frame);
    }
  }

  #nextRef(): string {
    return String(++this.#lastRef);
  }
}

function nothing(): void {}
