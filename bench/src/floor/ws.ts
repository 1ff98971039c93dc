/** The floor on node:http and ws, nothing between them and the answers. */
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type RawData, type WebSocket, WebSocketServer } from "ws";
import { TICKS } from "../ticks.ts";
import { answerFrame, newConnection } from "./answers.ts";
import { answerPage, type FloorServer, PAGE_HEADERS, SOCKET_PATH, tickIndex } from "./floor-server.ts";

/** The ticks each viewer is to be sent, by its socket. */
type Viewers = Map<WebSocket, readonly string[]>;

/** Starts the floor; port 0 takes a free one. */
export function startWsFloor(port: number): Promise<FloorServer> {
  const viewers: Viewers = new Map();
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 1_000_000, perMessageDeflate: false });
  const server = createServer((request, response) => {
    const [path = "", query = ""] = (request.url ?? "").split("?");
    if (request.method === "POST") {
      sendTick(viewers, tickIndex(query, TICKS));
      response.writeHead(204).end();
    } else {
      sendPage(response, path);
    }
  });
  server.on("upgrade", (request, stream, head) => {
    if (request.url?.split("?")[0] !== SOCKET_PATH) stream.destroy();
    else sockets.handleUpgrade(request, stream, head, (socket) => accept(socket, viewers));
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, () => {
      const close = (): Promise<void> =>
        new Promise((closed) => {
          for (const socket of sockets.clients) socket.terminate();
          server.close(() => closed());
          server.closeAllConnections();
        });
      // A listening TCP server has an AddressInfo.
      resolve({ port: (server.address() as AddressInfo).port, close });
    });
  });
}

function accept(socket: WebSocket, viewers: Viewers): void {
  const connection = newConnection();
  socket.on("message", (message: RawData) => {
    // ws hands a whole message over as one Buffer unless told otherwise.
    socket.send(answerFrame(connection, (message as Buffer).toString()));
    if (connection.ticks !== undefined) viewers.set(socket, connection.ticks);
  });
  socket.on("close", () => viewers.delete(socket));
}

function sendPage(response: ServerResponse, path: string): void {
  const html = answerPage(path);
  if (html === undefined) {
    response.writeHead(404).end("not found");
    return;
  }
  response.writeHead(200, [...PAGE_HEADERS.flat(), "content-length", String(Buffer.byteLength(html))]).end(html);
}

function sendTick(viewers: Viewers, tick: number): void {
  for (const [socket, ticks] of viewers) socket.send(ticks[tick] ?? "");
}
