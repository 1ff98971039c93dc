import type { Connection, ConnectionHandlers, ServeLimits } from "./serve.ts";
import type { ConnectionTable, TableEntry } from "./connection-table.ts";
import type { UwsSocket } from "./uws-api.ts";

/** What all connections of one uWebSockets.js server share. */
export interface UwsShared {
  readonly limits: ServeLimits;
  readonly table: ConnectionTable<UwsConnection>;
}

/** `UwsSocket.send` says so when everything was written or corked. */
const SENT = 1;

/** A WebSocket on uWebSockets.js: the user data of the native socket, and what guards every call into it. */
export class UwsConnection implements Connection, TableEntry {
  tableIndex = -1;
  heardAtTick = 0;
  readonly remoteAddress: string;
  readonly #shared: UwsShared;
  /** Until the handshake is over. */
  #accept: ((connection: Connection) => ConnectionHandlers) | undefined;
  /** Undefined before the handshake is over and after the close: native calls throw then. */
  #socket: UwsSocket | undefined;
  #handlers: ConnectionHandlers | undefined;
  #closedCode: number | undefined;
  #isBehind = false;

  constructor(shared: UwsShared, accept: (connection: Connection) => ConnectionHandlers, remoteAddress: string) {
    this.#shared = shared;
    this.#accept = accept;
    this.remoteAddress = remoteAddress;
  }

  get bufferedBytes(): number {
    // What a corked write left behind is not noticed here before the next send: at most one cork buffer, 16 KB.
    return this.#isBehind && this.#socket !== undefined ? this.#socket.getBufferedAmount() : 0;
  }

  send(message: string | Uint8Array): void {
    const socket = this.#socket;
    if (socket === undefined) return;
    const status = socket.send(
      message,
      typeof message !== "string",
      message.length >= this.#shared.limits.compressionBytesMin,
    );
    if (status !== SENT) this.#fallBehind(socket);
  }

  close(code: number, reason = ""): void {
    // Native `end` calls the close handler before it returns.
    this.#socket?.end(code, reason);
  }

  /** The handshake is over. */
  opened(socket: UwsSocket): void {
    this.#socket = socket;
    this.#shared.table.add(this);
    this.#guard(() => {
      this.#handlers = this.#accept?.(this);
      if (this.#closedCode !== undefined) this.#handlers?.closed(this.#closedCode);
    });
    this.#accept = undefined;
  }

  received(message: ArrayBuffer, isBinary: boolean): void {
    this.heardAtTick = this.#shared.table.tick;
    if (message.byteLength > this.#shared.limits.frameBytesMax) return this.#refuseLongMessage(message.byteLength);
    // The bytes are the socket's receive buffer: overwritten after this callback, so copied or decoded now.
    const content = isBinary ? new Uint8Array(message.slice(0)) : Buffer.from(message).toString();
    try {
      this.#handlers?.message(content);
    } catch (error) {
      this.#fail(error);
    }
  }

  heard(): void {
    this.heardAtTick = this.#shared.table.tick;
  }

  drained(): void {
    if (!this.#isBehind || this.#socket === undefined || this.#socket.getBufferedAmount() > 0) return;
    this.#isBehind = false;
    this.#guard(() => this.#handlers?.drained());
  }

  closed(code: number, reason: ArrayBuffer): void {
    if (this.#closedCode !== undefined) return;
    const native = code === 1006 ? this.#nativeRefusal(Buffer.from(reason).toString()) : undefined;
    this.#closedCode = native ?? code;
    this.#socket = undefined;
    this.#shared.table.remove(this);
    this.#guard(() => this.#handlers?.closed(this.#closedCode ?? code));
  }

  #refuseLongMessage(bytes: number): void {
    this.#shared.limits.log.warn("channels: closed a connection that sent too long a message", {
      code: 1009,
      bytes,
      frameBytesMax: this.#shared.limits.frameBytesMax,
      remoteAddress: this.remoteAddress,
    });
    this.close(1009, "message too long");
  }

  /**
   * uWebSockets.js refuses some frames by itself, by cutting the connection without a close frame, and reports 1006 with its
   * own sentence. The owner and the log get the code that the other transport sends.
   */
  #nativeRefusal(reason: string): number | undefined {
    const code = refusalCode(reason);
    if (code !== undefined) {
      this.#shared.limits.log.warn("channels: cut a connection that broke the WebSocket protocol", {
        code,
        reason,
        remoteAddress: this.remoteAddress,
      });
    }
    return code;
  }

  #fallBehind(socket: UwsSocket): void {
    this.#isBehind = true;
    const bufferedBytes = socket.getBufferedAmount();
    if (bufferedBytes <= this.#shared.limits.bufferedBytesMax) return;
    this.#shared.limits.log.warn("channels: closed a connection that does not read what it is sent", {
      code: 1013,
      bufferedBytes,
      bufferedBytesMax: this.#shared.limits.bufferedBytesMax,
      remoteAddress: this.remoteAddress,
    });
    this.close(1013, "slow consumer");
  }

  /** A throw that reached the native caller would end the process. */
  #guard(task: () => void): void {
    try {
      task();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#shared.limits.log.error("channels: a connection's handler threw; closed it with 1011", {
      remoteAddress: this.remoteAddress,
      error,
    });
    try {
      this.close(1011, "internal error");
    } catch (closeError) {
      this.#shared.limits.log.error("channels: closing failed as well", { error: closeError });
    }
  }
}

/** The sentences are uWebSockets.js's own; every other end without a close frame is a lost connection, and no fault. */
function refusalCode(reason: string): number | undefined {
  if (reason.startsWith("Received invalid UTF-8")) return 1007;
  if (reason.startsWith("Received too big message")) return 1009;
  return reason.startsWith("Received invalid") ? 1002 : undefined;
}
