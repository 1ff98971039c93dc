import type { Socket } from "node:net";
import { type RawData, WebSocket } from "ws";
import type { ConnectionTable, TableEntry } from "./connection-table.ts";
import type { FrameWriter } from "./frame-bytes.ts";
import type { Connection, ConnectionHandlers, ServeLimits } from "./serve.ts";

/** What all connections of one node server share. */
export interface NodeShared {
  readonly limits: ServeLimits;
  readonly table: ConnectionTable<NodeConnection>;
  readonly frames: FrameWriter;
  /** Closed for their owners, and waiting for the peer's close frame, or for it to read on; `ws` gives up some day. */
  readonly leaving: Set<NodeConnection>;
}

/** A `ws` socket that knows its connection, so that one set of listeners serves all of them. */
export class OwnedWebSocket extends WebSocket {
  connection: NodeConnection | undefined;
}

/** The other end, as the handshake left it. */
export interface NodePeer {
  readonly socket: Socket;
  readonly webSocket: OwnedWebSocket;
  readonly remoteAddress: string;
  /** Whether the peer understands deflated messages. */
  readonly mayCompress: boolean;
}

/** A WebSocket on node:http: read by `ws`, written straight to the TCP socket. */
export class NodeConnection implements Connection, TableEntry {
  tableIndex = -1;
  heardAtTick = 0;
  readonly remoteAddress: string;
  readonly #shared: NodeShared;
  readonly #socket: Socket;
  readonly #webSocket: OwnedWebSocket;
  /** Messages at least this long are compressed; Infinity where the peer did not ask for it. */
  readonly #compressionBytesMin: number;
  #handlers: ConnectionHandlers | undefined;
  #closedCode: number | undefined;
  #isBehind = false;

  constructor(shared: NodeShared, peer: NodePeer) {
    this.#shared = shared;
    this.#socket = peer.socket;
    this.#webSocket = peer.webSocket;
    this.remoteAddress = peer.remoteAddress;
    this.#compressionBytesMin = peer.mayCompress ? shared.limits.compressionBytesMin : Infinity;
  }

  /** The handshake is over. */
  opened(accept: (connection: Connection) => ConnectionHandlers): void {
    this.#webSocket.connection = this;
    this.#webSocket
      .on("message", onMessage)
      .on("ping", onHeard)
      .on("pong", onHeard)
      .on("error", onError)
      .on("close", onClose);
    this.#shared.table.add(this);
    this.#guard(() => {
      this.#handlers = accept(this);
      if (this.#closedCode !== undefined) this.#handlers.closed(this.#closedCode);
    });
  }

  get bufferedBytes(): number {
    return this.#closedCode === undefined ? this.#socket.writableLength : 0;
  }

  send(message: string | Uint8Array): void {
    if (this.#closedCode !== undefined) return;
    const { frames } = this.#shared;
    const frame = message.length >= this.#compressionBytesMin ? frames.deflated(message) : frames.plain(message);
    if (!this.#socket.write(frame)) this.#fallBehind();
  }

  close(code: number, reason = ""): void {
    if (this.#closedCode !== undefined) return;
    this.#webSocket.close(code, reason);
    this.#finish(code);
  }

  /** The server closes: what the kernel has not taken by now is dropped, and no peer is waited for. */
  leave(): void {
    if (this.#socket.writableLength > 0) this.#socket.destroy();
    else this.#socket.destroySoon();
  }

  received(message: Buffer, isBinary: boolean): void {
    if (this.#closedCode !== undefined) return;
    this.heard();
    try {
      this.#handlers?.message(isBinary ? message : message.toString());
    } catch (error) {
      this.#fail(error);
    }
  }

  heard(): void {
    this.heardAtTick = this.#shared.table.tick;
  }

  /** `ws` has found the peer breaking the protocol, and closes with the right code by itself. */
  refused(error: Error & { code?: string }): void {
    if (this.#closedCode !== undefined) return;
    const code = refusalCode(error.code);
    if (code !== 1006) {
      const { remoteAddress } = this;
      this.#shared.limits.log.warn("channels: closed a connection that broke the WebSocket protocol", {
        code,
        reason: error.message,
        remoteAddress,
      });
    }
    this.#finish(code);
  }

  closed(code: number): void {
    if (this.#closedCode === undefined) this.#finish(code);
    this.#shared.leaving.delete(this);
  }

  /** From here on nothing is sent or heard, as on the other transport; what `ws` has still to do, it does alone. */
  #finish(code: number): void {
    this.#closedCode = code;
    this.#shared.table.remove(this);
    this.#shared.leaving.add(this);
    this.#guard(() => this.#handlers?.closed(code));
  }

  #fallBehind(): void {
    const { log, bufferedBytesMax } = this.#shared.limits;
    const bufferedBytes = this.#socket.writableLength;
    if (bufferedBytes > bufferedBytesMax) {
      const { remoteAddress } = this;
      log.warn("channels: closed a connection that does not read what it is sent", {
        code: 1013,
        bufferedBytes,
        bufferedBytesMax,
        remoteAddress,
      });
      return this.close(1013, "slow consumer");
    }
    if (this.#isBehind) return;
    this.#isBehind = true;
    this.#socket.once("drain", () => this.#drained());
  }

  #drained(): void {
    this.#isBehind = false;
    if (this.#closedCode === undefined) this.#guard(() => this.#handlers?.drained());
  }

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
    this.close(1011, "internal error");
  }
}

function refusalCode(code: string | undefined): number {
  switch (code) {
    case "WS_ERR_INVALID_UTF8":
      return 1007;
    case "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH":
      return 1009;
    default:
      return code?.startsWith("WS_ERR_") === true ? 1002 : 1006;
  }
}

function onMessage(this: WebSocket, message: RawData, isBinary: boolean): void {
  // `binaryType` is left at its default, for which `ws` hands out one Buffer a message.
  (this as OwnedWebSocket).connection?.received(message as Buffer, isBinary);
}

function onHeard(this: WebSocket): void {
  (this as OwnedWebSocket).connection?.heard();
}

function onError(this: WebSocket, error: Error): void {
  (this as OwnedWebSocket).connection?.refused(error);
}

function onClose(this: WebSocket, code: number): void {
  (this as OwnedWebSocket).connection?.closed(code);
}
