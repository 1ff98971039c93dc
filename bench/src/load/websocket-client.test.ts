import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { type PerMessageDeflateOptions, type WebSocket, WebSocketServer } from "ws";
import { openWebSocket, type WebSocketClient } from "./websocket-client.ts";

const release: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const stopServer of release.splice(0)) await stopServer();
});

function stop(server: Server, sockets: WebSocketServer): Promise<unknown> {
  for (const socket of sockets.clients) socket.terminate();
  return new Promise((resolve) => server.close(resolve));
}

/** A websocket server of another make, to hear what our client says as others do. */
async function startServer(
  accept: (socket: WebSocket, headers: NodeJS.Dict<string | string[]>) => void,
  deflate: PerMessageDeflateOptions | false = false,
): Promise<number> {
  const server = createServer((_, response) => response.writeHead(404).end());
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: deflate });
  release.push(() => stop(server, sockets));
  server.on("upgrade", (request, stream, head) => {
    if (request.url === "/refused") stream.end("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n");
    else sockets.handleUpgrade(request, stream, head, (socket) => accept(socket, request.headers));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

interface Opened {
  readonly client: WebSocketClient;
  /** The next message, in the order they came. */
  readonly next: () => Promise<{ text: string; wireBytes: number }>;
  readonly closed: Promise<string>;
}

async function open(port: number, options: { path?: string; deflate?: boolean } = {}): Promise<Opened> {
  const inbox: { text: string; wireBytes: number }[] = [];
  let wake = (): void => {};
  let close = (_reason: string): void => {};
  const closed = new Promise<string>((resolve) => {
    close = resolve;
  });
  const client = await openWebSocket(
    {
      address: { host: "127.0.0.1", port },
      path: options.path ?? "/live/websocket?vsn=2.0.0",
      cookie: "a=1",
      deflate: options.deflate ?? false,
    },
    {
      text: (text, wireBytes) => {
        inbox.push({ text, wireBytes });
        wake();
      },
      closed: (reason) => close(reason),
    },
  );
  const next = async (): Promise<{ text: string; wireBytes: number }> => {
    const message = inbox.shift();
    if (message !== undefined) return message;
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
    return next();
  };
  return { client, next, closed };
}

function echo(socket: WebSocket): void {
  socket.on("message", (message) => socket.send((message as Buffer).toString()));
}

test.each([1, 125, 126, 70_000])("an echo of %d bytes comes back as it went", async (length) => {
  const port = await startServer(echo);
  const { client, next } = await open(port);
  const text = "é".repeat(length);
  client.send(text);
  expect((await next()).text).toBe(text);
});

test("the handshake carries cookie and origin, and offers compression only on request", async () => {
  const heard: NodeJS.Dict<string | string[]>[] = [];
  const port = await startServer((_, headers) => heard.push(headers));
  await open(port);
  await open(port, { deflate: true });
  expect(heard[0]).toMatchObject({ cookie: "a=1", origin: `http://localhost:${port}`, host: `localhost:${port}` });
  expect(heard[0]?.["sec-websocket-extensions"]).toBeUndefined();
  expect(heard[1]?.["sec-websocket-extensions"]).toContain("permessage-deflate");
});

test("compressed messages are read one by one, and counted as they were on the wire", async () => {
  const port = await startServer(echo, { threshold: 0 });
  const { client, next } = await open(port, { deflate: true });
  const text = '{"3":"handsome green car"},'.repeat(1_000);
  client.send(text);
  client.send(text);
  for (let message = 0; message < 2; message += 1) {
    const { text: read, wireBytes } = await next();
    expect(read).toBe(text);
    expect(wireBytes).toBeLessThan(1_000);
  }
});

test("what the server sends right behind its handshake is not lost", async () => {
  const port = await startServer((socket) => socket.send("welcome"));
  expect((await (await open(port)).next()).text).toBe("welcome");
});

test("fragments arrive as one message", async () => {
  const port = await startServer((socket) => {
    socket.send("first, ", { fin: false });
    socket.send("second", { fin: true });
  });
  expect((await (await open(port)).next()).text).toBe("first, second");
});

test("a ping is answered with its own payload", async () => {
  let pong: Promise<unknown[]> | undefined;
  const port = await startServer((socket) => {
    pong = once(socket, "pong");
    socket.ping("there?");
  });
  await open(port);
  expect(String((await pong)?.[0])).toBe("there?");
});

test("closing says 1001 to the server and waits for its answer", async () => {
  let serverClosed: Promise<unknown[]> | undefined;
  const port = await startServer((socket) => {
    serverClosed = once(socket, "close");
  });
  const { client, closed } = await open(port);
  client.close();
  expect(await closed).toBe("we closed it");
  expect((await serverClosed)?.[0]).toBe(1001);
});

test("a close by the server is told with its code and reason", async () => {
  const port = await startServer((socket) => socket.close(1007, "not JSON"));
  expect(await (await open(port)).closed).toBe("the server closed with 1007 not JSON");
});

test("a refused upgrade names the status", async () => {
  const port = await startServer(echo);
  await expect(open(port, { path: "/refused" })).rejects.toThrow("the server answered 403");
});

test("nobody at the port is an error, not a wait", async () => {
  await expect(open(1)).rejects.toThrow("ECONNREFUSED");
});
