import WebSocket, { type RawData } from "ws";
import { TestingError } from "../errors.ts";
import type { Link, LinkListener, Network, RequestHeaders } from "./network.ts";

/** An app behind a real port, of this process or of any other. */
export class SocketNetwork implements Network {
  readonly origin: string;
  readonly app = undefined;

  /** `origin` as in `http://127.0.0.1:4000`. */
  constructor(origin: string) {
    this.origin = new URL(origin).origin;
  }

  request(request: Request): Promise<Response> {
    return fetch(request);
  }

  open(path: string, headers: RequestHeaders, listener: LinkListener): Promise<Link> {
    const url = new URL(path, this.origin);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    return openWebSocket(url.href, headers, listener);
  }
}

/** Connects to a `ws:` URL. Rejects with "socket-refused". */
export function openWebSocket(url: string, headers: RequestHeaders, listener: LinkListener): Promise<Link> {
  const socket = new WebSocket(url, { headers });
  socket.on("message", (data, isBinary) => listener.message(isBinary ? bytesOf(data) : textOf(data)));
  socket.on("close", (code, reason) => listener.closed(code, reason.toString()));
  return new Promise((resolve, reject) => {
    socket.once("open", () => resolve(socketLink(socket)));
    socket.once("unexpected-response", (_request, response) => {
      response.destroy();
      reject(refused(url, `HTTP ${response.statusCode}`));
    });
    socket.once("error", (error) => reject(refused(url, error.message, error)));
  });
}

function socketLink(socket: WebSocket): Link {
  return {
    send: (message) => socket.send(message),
    close: () => socket.close(1000),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
  };
}

/** One message arrives as one Buffer, unless `binaryType` is changed. */
function bytesOf(data: RawData): Uint8Array {
  return new Uint8Array(data as Buffer);
}

function textOf(data: RawData): string {
  return (data as Buffer).toString();
}

/** The error of a socket that was not let in. */
export function refused(url: string, answer: string, cause?: unknown): TestingError {
  return new TestingError(
    "socket-refused",
    `The socket ${url} was refused: ${answer}. Is the path that of a socket, and the origin one that the app allows?`,
    { cause },
  );
}
