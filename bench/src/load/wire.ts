/** A TCP connection as lean as Node's own API allows, so that the load costs less than what it measures. */
import { connect, type Socket } from "node:net";

/** Where a server listens. */
export interface ServerAddress {
  /** "127.0.0.1" or "::1". */
  readonly host: string;
  readonly port: number;
}

/** Who is told what a connection brings. */
export interface WireListener {
  /** `bytes` is a view of a shared buffer: valid only until this returns. */
  chunk(bytes: Buffer): void;
  /** Once, when the connection is over, for whatever reason. */
  closed(reason: string): void;
}

// One buffer for every connection of the process: each read is handed over before the next one begins.
const READ_BUFFER = Buffer.allocUnsafe(256 * 1_024);

/** One connection; `listener` may be exchanged, as when HTTP becomes a websocket. */
export class Wire {
  listener: WireListener;
  readonly #socket: Socket;

  /** Connects at once; `opened` is called when the connection stands. */
  constructor(address: ServerAddress, listener: WireListener, opened: () => void) {
    this.listener = listener;
    let reason = "the server closed the connection";
    this.#socket = connect({
      ...address,
      noDelay: true,
      onread: {
        buffer: READ_BUFFER,
        callback: (length) => {
          this.listener.chunk(READ_BUFFER.subarray(0, length));
          return true;
        },
      },
    });
    this.#socket.once("connect", opened);
    this.#socket.once("error", (error) => {
      reason = error.message;
    });
    this.#socket.once("close", () => this.listener.closed(reason));
  }

  write(bytes: Buffer | string): void {
    this.#socket.write(bytes);
  }

  /** Says goodbye on the TCP level and waits for the server's. */
  end(): void {
    this.#socket.end();
  }

  /** Drops the connection at once. */
  destroy(): void {
    this.#socket.destroy();
  }
}

/** The loopback address on which something answers at `port`: IPv4's before IPv6's. Throws where nothing does. */
export async function findServer(port: number): Promise<ServerAddress> {
  for (const host of ["127.0.0.1", "::1"]) {
    const address = { host, port };
    if (await answers(address)) return address;
  }
  throw new Error(
    `Nothing accepts connections on port ${port} of this machine, though the server said that it listens. Did it bind another address?`,
  );
}

function answers(address: ServerAddress): Promise<boolean> {
  return new Promise((resolve) => {
    const wire: Wire = new Wire(address, { chunk() {}, closed: () => resolve(false) }, () => {
      resolve(true);
      wire.destroy();
    });
  });
}
