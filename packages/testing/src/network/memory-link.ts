import type { Connection, ConnectionHandlers } from "@firecrest/channels";
import type { Link, LinkListener } from "./network.ts";

/** As a listening server's default. */
const BUFFERED_BYTES_MAX = 4_000_000;

/** What a link needs of the network that it belongs to. */
export interface MemoryLinkHost {
  /** Something arrived: {@link MemoryLink.deliver} is to be called soon. */
  ready(link: MemoryLink): void;
  /** The server's code threw where it must not. */
  failed(error: unknown): void;
}

/**
 * One WebSocket without a network: both of its ends. What the server sends waits until the server's code has returned, as it would
 * on a wire; what the browser sends is handled at once.
 */
export class MemoryLink implements Connection {
  readonly remoteAddress: string;
  readonly #host: MemoryLinkHost;
  readonly #listener: LinkListener;
  readonly #inbox: (string | Uint8Array)[] = [];
  #server: ConnectionHandlers | undefined;
  #isPaused = false;
  #closing: { readonly code: number; readonly reason: string } | undefined;
  #isClosed = false;

  constructor(host: MemoryLinkHost, remoteAddress: string, listener: LinkListener) {
    this.#host = host;
    this.remoteAddress = remoteAddress;
    this.#listener = listener;
  }

  /** Hands the connection to the server. */
  accept(accept: (connection: Connection) => ConnectionHandlers): void {
    this.#server = accept(this);
  }

  /** Hands the browser what has arrived for it, and at the end the close. */
  deliver(): void {
    while (!this.#isPaused && !this.#isClosed) {
      const message = this.#inbox.shift();
      if (message === undefined) break;
      this.#listener.message(message);
    }
    if (this.#closing !== undefined && !this.#isClosed) this.#end(this.#closing.code, this.#closing.reason);
  }

  // --- the server's end

  get bufferedBytes(): number {
    return this.#isPaused ? this.#inbox.reduce((sum, message) => sum + message.length, 0) : 0;
  }

  send(message: string | Uint8Array): void {
    if (this.#closing !== undefined || this.#isClosed) return;
    this.#inbox.push(typeof message === "string" ? message : message.slice());
    if (this.bufferedBytes > BUFFERED_BYTES_MAX) this.close(1013, "too slow");
    else if (!this.#isPaused) this.#host.ready(this);
  }

  close(code: number, reason = ""): void {
    if (this.#closing !== undefined || this.#isClosed) return;
    this.#closing = { code, reason };
    this.#host.ready(this);
  }

  // --- the browser's end

  /** What the browser holds. */
  link(): Link {
    return {
      send: (message) => this.#receive(message),
      close: () => {
        if (!this.#isClosed) this.#end(1000, "");
      },
      pause: () => {
        this.#isPaused = true;
      },
      resume: () => {
        this.#isPaused = false;
        this.deliver();
        if (!this.#isClosed) this.#server?.drained();
      },
    };
  }

  #receive(message: string | Uint8Array): void {
    if (this.#closing !== undefined || this.#isClosed) return;
    try {
      this.#server?.message(typeof message === "string" ? message : message.slice());
    } catch (error) {
      this.#host.failed(error);
      this.close(1011);
    }
  }

  #end(code: number, reason: string): void {
    this.#isClosed = true;
    this.#server?.closed(code);
    this.#listener.closed(code, reason);
  }
}
