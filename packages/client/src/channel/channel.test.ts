import { beforeEach, expect, test } from "vitest";
import { FakeClock } from "../fixtures/fake-clock.ts";
import { ScriptedServer, settled } from "../fixtures/scripted-server.ts";
import type { Channel } from "./channel.ts";
import { Socket } from "./socket.ts";

let server: ScriptedServer;
let clock: FakeClock;
let socket: Socket;
let heard: unknown[];

beforeEach(() => {
  server = new ScriptedServer();
  clock = new FakeClock();
  socket = new Socket("ws://host/socket", { WebSocket: server.WebSocket, clock, random: () => 0.5 });
  socket.connect();
  heard = [];
});

function makeChannel(): Channel {
  let joins = 0;
  return socket.channel("room:1", {
    params: () => ({ join: ++joins }),
    joined: (response) => heard.push(["joined", response]),
    refused: (reply) => heard.push(["refused", reply]),
    message: (event, payload) => heard.push([event, payload]),
    failed: (payload) => heard.push(["failed", payload]),
    closed: () => heard.push(["closed"]),
  });
}

async function joinChannel(): Promise<Channel> {
  server.open();
  const channel = makeChannel();
  channel.join();
  await server.reply(server.last("phx_join"));
  heard = [];
  return channel;
}

test("a channel joins when the socket opens, with one ref in both places", async () => {
  const channel = makeChannel();
  channel.join();
  expect(server.sent).toEqual([]);
  server.open();
  expect(server.sent).toEqual([{ joinRef: "1", ref: "1", topic: "room:1", event: "phx_join", payload: { join: 1 } }]);
  expect(channel.isJoined).toBe(false);
  await server.reply(server.last("phx_join"), { hello: 1 });
  expect(heard).toEqual([["joined", { hello: 1 }]]);
  expect(channel.isJoined).toBe(true);
});

test("a push resolves to the server's reply", async () => {
  const channel = await joinChannel();
  const replies = [channel.push("ping", { a: 1 }), channel.push("pong", null)];
  expect(server.last("ping")).toEqual({ joinRef: "1", ref: "2", topic: "room:1", event: "ping", payload: { a: 1 } });
  await server.reply(server.last("pong"), { reason: "no" }, "error");
  await server.reply(server.last("ping"), { a: 1 });
  expect(await Promise.all(replies)).toEqual([
    { status: "ok", response: { a: 1 } },
    { status: "error", response: { reason: "no" } },
  ]);
});

test("a push that nobody answers times out", async () => {
  const channel = await joinChannel();
  const reply = channel.push("ping", {}, 500);
  clock.advance(500);
  expect(await reply).toEqual({ status: "timeout" });
});

test("a push outside a joined channel is closed at once, and not sent", async () => {
  const channel = makeChannel();
  expect(await channel.push("ping", {})).toEqual({ status: "closed" });
  expect(server.sent).toEqual([]);
});

test("pushes under way are closed when the connection is lost", async () => {
  const channel = await joinChannel();
  const reply = channel.push("ping", {});
  server.drop();
  expect(await reply).toEqual({ status: "closed" });
  expect(heard).toEqual([["failed", undefined]]);
});

test("messages and broadcasts are heard, of this topic only", async () => {
  await joinChannel();
  await server.push("shout", { a: 1 });
  server.say({ joinRef: null, ref: null, topic: "room:1", event: "all", payload: { b: 2 } });
  server.say({ joinRef: null, ref: null, topic: "room:2", event: "all", payload: { c: 3 } });
  expect(heard).toEqual([
    ["shout", { a: 1 }],
    ["all", { b: 2 }],
  ]);
});

test("what was sent to an earlier incarnation is dropped", async () => {
  await joinChannel();
  const { joinRef } = server.last("phx_join");
  server.drop();
  clock.advance(100);
  server.open();
  await server.reply(server.last("phx_join"));
  heard = [];
  for (const event of ["diff", "phx_error", "phx_close"])
    server.say({ joinRef, ref: joinRef, topic: "room:1", event, payload: {} });
  expect(heard).toEqual([]);
});

test("it joins anew as soon as the socket is back, with fresh parameters", async () => {
  await joinChannel();
  server.drop();
  clock.advance(100);
  expect(server.all("phx_join")).toHaveLength(1);
  server.open();
  expect(server.all("phx_join").map(({ payload }) => payload)).toEqual([{ join: 1 }, { join: 2 }]);
});

test("after a crash it joins anew, ever more slowly, and quickly again once it has succeeded", async () => {
  const channel = await joinChannel();
  await server.push("phx_error", { reason: "channel_crash" });
  expect(heard).toEqual([["failed", { reason: "channel_crash" }]]);
  expect(channel.isJoined).toBe(false);
  for (const delayMs of [1_000, 2_000, 5_000, 10_000, 10_000]) {
    expect(clock.delaysMs).toContain(delayMs);
    clock.advance(delayMs);
    await server.reply(server.last("phx_join"), { reason: "join crashed" }, "error");
  }
  clock.advance(10_000);
  await server.reply(server.last("phx_join"));
  await server.push("phx_error", {});
  expect(clock.delaysMs).toContain(1_000);
});

test("a join that is refused is told, and tried again", async () => {
  server.open();
  makeChannel().join();
  await server.reply(server.last("phx_join"), { reason: "full" }, "error");
  expect(heard).toEqual([["refused", { status: "error", response: { reason: "full" } }]]);
  clock.advance(1_000);
  expect(server.all("phx_join")).toHaveLength(2);
});

test("a join that is not answered in time is tried again; its late answer does not count", async () => {
  server.open();
  const channel = makeChannel();
  channel.join();
  const first = server.last("phx_join");
  clock.advance(10_000);
  expect(heard).toEqual([["refused", { status: "timeout" }]]);
  await server.reply(first);
  await server.push("diff", {});
  expect(channel.isJoined).toBe(false);
  expect(heard).toHaveLength(1);
});

test("leaving says so, ends what is under way, and is final", async () => {
  const channel = await joinChannel();
  const reply = channel.push("ping", {});
  channel.leave();
  expect(server.last("phx_leave")).toMatchObject({ joinRef: "1", topic: "room:1" });
  expect(await reply).toEqual({ status: "closed" });
  await server.push("shout", {});
  server.drop();
  clock.advance(100);
  server.open();
  expect(server.all("phx_join")).toHaveLength(1);
  expect(heard).toEqual([]);
});

test("leaving before the socket is open leaves nothing to be sent", async () => {
  const channel = makeChannel();
  channel.join();
  channel.leave();
  server.open();
  await settled();
  expect(server.sent).toEqual([]);
});

test("when the server ends it in order, it does not come back", async () => {
  await joinChannel();
  await server.push("phx_close", {});
  expect(heard).toEqual([["closed"]]);
  clock.advance(60_000);
  expect(server.all("phx_join")).toHaveLength(1);
});

test("a reply for a topic that the server does not know is an error", async () => {
  const channel = await joinChannel();
  const reply = channel.push("ping", {});
  const { ref } = server.last("ping");
  server.say({
    joinRef: null,
    ref,
    topic: "room:1",
    event: "phx_reply",
    payload: { status: "error", response: { reason: "unmatched topic" } },
  });
  expect(await reply).toEqual({ status: "error", response: { reason: "unmatched topic" } });
});

test("a reply of no known shape is an error, not a crash", async () => {
  const channel = await joinChannel();
  const reply = channel.push("ping", {});
  const { joinRef, ref } = server.last("ping");
  server.say({ joinRef, ref, topic: "room:1", event: "phx_reply", payload: null });
  expect((await reply).status).toBe("error");
});
