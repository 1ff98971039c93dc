import assert from "node:assert/strict";
import { once } from "node:events";
import { type Socket, connect } from "node:net";
import { WebSocket } from "ws";

// The two clients of the contract suite: `ws` where a well-behaved one will do, and a raw TCP one that can misbehave.

/** What a WebSocket client sees, one thing at a time. */
export class TestWebSocket {
  readonly #socket: WebSocket;
  readonly #messages: (string | Buffer)[] = [];
  #wake: () => void = () => {};
  /** The close code and reason that this client saw. */
  readonly closed: Promise<{ code: number; reason: string }>;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("error", () => {});
    socket.on("message", (data: Buffer, isBinary) => {
      this.#messages.push(isBinary ? data : data.toString());
      this.#wake();
    });
    this.closed = new Promise((resolve) => {
      socket.on("close", (code, reason) => resolve({ code, reason: reason.toString() }));
    });
  }

  /** Opens a connection. Rejects with `Unexpected server response: 403` when it is refused. */
  static async open(url: string, options: { protocols?: string[]; deflate?: boolean } = {}): Promise<TestWebSocket> {
    const socket = new WebSocket(url, options.protocols ?? [], { perMessageDeflate: options.deflate ?? false });
    const client = new TestWebSocket(socket);
    await once(socket, "open");
    return client;
  }

  get protocol(): string {
    return this.#socket.protocol;
  }

  get extensions(): string {
    return this.#socket.extensions;
  }

  send(message: string | Uint8Array): void {
    this.#socket.send(message);
  }

  ping(): void {
    this.#socket.ping();
  }

  close(code?: number, reason?: string): void {
    this.#socket.close(code, reason);
  }

  /** Gone without a word. */
  destroy(): void {
    this.#socket.terminate();
  }

  /** The next message, in order; strings are text messages. */
  async next(): Promise<string | Buffer> {
    for (;;) {
      const message = this.#messages.shift();
      if (message !== undefined) return message;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async pong(): Promise<void> {
    await once(this.#socket, "pong");
  }
}

/** One WebSocket frame as it came over the wire. */
export interface RawFrame {
  readonly opcode: number;
  readonly isCompressed: boolean;
  readonly payload: Buffer;
}

/** A TCP connection that says exactly what it is told to. */
export class RawClient {
  readonly #socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #isClosed = false;
  #wake: () => void = () => {};

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on("error", () => {});
    socket.on("data", (bytes) => {
      this.#received = Buffer.concat([this.#received, bytes]);
      this.#wake();
    });
    socket.on("close", () => {
      this.#isClosed = true;
      this.#wake();
    });
  }

  static async connect(port: number): Promise<RawClient> {
    const socket = connect(port, "127.0.0.1");
    await once(socket, "connect");
    return new RawClient(socket);
  }

  /** Connects and shakes hands; `headers` are further header lines. */
  static async upgrade(port: number, options: { path?: string; headers?: readonly string[] } = {}): Promise<RawClient> {
    const client = await RawClient.connect(port);
    client.write(`${[...handshakeLines(options.path ?? "/"), ...(options.headers ?? [])].join("\r\n")}\r\n\r\n`);
    const head = await client.head();
    assert.match(head, /^HTTP\/1\.1 101 /);
    return client;
  }

  write(bytes: string | Uint8Array): void {
    this.#socket.write(bytes);
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** A response's status line and headers. */
  async head(): Promise<string> {
    const end = await this.#when(() => {
      const index = this.#received.indexOf("\r\n\r\n");
      return index < 0 ? undefined : index + 4;
    });
    return end === undefined ? this.#take(this.#received.length).toString() : this.#take(end).toString();
  }

  /** So many bytes, as text. */
  async bytes(count: number): Promise<string> {
    await this.#when(() => (this.#received.length >= count ? true : undefined));
    return this.#take(count).toString();
  }

  /** Everything until the server closes. */
  async rest(): Promise<string> {
    await this.#when(() => undefined);
    return this.#take(this.#received.length).toString();
  }

  /** The next WebSocket frame, or undefined when the server cut the connection instead. */
  async frame(): Promise<RawFrame | undefined> {
    const header = await this.#when(() => frameHeader(this.#received));
    if (header === undefined) return undefined;
    const complete = await this.#when(() => (this.#received.length >= header.offset + header.bytes ? true : undefined));
    if (complete === undefined) return undefined;
    const frame = this.#take(header.offset + header.bytes);
    const first = frame[0] ?? 0;
    return { opcode: first & 0x0f, isCompressed: (first & 0x40) !== 0, payload: frame.subarray(header.offset) };
  }

  /** The code of the close frame that comes next, after any others; undefined when the connection was cut instead. */
  async closeCode(): Promise<number | undefined> {
    for (;;) {
      const frame = await this.frame();
      if (frame === undefined) return undefined;
      if (frame.opcode === 8) return frame.payload.readUInt16BE(0);
    }
  }

  #take(count: number): Buffer {
    const taken = this.#received.subarray(0, count);
    this.#received = this.#received.subarray(count);
    return taken;
  }

  /** Asks again at every arrival, until there is an answer or the connection is closed. */
  async #when<Answer>(ask: () => Answer | undefined): Promise<Answer | undefined> {
    for (;;) {
      const answer = ask();
      if (answer !== undefined || this.#isClosed) return answer;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

/** The lines of a good handshake. */
export function handshakeLines(path: string): string[] {
  return [
    `GET ${path} HTTP/1.1`,
    "Host: 127.0.0.1",
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
  ];
}

/** A client's frame: masked, as it must be, with a mask of zeros; at most 65,535 bytes. */
export function clientFrame(payload: string | Uint8Array, options: { firstByte?: number } = {}): Buffer {
  const bytes = Buffer.from(payload);
  const { firstByte = 0x81 } = options;
  const length = bytes.length < 126 ? [0x80 | bytes.length] : [0x80 | 126, bytes.length >> 8, bytes.length & 255];
  return Buffer.concat([Buffer.from([firstByte, ...length]), Buffer.alloc(4), bytes]);
}

function frameHeader(bytes: Buffer): { offset: number; bytes: number } | undefined {
  const length = bytes[1];
  if (length === undefined) return undefined;
  if (length < 126) return { offset: 2, bytes: length };
  if (length === 126) return bytes.length < 4 ? undefined : { offset: 4, bytes: bytes.readUInt16BE(2) };
  return bytes.length < 10 ? undefined : { offset: 10, bytes: Number(bytes.readBigUInt64BE(2)) };
}
