import type { Clock } from "@firecrest/actors";
import { checkLimits } from "../limits.ts";
import type { Logger } from "../logger.ts";

// The port between this package and the network. Two implementations (uws.ts, node.ts) obey it, and
// contract.ts is the list of cases that both pass.

/** One HTTP request. It may be kept and read after an `await`. */
export interface HttpRequest {
  /** Upper case: `"GET"`. */
  readonly method: string;
  /** The path as it came: undecoded, without the query. */
  readonly path: string;
  /** The query without its `?`; empty when there is none. */
  readonly query: string;
  /** The peer's IP address as text; an IPv4 address is never written as IPv6. */
  readonly remoteAddress: string;
  /** The value of one header, by its lower-case name; of a repeated one the first, of an empty one nothing. */
  header(name: string): string | undefined;
  /** Every header with its lower-case name, repeated ones apart. */
  headers(): readonly (readonly [string, string])[];
  /**
   * The whole body, empty when there is none.
   * Rejects with `request-too-large` past `bodyBytesMax` (uncaught, that answers 413) and with `request-aborted` when the peer goes away.
   */
  body(): Promise<Uint8Array>;
}

/** The answer to one HTTP request. */
export interface HttpReply {
  /** 200 to 599. */
  readonly status: number;
  /** Printable ASCII only; `content-length` is added by the transport. */
  readonly headers?: readonly (readonly [string, string])[];
  /** A stream is sent as it comes, no faster than the peer reads; it is cancelled when the peer goes away. */
  readonly body?: string | Uint8Array | ReadableStream<Uint8Array>;
}

/** One open WebSocket, as the transport offers it. Every member is harmless after it has closed. */
export interface Connection {
  /** Sends one message: a string as text, bytes as binary. Past `bufferedBytesMax` the connection closes with 1013 instead. */
  send(message: string | Uint8Array): void;
  /** Begins to close; the peer sees `code` unless it has stopped reading. `closed` follows, once. */
  close(code: number, reason?: string): void;
  /** Bytes that were sent and have not left this process yet; 0 for a peer that keeps up. */
  readonly bufferedBytes: number;
  readonly remoteAddress: string;
}

/** What the transport tells the owner of a {@link Connection}. A throw from any of them is logged and closes that connection with 1011. */
export interface ConnectionHandlers {
  /** One whole message. Bytes are the handler's own. */
  message(message: string | Uint8Array): void;
  /** The connection had fallen behind, and now everything sent has left. */
  drained(): void;
  /** The connection is gone. Called once; nothing follows. */
  closed(code: number): void;
}

/** What an upgrade is answered: a connection's owner and the chosen subprotocol, or an HTTP status. */
export type UpgradeReply =
  | { readonly accept: (connection: Connection) => ConnectionHandlers; readonly protocol?: string }
  | { readonly reject: number };

/** What a server does. */
export interface ServerHandlers {
  /** Answers a request; synchronously, when the reply is not a promise. A throw answers 500 and is logged. */
  request(request: HttpRequest): HttpReply | Promise<HttpReply>;
  /** Decides on a WebSocket. Synchronous; a throw answers 500 and is logged. */
  upgrade(request: HttpRequest): UpgradeReply;
}

/** Limits and places of a server. */
export interface ServeOptions {
  /** 0 takes a free one; {@link Server.port} tells which. */
  readonly port: number;
  /** The address to listen on; default: all of them. */
  readonly host?: string;
  /** A longer message closes its connection with 1009; on uWebSockets.js one of four times the limit is cut off without a code. Default 1,000,000. */
  readonly frameBytesMax?: number;
  /**
   * More header bytes answer 431, as do more than 100 headers. Default 16,384.
   * uWebSockets.js takes it once in a process: from the first server that is started.
   */
  readonly headerBytesMax?: number;
  /** A longer request body answers 413. Default 1,000,000. */
  readonly bodyBytesMax?: number;
  /** A connection that sends nothing for this long closes with 1001 (within a quarter more). Default 60,000. */
  readonly idleTimeoutMs?: number;
  /** A connection with more unsent bytes than this closes with 1013. Default 4,000,000. */
  readonly bufferedBytesMax?: number;
  /** Messages shorter than this many characters are not compressed; `Infinity` never compresses. Default 1,024. */
  readonly compressionBytesMin?: number;
  readonly log: Logger;
  /** Default: the system's. */
  readonly clock?: Clock;
}

/** A listening server. */
export interface Server {
  readonly port: number;
  readonly transport: "uws" | "node";
  /** Stops listening, closes every WebSocket with 1001, cuts the requests that are still to be answered, and resolves when all is gone. */
  close(): Promise<void>;
}

/** {@link ServeOptions} with every default filled in. */
export type ServeLimits = Required<Omit<ServeOptions, "host" | "clock">>;

/** Fills in the defaults. Throws `invalid-option` for a limit that is not a positive number. */
export function resolveServeLimits(options: ServeOptions): ServeLimits {
  const limits = {
    frameBytesMax: options.frameBytesMax ?? 1_000_000,
    headerBytesMax: options.headerBytesMax ?? 16_384,
    bodyBytesMax: options.bodyBytesMax ?? 1_000_000,
    idleTimeoutMs: options.idleTimeoutMs ?? 60_000,
    bufferedBytesMax: options.bufferedBytesMax ?? 4_000_000,
    compressionBytesMin: options.compressionBytesMin ?? 1_024,
  };
  checkLimits(limits);
  return { port: options.port, log: options.log, ...limits };
}
