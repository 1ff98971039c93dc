import { beforeEach, expect, test } from "vitest";
import { FakeClock } from "../fixtures/fake-clock.ts";
import { ScriptedServer } from "../fixtures/scripted-server.ts";
import { Socket, type SocketOptions } from "./socket.ts";

let server: ScriptedServer;
let clock: FakeClock;

beforeEach(() => {
  server = new ScriptedServer();
  clock = new FakeClock();
});

function connect(options: Partial<SocketOptions> = {}): Socket {
  const socket = new Socket("ws://host/socket", { WebSocket: server.WebSocket, clock, random: () => 0.5, ...options });
  socket.connect();
  return socket;
}

test("the URL names the version, and parameters that are asked for at every attempt", () => {
  let token = 0;
  connect({ params: () => ({ token: `a b${++token}` }) });
  server.drop();
  clock.advance(100);
  expect(server.connections.map(({ url }) => url)).toEqual([
    "ws://host/socket/websocket?token=a+b1&vsn=2.0.0",
    "ws://host/socket/websocket?token=a+b2&vsn=2.0.0",
  ]);
});

test("it is open between the connection's opening and its end", () => {
  const socket = connect();
  expect(socket.isOpen).toBe(false);
  server.open();
  expect(socket.isOpen).toBe(true);
  server.drop();
  expect(socket.isOpen).toBe(false);
});

test("connecting twice makes one connection", () => {
  connect().connect();
  expect(server.connections).toHaveLength(1);
});

test("after a loss it tries again, ever more slowly, until it succeeds", () => {
  connect();
  const waited: number[] = [];
  for (let attempt = 0; attempt < 8; attempt++) {
    server.drop();
    waited.push(...clock.delaysMs);
    clock.advance(clock.delaysMs[0] ?? 0);
  }
  expect(waited).toEqual([100, 200, 500, 1_000, 2_000, 5_000, 5_000, 5_000]);
  server.open();
  server.drop();
  expect(clock.delaysMs).toEqual([100]);
});

test("delays are spread, so that clients of one server do not come back as one", () => {
  connect({ random: () => 0 });
  server.drop();
  expect(clock.delaysMs).toEqual([50]);
});

test("a connection that does not open in time is given up", () => {
  connect({ timeoutMs: 3_000 });
  const [first] = server.connections;
  clock.advance(3_000);
  expect(first?.isClosed).toBe(true);
  clock.advance(100);
  expect(server.connections).toHaveLength(2);
});

test("what a given-up connection still says is not heard", () => {
  const socket = connect({ timeoutMs: 3_000 });
  const [first] = server.connections;
  clock.advance(3_000);
  first?.fire("onopen");
  expect(socket.isOpen).toBe(false);
});

test("disconnecting is final until the next connect", () => {
  const socket = connect();
  server.open();
  socket.disconnect();
  expect(server.connection.isClosed).toBe(true);
  expect(clock.delaysMs).toEqual([]);
  socket.connect();
  expect(server.connections).toHaveLength(2);
});

test("heartbeats are sent as long as they are answered", () => {
  connect({ heartbeatMs: 30_000 });
  server.open();
  for (let beat = 1; beat <= 3; beat++) {
    clock.advance(30_000);
    const frames = server.all("heartbeat");
    expect(frames).toHaveLength(beat);
    expect(frames.at(-1)).toMatchObject({ joinRef: null, topic: "phoenix", payload: {} });
    server.say({
      joinRef: null,
      ref: frames.at(-1)?.ref ?? null,
      topic: "phoenix",
      event: "phx_reply",
      payload: { status: "ok", response: {} },
    });
  }
});

test("a heartbeat without an answer ends the connection, which then comes back", () => {
  connect({ heartbeatMs: 30_000 });
  server.open();
  clock.advance(59_999);
  expect(server.connection.isClosed).toBe(false);
  clock.advance(1);
  expect(server.connections[0]?.isClosed).toBe(true);
  clock.advance(100);
  expect(server.connections).toHaveLength(2);
});

test("asleep, it makes no attempts; a probe makes one at once", () => {
  const socket = connect();
  server.drop();
  socket.sleep();
  clock.advance(60_000);
  expect(server.connections).toHaveLength(1);
  socket.probe();
  expect(server.connections).toHaveLength(2);
});

test("a probe does not wait for the next attempt", () => {
  const socket = connect({ reconnectDelaysMs: [60_000] });
  server.drop();
  socket.probe();
  expect(server.connections).toHaveLength(2);
  clock.advance(9_999);
  expect(server.connections).toHaveLength(2);
});

test("a probe of a connection that has died finds out soon", () => {
  const socket = connect({ timeoutMs: 5_000 });
  server.open();
  socket.probe();
  expect(server.all("heartbeat")).toHaveLength(1);
  clock.advance(5_000);
  expect(socket.isOpen).toBe(false);
});

test("a probe of a socket that nobody wants open does nothing", () => {
  const socket = new Socket("ws://host/socket", { WebSocket: server.WebSocket, clock });
  socket.probe();
  expect(server.connections).toEqual([]);
});
