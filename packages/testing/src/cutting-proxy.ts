import { createServer, connect, type Server, type Socket } from "node:net";
import { Transform } from "node:stream";

/**
 * A TCP proxy that can cut the network: a browser's own offline switch leaves open sockets open, this does not.
 */
export class CuttingProxy {
  readonly port: number;
  readonly #server: Server;
  readonly #sockets: Set<Socket>;
  #isCut = false;
  /** Bytes that clients may still send. */
  #bytesLeft = Number.POSITIVE_INFINITY;

  private constructor(server: Server, port: number, sockets: Set<Socket>) {
    this.#server = server;
    this.port = port;
    this.#sockets = sockets;
  }

  /** Starts a proxy on a free port in front of `targetPort` on this machine. */
  static start(targetPort: number): Promise<CuttingProxy> {
    const sockets = new Set<Socket>();
    return new Promise((resolve) => {
      const server = createServer((inbound) => {
        if (proxy.#isCut) return inbound.destroy();
        const outbound = connect(targetPort, "127.0.0.1");
        for (const [socket, other] of [
          [inbound, outbound],
          [outbound, inbound],
        ] as const) {
          sockets.add(socket);
          socket.on("error", () => other.destroy());
          socket.on("close", () => {
            sockets.delete(socket);
            other.destroy();
          });
        }
        inbound.pipe(proxy.#gate(outbound)).pipe(outbound).pipe(inbound);
        return undefined;
      });
      let proxy: CuttingProxy;
      server.listen(0, "127.0.0.1", () => {
        const address = server.address();
        proxy = new CuttingProxy(server, typeof address === "object" && address !== null ? address.port : 0, sockets);
        resolve(proxy);
      });
    });
  }

  /** Drops every connection, and each new one, until `mend`. */
  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Cuts as soon as clients have sent so many bytes more: in the middle of whatever it is then. */
  cutAfter(bytes: number): void {
    this.#bytesLeft = bytes;
  }

  /** Lets connections through again. */
  mend(): void {
    this.#isCut = false;
    this.#bytesLeft = Number.POSITIVE_INFINITY;
  }

  #gate(outbound: Socket): Transform {
    const gate = new Transform({
      transform: (chunk: Buffer, _encoding, pass) => {
        const part = chunk.subarray(0, this.#bytesLeft);
        this.#bytesLeft -= part.length;
        if (this.#bytesLeft > 0) return pass(null, part);
        // What was let through leaves before the connection goes; nothing more is taken.
        outbound.once("finish", () => this.cut());
        gate.push(part);
        gate.push(null);
      },
    });
    return gate;
  }

  /** Ends the proxy with everything in it. */
  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
