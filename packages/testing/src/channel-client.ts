import { decodeFrame, encodeBinaryPush, encodeFrame, EVENTS, type Frame } from "@firecrest/wire";
import WebSocket from "ws";

/** What a push was answered with. */
export interface ChannelReply {
  readonly status: string;
  readonly response: Readonly<Record<string, unknown>>;
}

/** How a channel client connects. */
export interface ChannelClientOptions {
  /** Request headers of the upgrade: a cookie, an origin. */
  readonly headers?: Readonly<Record<string, string>>;
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
  /** Every frame received so far, in order. */
  readonly received: Frame[] = [];
  readonly #socket: WebSocket;
  readonly #waiting = new Set<Waiting>();
  readonly #closed: Promise<{ readonly code: number; readonly reason: string }>;
  #ref = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    // One text message arrives as one Buffer, unless `binaryType` is changed.
    socket.on("message", (message: Buffer) => this.#receive(decodeFrame(message.toString())));
    this.#closed = new Promise((resolve) => {
      socket.on("close", (code, reason) => {
        for (const { reject } of this.#waiting) reject(new Error(`The socket closed with ${code} ${String(reason)}.`));
        this.#waiting.clear();
        resolve({ code, reason: String(reason) });
      });
    });
  }

  /** Connects to a socket URL, such as `ws://localhost:4000/live/websocket?vsn=2.0.0`. Rejects with the HTTP status when refused. */
  static connect(url: string, options: ChannelClientOptions = {}): Promise<ChannelClient> {
    const socket = new WebSocket(url, { headers: options.headers ?? {} });
    const client = new ChannelClient(socket);
    return new Promise((resolve, reject) => {
      socket.once("open", () => resolve(client));
      socket.once("unexpected-response", (_request, response) => {
        response.destroy();
        reject(new Error(`The socket was refused with HTTP ${response.statusCode}.`));
      });
      socket.once("error", reject);
    });
  }

  /** Joins a topic; the returned ref is the join ref of what follows. */
  async join(topic: string, payload: unknown): Promise<ChannelReply & { readonly joinRef: string }> {
    const joinRef = this.#nextRef();
    const reply = await this.#ask({ joinRef, ref: joinRef, topic, event: EVENTS.join, payload });
    return { ...reply, joinRef };
  }

  /** Pushes an event and waits for its reply. A payload of bytes travels as they are. */
  push(joinRef: string, topic: string, { event, payload }: { event: string; payload: unknown }): Promise<ChannelReply> {
    return this.#ask({ joinRef, ref: this.#nextRef(), topic, event, payload });
  }

  /** Sends text as it is, however malformed. */
  sendRaw(text: string): void {
    this.#socket.send(text);
  }

  /** The first frame, received already or later, that `accepts` is true of; rejects when the socket closes before. */
  next(accepts: (frame: Frame) => boolean): Promise<Frame> {
    const found = this.received.find(accepts);
    if (found !== undefined) return Promise.resolve(found);
    return new Promise((resolve, reject) => this.#waiting.add({ accepts, resolve, reject }));
  }

  /** Stops reading from the socket, as a browser does that cannot keep up; what arrives waits in the network. */
  pause(): void {
    this.#socket.pause();
  }

  /** Reads again. */
  resume(): void {
    this.#socket.resume();
  }

  /** Resolves when the server, or `close`, has closed the socket. */
  get closed(): Promise<{ readonly code: number; readonly reason: string }> {
    return this.#closed;
  }

  /** Closes the socket and waits until it is closed. */
  async close(): Promise<void> {
    this.#socket.close();
    await this.#closed;
  }

  async #ask(frame: Frame): Promise<ChannelReply> {
    const reply = this.next(({ event, ref }) => event === EVENTS.reply && ref === frame.ref);
    const { payload } = frame;
    this.#socket.send(payload instanceof Uint8Array ? encodeBinaryPush({ ...frame, payload }) : encodeFrame(frame));
    return (await reply).payload as ChannelReply;
  }

  #nextRef(): string {
    this.#ref += 1;
    return String(this.#ref);
  }

  #receive(frame: Frame): void {
    this.received.push(frame);
    for (const waiting of this.#waiting) {
      if (!waiting.accepts(frame)) continue;
      this.#waiting.delete(waiting);
      waiting.resolve(frame);
    }
  }
}
