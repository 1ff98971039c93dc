/** The floor on uWebSockets.js: a bare App, nothing between it and the answers. */
import { App, type HttpResponse, us_listen_socket_close, us_socket_local_port, type WebSocket } from "uWebSockets.js";
import { TICKS } from "../ticks.ts";
import { answerFrame, type FloorConnection, newConnection } from "./answers.ts";
import { answerPage, type FloorServer, PAGE_HEADERS, SOCKET_PATH, tickIndex } from "./floor-server.ts";

type Socket = WebSocket<FloorConnection>;

/** Starts the floor; port 0 takes a free one. */
export function startUwsFloor(port: number): Promise<FloorServer> {
  const viewers = new Set<Socket>();
  const app = App();
  app.ws<FloorConnection>(SOCKET_PATH, {
    maxPayloadLength: 1_000_000,
    maxBackpressure: 4_000_000,
    idleTimeout: 60,
    upgrade(response, request, context) {
      const key = request.getHeader("sec-websocket-key");
      const protocol = request.getHeader("sec-websocket-protocol");
      const extensions = request.getHeader("sec-websocket-extensions");
      response.upgrade(newConnection(), key, protocol, extensions, context);
    },
    message(socket, message) {
      const connection = socket.getUserData();
      socket.send(answerFrame(connection, Buffer.from(message).toString()));
      if (connection.ticks !== undefined) viewers.add(socket);
    },
    close(socket) {
      viewers.delete(socket);
    },
  });
  app.get("/*", (response, request) => sendPage(response, request.getUrl()));
  app.post("/tick", (response, request) => {
    sendTick(viewers, tickIndex(request.getQuery(), TICKS));
    response.writeStatus("204 No Content").endWithoutBody();
  });
  return new Promise((resolve, reject) => {
    app.listen(port, (listener) => {
      if (listener === false)
        reject(new Error(`The uWebSockets.js floor cannot listen on port ${port}; is something else on it?`));
      else resolve({ port: us_socket_local_port(listener), close: async () => us_listen_socket_close(listener) });
    });
  });
}

function sendPage(response: HttpResponse, path: string): void {
  const html = answerPage(path);
  if (html === undefined) {
    response.writeStatus("404 Not Found").end("not found");
    return;
  }
  for (const [name, value] of PAGE_HEADERS) response.writeHeader(name, value);
  response.end(html);
}

function sendTick(viewers: ReadonlySet<Socket>, tick: number): void {
  for (const viewer of viewers) viewer.send(viewer.getUserData().ticks?.[tick] ?? "");
}
