import { encodeBinaryPush } from "@firecrest/wire";
import { afterEach, describe, expect, test } from "vitest";
import { type ChannelDefinition, channel } from "./channel.ts";
import type { ChannelSocket } from "./channel-socket.ts";
import { FrameClient, errorReply, okReply } from "./fixtures/frame-client.ts";
import { TRANSPORTS, type TestEndpoint, startTestEndpoint } from "./fixtures/test-endpoint.ts";

interface Assigns {
  name: string;
  count: number;
}

type Definition = ChannelDefinition<Assigns>;
type Room = ChannelSocket<Assigns>;

const join: Definition["join"] = (payload, socket) => {
  socket.assigns = { name: (payload as { name?: string }).name ?? "anonymous", count: 0 };
  return { ok: true };
};

describe.each(TRANSPORTS)("a channel on %s", (transport) => {
  let endpoint: TestEndpoint;

  async function start(...definitions: (Partial<Definition> & { handlerTimeoutMs?: number })[]): Promise<void> {
    endpoint = await startTestEndpoint(
      (parts) =>
        definitions.map(({ handlerTimeoutMs = 30_000, ...definition }) =>
          channel<Assigns>({ topic: "room:*", join, ...definition }, { ...parts, handlerTimeoutMs }),
        ),
      { transport },
    );
  }

  async function enter(topic = "room:1", payload: unknown = {}): Promise<FrameClient> {
    const client = await FrameClient.connect(endpoint.url);
    expect(await client.join(topic, payload)).toEqual(okReply(topic, {}));
    return client;
  }

  afterEach(() => endpoint.close());

  test("the first route that covers a topic takes it", async () => {
    const named =
      (name: string): Definition["join"] =>
      () => ({ ok: true, response: { name } });
    await start(
      { topic: "food*", join: named("food") },
      { topic: "foo*", join: named("foo") },
      { topic: "*", join: named("any") },
    );
    const client = await FrameClient.connect(endpoint.url);
    for (const [topic, name] of [
      ["food:1", "food"],
      ["foot", "foo"],
      ["bar", "any"],
    ] as const) {
      expect(await client.join(topic)).toEqual(okReply(topic, { name }));
    }
  });

  test.each([
    {
      what: "an accepted join",
      reply: { ok: true as const, response: { a: 1 } },
      expected: okReply("room:1", { a: 1 }),
    },
    { what: "a join accepted without a response", reply: { ok: true as const }, expected: okReply("room:1", {}) },
    {
      what: "a refused join",
      reply: { ok: false as const, response: { reason: "full" } },
      expected: errorReply("room:1", "full"),
    },
  ])("$what is answered, at once or after an await", async ({ reply, expected }) => {
    await start({ topic: "room:1", join: () => reply }, { topic: "room:2", join: async () => reply });
    const client = await FrameClient.connect(endpoint.url);
    expect(await client.join("room:1")).toEqual(expected);
    expect(await client.join("room:2")).toEqual(expected.map((part) => (part === "room:1" ? "room:2" : part)));
  });

  test.each([
    { what: "pushing", act: (socket: Room) => socket.push("early") },
    { what: "broadcasting", act: (socket: Room) => socket.broadcast("early") },
    { what: "asking for a reply ref", act: (socket: Room) => socket.replyRef() },
    { what: "throwing", act: () => expect.unreachable() },
  ])("$what within join crashes the join, or reaches nobody", async ({ what, act }) => {
    await start({
      join: (_payload, socket) => {
        act(socket);
        return { ok: true };
      },
    });
    const client = await FrameClient.connect(endpoint.url);
    const expected = what === "broadcasting" ? okReply("room:1", {}) : errorReply("room:1", "join crashed");
    expect(await client.exchange(["1", "1", "room:1", "phx_join", {}])).toEqual([expected]);
  });

  test("a join that sends itself a message pushes after the reply", async () => {
    await start({
      join: (_payload, socket) => {
        socket.send("after join");
        return { ok: true };
      },
      handleMessage: (message, socket) => socket.push("welcome", { message }),
    });
    const client = await enter();
    expect(await client.next()).toEqual(["1", null, "room:1", "welcome", { message: "after join" }]);
  });

  test.each([
    {
      what: "a reply",
      handleIn: () => ({ status: "ok", response: { a: 1 } }),
      response: { status: "ok", response: { a: 1 } },
    },
    {
      what: "a reply without a response",
      handleIn: () => ({ status: "ok" }),
      response: { status: "ok", response: {} },
    },
    {
      what: "an error",
      handleIn: () => ({ status: "error", response: "why" }),
      response: { status: "error", response: "why" },
    },
    {
      what: "a status of one's own",
      handleIn: () => ({ status: "later" }),
      response: { status: "later", response: {} },
    },
    {
      what: "a promise of a reply",
      handleIn: async () => ({ status: "ok", response: [1] }),
      response: { status: "ok", response: [1] },
    },
    { what: "nothing", handleIn: () => undefined, response: undefined },
    { what: "a promise of nothing", handleIn: async () => undefined, response: undefined },
  ])("handleIn may return $what", async ({ handleIn, response }) => {
    await start({ handleIn });
    const client = await enter();
    client.send(["1", "9", "room:1", "any", {}]);
    if (response !== undefined) expect(await client.next()).toEqual(["1", "9", "room:1", "phx_reply", response]);
    expect(await client.exchange(["1", null, "room:1", "any", {}])).toEqual([]);
  });

  test("assigns last from event to event, and are one's own", async () => {
    await start({
      handleIn: (_event, _payload, socket) => {
        socket.assigns.count += 1;
        return { status: "ok", response: { ...socket.assigns } };
      },
    });
    const [ana, ben] = [await enter("room:1", { name: "Ana" }), await enter("room:1", { name: "Ben" })];
    await ana.exchange(["1", "2", "room:1", "count", {}]);
    expect(await ana.exchange(["1", "3", "room:1", "count", {}])).toEqual([
      okReply("room:1", { name: "Ana", count: 2 }, ["1", "3"]),
    ]);
    expect(await ben.exchange(["1", "2", "room:1", "count", {}])).toEqual([
      okReply("room:1", { name: "Ben", count: 1 }, ["1", "2"]),
    ]);
  });

  test("a broadcast reaches everyone on the topic without a join ref, before the reply made after it; broadcastFrom leaves its sender out", async () => {
    await start({
      handleIn: (event, payload, socket) => {
        if (event === "all") socket.broadcast("news", payload as object);
        else socket.broadcastFrom("news", payload as object);
        return { status: "ok" };
      },
    });
    const [ana, ben, other] = [await enter(), await enter(), await enter("room:2")];
    expect(await ana.exchange(["1", "2", "room:1", "all", { n: 1 }])).toEqual([
      [null, null, "room:1", "news", { n: 1 }],
      okReply("room:1", {}, ["1", "2"]),
    ]);
    expect(await ana.exchange(["1", "3", "room:1", "others", { n: 2 }])).toEqual([okReply("room:1", {}, ["1", "3"])]);
    expect(await ben.exchange()).toEqual([
      [null, null, "room:1", "news", { n: 1 }],
      [null, null, "room:1", "news", { n: 2 }],
    ]);
    expect(await other.exchange()).toEqual([]);
  });

  test("a broadcast from outside is a plain object, encoded once for all", async () => {
    await start({});
    const clients = [await enter(), await enter(), await enter()];
    let encoded = 0;
    const payload = {
      toJSON: () => {
        encoded += 1;
        return { from: "a job" };
      },
    };
    endpoint.pubsub.broadcast("room:1", { topic: "room:1", event: "news", payload });
    for (const client of clients)
      expect(await client.next()).toEqual([null, null, "room:1", "news", { from: "a job" }]);
    expect(encoded).toBe(1);
  });

  test("a broadcast of bytes arrives as bytes", async () => {
    await start({ handleIn: (_event, payload, socket) => socket.broadcast("blob", payload as Uint8Array) });
    const client = await enter();
    const payload = Uint8Array.of(1, 2, 3);
    expect(
      await client.exchange(encodeBinaryPush({ joinRef: "1", ref: "2", topic: "room:1", event: "any", payload })),
    ).toEqual([{ kind: "broadcast", topic: "room:1", event: "blob", data: Buffer.from(payload) }]);
  });

  test("nothing is broadcast to a client that has left, was refused, or is still joining", async () => {
    let admit: () => void = () => {};
    const admitted = new Promise<void>((resolve) => {
      admit = resolve;
    });
    await start({
      join: async (payload) => {
        if (payload === "wait") await admitted;
        return payload === "refuse" ? { ok: false, response: {} } : { ok: true };
      },
    });
    const client = await enter();
    const joining = await FrameClient.connect(endpoint.url);
    joining.send(["1", "1", "room:1", "phx_join", "wait"]);
    expect(await joining.join("room:1b", "refuse")).toMatchObject([
      "1",
      "1",
      "room:1b",
      "phx_reply",
      { status: "error" },
    ]);
    expect(endpoint.pubsub.subscriberCount("room:1")).toBe(1);
    endpoint.pubsub.broadcast("room:1", { topic: "room:1", event: "news", payload: {} });
    expect(await joining.exchange()).toEqual([]);
    admit();
    expect(await joining.next()).toEqual(okReply("room:1", {}));
    expect(await client.exchange(["1", "3", "room:1", "phx_leave", {}])).toHaveLength(3);
    joining.destroy();
    await expect.poll(() => endpoint.pubsub.subscriberCount("room:1")).toBe(0);
  });

  test("a join that is replaced while it waits does not subscribe when it wakes", async () => {
    let admit: () => void = () => {};
    const admitted = new Promise<void>((resolve) => {
      admit = resolve;
    });
    await start({
      join: async (payload) => {
        if (payload === "wait") await admitted;
        return { ok: true };
      },
    });
    const client = await FrameClient.connect(endpoint.url);
    client.send(["1", "1", "room:1", "phx_join", "wait"]);
    expect(await client.join("room:1", {}, "2")).toEqual(okReply("room:1", {}, ["2", "2"]));
    admit();
    expect(await client.exchange()).toEqual([["1", "1", "room:1", "phx_close", {}]]);
    expect(endpoint.pubsub.subscriberCount("room:1")).toBe(1);
  });

  test("a later reply goes to the push whose ref was kept", async () => {
    await start({
      handleIn: (event, _payload, socket) => {
        if (event === "ask") socket.send(socket.replyRef());
      },
      handleMessage: (ref, socket) => socket.reply(String(ref), { status: "ok", response: { late: true } }),
    });
    const client = await enter();
    client.send(["1", "9", "room:1", "ask", {}]);
    expect(await client.next()).toEqual(okReply("room:1", { late: true }, ["1", "9"]));
  });

  test.each(["in handleMessage", "after an await in handleIn"])(
    "a reply ref asked for %s is a mistake",
    async (where) => {
      await start({
        handleIn: async (_event, _payload, socket) => {
          if (where === "in handleMessage") return void socket.send("now");
          await Promise.resolve();
          socket.replyRef();
        },
        handleMessage: (_message, socket) => void socket.replyRef(),
      });
      const client = await enter();
      client.send(["1", "9", "room:1", "ask", {}]);
      expect(await client.next()).toEqual(["1", "1", "room:1", "phx_error", { reason: "channel_crash" }]);
      expect(endpoint.faults).toMatchObject([{ error: { code: "no-reply-ref" } }]);
    },
  );

  test("broadcasts on another topic that was subscribed to arrive at handleMessage, until that is ended", async () => {
    let end: () => void = () => {};
    await start({
      handleIn: (_event, _payload, socket) => {
        end = socket.subscribe("prices");
      },
      handleMessage: (message, socket) => socket.push("price", { message }),
    });
    const client = await enter();
    await client.exchange(["1", "2", "room:1", "subscribe", {}]);
    endpoint.pubsub.broadcast("prices", 7);
    expect(await client.next()).toEqual(["1", null, "room:1", "price", { message: 7 }]);
    end();
    endpoint.pubsub.broadcast("prices", 8);
    expect(await client.exchange()).toEqual([]);
  });

  test("a message on the channel's own topic that is no broadcast arrives at handleMessage", async () => {
    await start({ handleMessage: (message, socket) => socket.push("heard", { message }) });
    const client = await enter();
    endpoint.pubsub.broadcast("room:1", { type: "tick" });
    expect(await client.next()).toEqual(["1", null, "room:1", "heard", { message: { type: "tick" } }]);
  });

  test("a timer's message comes when its time has come, and not after it was cancelled", async () => {
    await start({
      handleIn: (event, _payload, socket) => {
        const cancel = socket.sendAfter(1_000, event);
        if (event === "cancelled") cancel();
      },
      handleMessage: (message, socket) => socket.push("timer", { message }),
    });
    const client = await enter();
    await client.exchange(["1", "2", "room:1", "cancelled", {}], ["1", "3", "room:1", "kept", {}]);
    endpoint.clock.advance(1_000);
    endpoint.queue.drain();
    expect(await client.exchange()).toEqual([["1", null, "room:1", "timer", { message: "kept" }]]);
  });

  test("stop closes the channel after the reply of the handler that it is in", async () => {
    await start({
      handleIn: (_event, _payload, socket) => {
        socket.stop();
        return { status: "ok" };
      },
    });
    const client = await enter();
    expect(await client.exchange(["1", "9", "room:1", "any", {}])).toEqual([
      okReply("room:1", {}, ["1", "9"]),
      ["1", "1", "room:1", "phx_close", {}],
    ]);
  });

  test.each<{ what: string; handleIn: Definition["handleIn"] }>([
    { what: "a throw", handleIn: () => expect.unreachable() },
    { what: "a rejection", handleIn: async () => Promise.reject(new Error("later")) },
    {
      what: "a payload that is no object",
      handleIn: (_event: string, _payload: unknown, socket: Room) => socket.push("x", [] as object),
    },
    {
      what: "a payload that JSON cannot express",
      handleIn: (_event: string, _payload: unknown, socket: Room) => socket.broadcast("x", { n: 1n }),
    },
    { what: "no handleIn at all", handleIn: undefined },
  ])("$what ends the channel with an error that the client rejoins after", async ({ handleIn }) => {
    await start(handleIn === undefined ? {} : { handleIn });
    const client = await enter();
    client.send(["1", "9", "room:1", "any", {}]);
    expect(await client.next()).toEqual(["1", "1", "room:1", "phx_error", { reason: "channel_crash" }]);
    expect(endpoint.faults).toHaveLength(1);
  });

  test("a handler that never returns is given up after handlerTimeoutMs", async () => {
    await start({ handleIn: () => new Promise(() => {}), handlerTimeoutMs: 1_000 });
    const client = await enter();
    expect(await client.exchange(["1", "9", "room:1", "any", {}])).toEqual([]);
    endpoint.clock.advance(1_000);
    expect(await client.next()).toEqual(["1", "1", "room:1", "phx_error", { reason: "channel_crash" }]);
  });

  test("an outside broadcast that cannot be encoded ends the channels it was for, not the broadcaster", async () => {
    await start({});
    const client = await enter();
    endpoint.pubsub.broadcast("room:1", { topic: "room:1", event: "x", payload: { n: 1n } });
    expect(await client.next()).toEqual(["1", "1", "room:1", "phx_error", { reason: "channel_crash" }]);
  });

  test.each([
    { how: "leaving", detail: "left" },
    { how: "joining anew", detail: "duplicate join" },
    { how: "disconnecting", detail: "disconnected" },
  ])("terminate hears of $how", async ({ how, detail }) => {
    const reasons: unknown[] = [];
    await start({ terminate: (reason, socket) => void reasons.push([reason, socket.assigns.name]) });
    const client = await enter("room:1", { name: "Ana" });
    if (how === "leaving") await client.exchange(["1", "2", "room:1", "phx_leave", {}]);
    if (how === "joining anew") await client.join("room:1", {}, "2");
    if (how === "disconnecting") client.destroy();
    await expect.poll(() => reasons).toEqual([[{ type: "shutdown", detail }, "Ana"]]);
  });

  test("what a dead channel's handler still does reaches nobody", async () => {
    let wake: () => void = () => {};
    let isDone = false;
    await start({
      handleIn: async (_event, _payload, socket) => {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        socket.push("ghost");
        socket.broadcast("ghost");
        socket.subscribe("ghosts");
        isDone = socket.signal.aborted && socket.send("ghost") === "dead";
        return { status: "ok" };
      },
    });
    const [client, witness] = [await enter(), await enter()];
    client.send(["1", "9", "room:1", "any", {}]);
    expect(await client.join("room:1", {}, "10")).toEqual(okReply("room:1", {}, ["10", "10"]));
    wake();
    await expect.poll(() => isDone).toBe(true);
    expect(await client.exchange()).toEqual([["1", "1", "room:1", "phx_close", {}]]);
    expect(await witness.exchange()).toEqual([]);
    expect(endpoint.pubsub.subscriberCount("ghosts")).toBe(0);
  });
});

describe("channel", () => {
  test.each(["", "room:*:lobby", "*room", "room:**"])(
    "the topic pattern %j is refused when it is written",
    async (topic) => {
      const define = () =>
        startTestEndpoint((parts) => [channel({ topic, join: () => ({ ok: true }) }, parts)], { transport: "node" });
      await expect(define()).rejects.toMatchObject({ code: "invalid-topic-pattern" });
    },
  );
});
