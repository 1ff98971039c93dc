import { createApp } from "@firecrest/live";
import { expect, test } from "vitest";
import { ChannelClient } from "./channel-client.ts";
import { SECRETS, SILENT } from "./fixtures/test-app.ts";

const app = createApp({
  secrets: SECRETS,
  log: SILENT,
  routes: [],
  sockets: {
    "/socket": [
      {
        topic: "room:*",
        join: (payload, socket) => {
          if (socket.topic === "room:locked") return { ok: false, response: { reason: "locked" } };
          return {
            ok: true,
            response: {
              payload,
              params: socket.client.params["name"],
              tenant: socket.client.connectInfo.headers["x-tenant"],
            },
          };
        },
        handleIn: (event, payload, socket) => {
          if (event === "crash") throw new Error("boom");
          if (event === "bytes") return { status: "ok", response: payload as Uint8Array };
          socket.broadcast(event, payload as object);
          return { status: "ok", response: { event } };
        },
      },
    ],
  },
});

test("a channel is joined, pushed to and listened to in memory", async () => {
  const ann = await ChannelClient.open(app, "/socket", { params: { name: "Ann" }, headers: { "x-tenant": "acme" } });
  const ben = await ChannelClient.open(app, "/socket");
  const room = await ann.join("room:1", { as: "guest" });
  expect(room).toMatchObject({ status: "ok", response: { payload: { as: "guest" }, params: "Ann", tenant: "acme" } });
  await ben.join("room:1");
  expect(await ann.push(room.joinRef, "room:1", { event: "said", payload: { text: "hi" } })).toEqual({
    status: "ok",
    response: { event: "said" },
  });
  expect((await ben.next(({ event }) => event === "said")).payload).toEqual({ text: "hi" });
});

test("bytes travel as bytes, both ways", async () => {
  const client = await ChannelClient.open(app, "/socket");
  const { joinRef } = await client.join("room:1");
  const reply = await client.push(joinRef, "room:1", { event: "bytes", payload: new Uint8Array([1, 2]) });
  expect(reply).toEqual({ status: "ok", response: new Uint8Array([1, 2]) });
});

test("a refused join and a crash are frames like any other", async () => {
  const client = await ChannelClient.open(app, "/socket");
  expect(await client.join("room:locked")).toMatchObject({ status: "error", response: { reason: "locked" } });
  const { joinRef } = await client.join("room:1");
  client.push(joinRef, "room:1", { event: "crash", payload: {} }).catch(() => undefined);
  expect(await client.next(({ event }) => event === "phx_error")).toMatchObject({ topic: "room:1" });
});

test.each([
  ["no socket is there", "/nothing", {}],
  ["the origin is not allowed", "/socket", { headers: { origin: "https://evil.example" } }],
])("open rejects when %s", async (_why, path, options) => {
  await expect(ChannelClient.open(app, path, options)).rejects.toMatchObject({ code: "socket-refused" });
});

test("a client that has paused reads later; one that has closed can do nothing any more", async () => {
  const client = await ChannelClient.open(app, "/socket");
  const { joinRef } = await client.join("room:1");
  client.pause();
  const reply = client.push(joinRef, "room:1", { event: "said", payload: {} });
  await Promise.resolve();
  expect(client.received.filter(({ event }) => event === "said")).toEqual([]);
  client.resume();
  expect(await reply).toMatchObject({ status: "ok" });
  const waiting = client.next(({ event }) => event === "never");
  await Promise.all([client.close(), expect(waiting).rejects.toMatchObject({ code: "socket-closed" })]);
  expect(await client.closed).toEqual({ code: 1000, reason: "" });
  expect(() => client.sendRaw("x")).toThrow(expect.objectContaining({ code: "socket-closed" }));
  await expect(client.next(() => false)).rejects.toMatchObject({ code: "socket-closed" });
});

test("garbage closes the socket with the code that says why", async () => {
  const client = await ChannelClient.open(app, "/socket");
  client.sendRaw("{");
  expect(await client.closed).toMatchObject({ code: 1007 });
});
