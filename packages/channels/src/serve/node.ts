import { type Server as HttpServer, type IncomingMessage, ServerResponse, createServer } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import { systemClock } from "@firecrest/actors";
import { WebSocketServer } from "ws";
import { ConnectionTable } from "./connection-table.ts";
import { FrameWriter } from "./frame-bytes.ts";
import { failureReply, isPromise, plainReply, statusText } from "./http-reply.ts";
import { NodeConnection, type NodeShared, OwnedWebSocket } from "./node-connection.ts";
import { writeReply } from "./node-reply.ts";
import { NodeHttpRequest } from "./node-request.ts";
import {
  type HttpReply,
  type ServeLimits,
  type ServeOptions,
  type Server,
  type ServerHandlers,
  resolveServeLimits,
} from "./serve.ts";
import { portInUse } from "./serve-errors.ts";

/** uWebSockets.js has this limit built in; node:http would drop the rest without a word. */
const HEADERS_MAX = 100;

/**
 * How many milliseconds a peer gets to answer a close frame, or to read on until it finds it; its unsent bytes are kept for that long.
 * An object of its own, because the declarations of `ws` do not know this option yet.
 */
const CLOSING = { closeTimeout: 10_000 };

/** Starts a server on node:http and `ws`. Rejects with `port-in-use`. */
export async function listenNode(handlers: ServerHandlers, options: ServeOptions): Promise<Server> {
  const limits = resolveServeLimits(options);
  const table = new ConnectionTable<NodeConnection>({
    clock: options.clock ?? systemClock,
    idleTimeoutMs: limits.idleTimeoutMs,
    closeIdle: (connection) => connection.close(1001, "idle"),
  });
  const shared: NodeShared = { limits, table, frames: new FrameWriter(), leaving: new Set() };
  const upgrades = new Upgrades(handlers, shared);
  const server = createServer({ maxHeaderSize: limits.headerBytesMax });
  server.maxHeadersCount = 0;
  server.on("request", (request, response) => answerRequest({ request, response, handlers, limits }));
  server.on("upgrade", (request, socket, head) => {
    if (request.headers.upgrade?.toLowerCase() === "websocket") upgrades.answer(request, socket, head);
    else answerRequest({ request, response: plainResponse(request, socket), handlers, limits });
  });
  await listenOn(server, options);
  return { port: (server.address() as AddressInfo).port, transport: "node", close: () => close(server, shared) };
}

function listenOn(server: HttpServer, options: ServeOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause) => reject(portInUse(options, cause)));
    server.listen({ port: options.port, host: options.host, exclusive: true }, resolve);
  });
}

/** A second call waits for the same end: node calls back as well when the server is closed already. */
function close(server: HttpServer, { table, leaving }: NodeShared): Promise<void> {
  for (const connection of table.list()) connection.close(1001, "server closed");
  table.stop();
  for (const connection of leaving) connection.leave();
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly handlers: ServerHandlers;
  readonly limits: ServeLimits;
}

function answerRequest({ request: native, response, handlers, limits }: Exchange): void {
  const request = new NodeHttpRequest(native, limits.bodyBytesMax);
  const fail = (error: unknown): void =>
    finish({ request, response, limits }, failureReply(error, request, limits.log));
  try {
    if (native.rawHeaders.length > 2 * HEADERS_MAX) return finish({ request, response, limits }, plainReply(431));
    const reply = handlers.request(request);
    if (isPromise(reply)) void reply.then((late) => finish({ request, response, limits }, late), fail);
    else finish({ request, response, limits }, reply);
  } catch (error) {
    fail(error);
  }
}

interface Answer {
  readonly request: NodeHttpRequest;
  readonly response: ServerResponse;
  readonly limits: ServeLimits;
}

function finish({ request, response, limits }: Answer, reply: HttpReply): void {
  try {
    // The rest of a body that is too long is not worth reading.
    if (reply.status === 413) response.shouldKeepAlive = false;
    const streamed = writeReply(response, reply, request.method);
    streamed?.catch((error: unknown) => {
      limits.log.error("channels: a reply's stream failed; cut the connection", {
        method: request.method,
        path: request.path,
        error,
      });
    });
  } catch (error) {
    void writeReply(response, failureReply(error, request, limits.log), request.method);
  }
}

/** An `Upgrade` to something else (curl offers h2c) is a wish that may be ignored: the request is answered as any other. */
function plainResponse(request: IncomingMessage, socket: Duplex): ServerResponse {
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket as Socket);
  response.on("finish", () => socket.end());
  return response;
}

class Upgrades {
  readonly #handlers: ServerHandlers;
  readonly #shared: NodeShared;
  readonly #server: WebSocketServer;
  /** The subprotocol of the handshake that is under way: `ws` asks for it by a callback, before it returns. */
  #protocol: string | undefined;

  constructor(handlers: ServerHandlers, shared: NodeShared) {
    this.#handlers = handlers;
    this.#shared = shared;
    this.#server = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      WebSocket: OwnedWebSocket,
      maxPayload: shared.limits.frameBytesMax,
      ...CLOSING,
      perMessageDeflate: Number.isFinite(shared.limits.compressionBytesMin)
        ? { serverNoContextTakeover: true, clientNoContextTakeover: true, zlibInflateOptions: { chunkSize: 1_024 } }
        : false,
      handleProtocols: () => this.#protocol ?? false,
    });
  }

  answer(native: IncomingMessage, duplex: Duplex, head: Buffer): void {
    // An http server's sockets are TCP sockets.
    const socket = duplex as Socket;
    socket.on("error", destroySocket);
    const request = new NodeHttpRequest(native, this.#shared.limits.bodyBytesMax);
    try {
      const reply = native.rawHeaders.length > 2 * HEADERS_MAX ? { reject: 431 } : this.#handlers.upgrade(request);
      if ("reject" in reply) return refuse(socket, reply.reject);
      this.#protocol = reply.protocol;
      this.#server.handleUpgrade(native, socket, head, (upgraded) => {
        // The class was given to the server above.
        const webSocket = upgraded as OwnedWebSocket;
        const mayCompress = mayDeflate(webSocket.extensions, request);
        new NodeConnection(this.#shared, {
          socket,
          webSocket,
          remoteAddress: request.remoteAddress,
          mayCompress,
        }).opened(reply.accept);
      });
    } catch (error) {
      refuse(socket, failureReply(error, request, this.#shared.limits.log).status);
    }
  }
}

/** Our frames are deflated with the full window; a peer that asked for a smaller one gets them plain, which is always allowed. */
function mayDeflate(extensions: string, request: NodeHttpRequest): boolean {
  return (
    extensions.includes("permessage-deflate") &&
    request.header("sec-websocket-extensions")?.includes("server_max_window_bits") !== true
  );
}

function destroySocket(this: Socket): void {
  this.destroy();
}

function refuse(socket: Socket, status: number): void {
  const { body } = plainReply(status);
  const text = typeof body === "string" ? body : "";
  const lines = [
    `HTTP/1.1 ${statusText(status)}`,
    "connection: close",
    "content-type: text/plain; charset=utf-8",
    `content-length: ${text.length}`,
  ];
  socket.once("finish", () => socket.destroy());
  socket.end(`${lines.join("\r\n")}\r\n\r\n${text}`);
}
