/** A websocket client over a bare TCP connection: the handshake of RFC 6455, text messages, permessage-deflate on request. */
import { createHash } from "node:crypto";
import { encodeControlFrame, encodeTextFrame, FrameReader, OPCODE, type ServerFrame } from "./frames.ts";
import { readHead, type ResponseHead } from "./http-response.ts";
import { MessageAssembler, type MessageListener } from "./messages.ts";
import { type ServerAddress, Wire } from "./wire.ts";

/** How to open a socket. */
export interface WebSocketOptions {
  readonly address: ServerAddress;
  /** Path with its query. */
  readonly path: string;
  /** The `cookie` header; none where empty. */
  readonly cookie: string;
  /** Offer permessage-deflate without a window between messages. */
  readonly deflate: boolean;
}

/** Who is told what a socket brings. */
export interface WebSocketListener {
  /** A text message, and the bytes it took on the wire with its frame headers. */
  text(text: string, wireBytes: number): void;
  /** Once, when the socket is over. */
  closed(reason: string): void;
}

// The key tells websocket servers from others; any sixteen bytes will do.
const KEY = Buffer.from("firecrest's load").toString("base64");
const KEY_ACCEPTED = createHash("sha1").update(`${KEY}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
const GOING_AWAY = Buffer.from([0x03, 0xe9]);

/** One open socket. */
export class WebSocketClient {
  readonly #wire: Wire;
  readonly #reader = new FrameReader();
  readonly #messages: MessageAssembler;
  readonly #takeFrame: (frame: ServerFrame) => void;
  #closeReason: string | undefined;

  /** Takes over a connection whose handshake is done. */
  constructor(wire: Wire, listener: WebSocketListener) {
    this.#wire = wire;
    const messages: MessageListener = {
      text: (text, wireBytes) => listener.text(text, wireBytes),
      ping: (payload) => wire.write(encodeControlFrame(OPCODE.pong, payload)),
      close: (code, reason) => this.#answerClose(code, reason),
    };
    this.#messages = new MessageAssembler(messages);
    this.#takeFrame = (frame) => this.#messages.accept(frame);
    wire.listener = {
      chunk: (bytes) => this.receive(bytes),
      closed: (reason) => listener.closed(this.#closeReason ?? reason),
    };
  }

  /** Sends one text message. */
  send(text: string): void {
    this.#wire.write(encodeTextFrame(text));
  }

  /** Says goodbye like a browser that leaves the page; the listener's `closed` follows when the server has answered. */
  close(): void {
    if (this.#closeReason !== undefined) return;
    this.#closeReason = "we closed it";
    this.#wire.write(encodeControlFrame(OPCODE.close, GOING_AWAY));
  }

  /** Takes bytes that the server sent after its handshake. */
  receive(bytes: Buffer): void {
    try {
      this.#reader.read(bytes, this.#takeFrame);
    } catch (error) {
      this.#closeReason ??= error instanceof Error ? error.message : String(error);
      this.#wire.destroy();
    }
  }

  #answerClose(code: number, reason: string): void {
    if (this.#closeReason === undefined) {
      this.#closeReason = `the server closed with ${code} ${reason}`.trimEnd();
      this.#wire.write(encodeControlFrame(OPCODE.close, GOING_AWAY));
    }
    this.#wire.end();
  }
}

/** Opens a socket; rejects with the server's answer where that is not 101. */
export function openWebSocket(options: WebSocketOptions, listener: WebSocketListener): Promise<WebSocketClient> {
  return new Promise((resolve, reject) => {
    let answer = Buffer.alloc(0);
    const fail = (reason: string): void =>
      reject(new Error(`The socket ${options.path.split("?")[0]} did not open: ${reason}`));
    const handshake = {
      chunk(bytes: Buffer): void {
        answer = Buffer.concat([answer, bytes]);
        const read = readHead(answer);
        if (read === undefined) return;
        const refusal = whyRefused(read.head);
        if (refusal !== undefined) {
          fail(refusal);
          wire.destroy();
          return;
        }
        const client = new WebSocketClient(wire, listener);
        resolve(client);
        if (answer.length > read.length) client.receive(answer.subarray(read.length));
      },
      closed: fail,
    };
    const wire = new Wire(options.address, handshake, () => wire.write(upgradeRequest(options)));
  });
}

function upgradeRequest(options: WebSocketOptions): string {
  const host = `localhost:${options.address.port}`;
  return (
    `GET ${options.path} HTTP/1.1\r\nhost: ${host}\r\norigin: http://${host}\r\nupgrade: websocket\r\nconnection: Upgrade\r\n` +
    `sec-websocket-version: 13\r\nsec-websocket-key: ${KEY}\r\n` +
    (options.deflate
      ? "sec-websocket-extensions: permessage-deflate; server_no_context_takeover; client_no_context_takeover\r\n"
      : "") +
    (options.cookie === "" ? "" : `cookie: ${options.cookie}\r\n`) +
    "\r\n"
  );
}

function whyRefused(head: ResponseHead): string | undefined {
  if (head.status !== 101)
    return `the server answered ${head.status}. Does it take the csrf token, the cookie and the origin of its own page?`;
  if (head.headers.get("sec-websocket-accept") !== KEY_ACCEPTED)
    return "the server answered 101 without the accept key of a websocket (RFC 6455 §4.2.2).";
  return undefined;
}
