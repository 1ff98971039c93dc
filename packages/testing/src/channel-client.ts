import { decodeBinaryMessage, decodeFrame, encodeBinaryPush, encodeFrame, EVENTS, type Frame } from "@firecrest/wire";
import type { App } from "@firecrest/live";
import { TestingError } from "./errors.ts";
import { memoryNetworkOf } from "./network/memory-networks.ts";
import type { Link, LinkListener, Network, RequestHeaders } from "./network/network.ts";
import { openWebSocket } from "./network/socket-network.ts";

/** What a push was answered with. */
export interface ChannelReply {
  readonly status: string;
  readonly response: Readonly<Record<string, unknown>>;
}

/** How a channel client connects. */
export interface ChannelClientOptions {
  /** Request headers of the upgrade: a cookie, an origin. */
  readonly headers?: RequestHeaders;
}

/** How a channel client connects to an app in its own process. */
export interface LocalChannelOptions extends ChannelClientOptions {
  /** The params of the handshake. */
  readonly params?: Readonly<Record<string, string>>;
}

/** What the socket closed with. */
export interface SocketClose {
  readonly code: number;
  readonly reason: string;
}

interface Waiting {
  readonly accepts: (frame: Frame) => boolean;
  readonly resolve: (frame: Frame) => void;
  readonly reject: (error: Error) => void;
}

/**
 * One websocket that speaks Channels V2, for tests: it sends frames and waits for frames, and keeps every frame it
 * received. It heartbeats, reconnects and forgives nothing.
 */
export class ChannelClient {
  /** Every frame received so far, in order. Bytes are the payload of a push, and the response of a reply. */
  readonly received: Frame[] = [];
  readonly #waiting = new Set<Waiting>();
  readonly #listeners = new Set<(frame: Frame) => void>();
  readonly #closed: Promise<SocketClose>;
  #tellClosed: (close: SocketClose) => void = ignore;
  #link: Link | undefined;
  #close: SocketClose | undefined;
  #ref = 0;

  private constructor() {
    this.#closed = new Promise((resolve) => {
      this.#tellClosed = resolve;
    });
  }

  /** Connects to a socket URL, such as `ws://localhost:4000/live/websocket?vsn=2.0.0`. Rejects with "socket-refused". */
  static connect(url: string, options: ChannelClientOptions = {}): Promise<ChannelClient> {
    return ChannelClient.#on((listener) => openWebSocket(url, options.headers ?? {}, listener));
  }

  /** Connects to the socket at `path` (`"/socket"`) of an app in this process. Rejects with "socket-refused". */
  static open(app: App, path: string, options: LocalChannelOptions = {}): Promise<ChannelClient> {
    const query = new URLSearchParams({ ...options.params, vsn: "2.0.0" }).toString();
    return ChannelClient.over(memoryNetworkOf(app), `${path}/websocket?${query}`, options.headers);
  }

  /** Connects over the network of a page. Rejects with "socket-refused". */
  static over(network: Network, path: string, headers: RequestHeaders = {}): Promise<ChannelClient> {
    return ChannelClient.#on((listener) => network.open(path, headers, listener));
  }

  static async #on(open: (listener: LinkListener) => Promise<Link>): Promise<ChannelClient> {
    const client = new ChannelClient();
    client.#link = await open({
      message: (message) => client.#receive(message),
      closed: (code, reason) => client.#ended({ code, reason }),
    });
    return client;
  }

  /** Joins a topic; the returned ref is the join ref of what follows. */
  async join(topic: string, payload: unknown = {}): Promise<ChannelReply & { readonly joinRef: string }> {
    const joinRef = this.nextRef();
    const reply = await this.#ask({ joinRef, ref: joinRef, topic, event: EVENTS.join, payload });
    return { ...reply, joinRef };
  }

  /** Pushes an event and waits for its reply. A Uint8Array travels as bytes. */
  push(joinRef: string, topic: string, { event, payload }: { event: string; payload: unknown }): Promise<ChannelReply> {
    return this.#ask({ joinRef, ref: this.nextRef(), topic, event, payload });
  }

  /** Sends a frame as it is, and waits for nothing. */
  send(frame: Frame): void {
    const { payload } = frame;
    this.sendRaw(payload instanceof Uint8Array ? encodeBinaryPush({ ...frame, payload }) : encodeFrame(frame));
  }

  /** Sends text or bytes as they are, however malformed. Throws "socket-closed". */
  sendRaw(message: string | Uint8Array): void {
    if (this.#close !== undefined) throw closedError(this.#close);
    this.#link?.send(message);
  }

  /** A ref that no frame of this socket has had. */
  nextRef(): string {
    this.#ref += 1;
    return String(this.#ref);
  }

  /** The first frame, received already or later, that `accepts` is true of; rejects with "socket-closed" when none can come any more. */
  next(accepts: (frame: Frame) => boolean): Promise<Frame> {
    const found = this.received.find(accepts);
    if (found !== undefined) return Promise.resolve(found);
    if (this.#close !== undefined) return Promise.reject(closedError(this.#close));
    return new Promise((resolve, reject) => this.#waiting.add({ accepts, resolve, reject }));
  }

  /** Calls `listener` with every frame from now on, as it arrives. Returns what ends that. */
  listen(listener: (frame: Frame) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Stops reading from the socket, as a browser does that cannot keep up; what arrives waits in the network. */
  pause(): void {
    this.#link?.pause();
  }

  /** Reads again. */
  resume(): void {
    this.#link?.resume();
  }

  /** Resolves when the server, or `close`, has closed the socket. */
  get closed(): Promise<SocketClose> {
    return this.#closed;
  }

  /** Whether the socket is open. */
  get isOpen(): boolean {
    return this.#close === undefined;
  }

  /** Closes the socket and waits until it is closed. */
  async close(): Promise<void> {
    this.#link?.close();
    await this.#closed;
  }

  async #ask(frame: Frame): Promise<ChannelReply> {
    const reply = this.next(({ event, ref }) => event === EVENTS.reply && ref === frame.ref);
    this.send(frame);
    return (await reply).payload as ChannelReply;
  }

  #receive(message: string | Uint8Array): void {
    const frame = typeof message === "string" ? decodeFrame(message) : binaryFrame(message);
    this.received.push(frame);
    for (const listener of this.#listeners) listener(frame);
    for (const waiting of this.#waiting) {
      if (!waiting.accepts(frame)) continue;
      this.#waiting.delete(waiting);
      waiting.resolve(frame);
    }
  }

  #ended(close: SocketClose): void {
    this.#close = close;
    for (const { reject } of this.#waiting) reject(closedError(close));
    this.#waiting.clear();
    this.#tellClosed(close);
  }
}

/** A message of bytes as the frame that it would be as text. */
function binaryFrame(bytes: Uint8Array): Frame {
  const message = decodeBinaryMessage(bytes);
  const { topic, data } = message;
  if (message.kind === "broadcast") return { joinRef: null, ref: null, topic, event: message.event, payload: data };
  const { joinRef } = message;
  if (message.kind === "push") return { joinRef, ref: null, topic, event: message.event, payload: data };
  return { joinRef, ref: message.ref, topic, event: EVENTS.reply, payload: { status: message.status, response: data } };
}

function closedError({ code, reason }: SocketClose): TestingError {
  const why = reason === "" ? "" : ` (${reason})`;
  return new TestingError(
    "socket-closed",
    `The socket closed with ${code}${why}. What was asked of it is not answered any more; connect again.`,
  );
}

function ignore(): void {}
