import { type ActorRef, type ExitReason, spawn } from "@firecrest/actors";
import { encodeBinaryPush } from "@firecrest/wire";
import { afterEach, describe, expect, test } from "vitest";
import { FrameClient, errorReply, okReply } from "./fixtures/frame-client.ts";
import {
  TRANSPORTS,
  type Parts,
  type TestEndpoint,
  type TestEndpointOptions,
  startTestEndpoint,
} from "./fixtures/test-endpoint.ts";
import type { JoinRequest, TopicMessage, TopicPort, TopicRoute } from "./topic.ts";

type Message = TopicMessage | { type: "start" };

/** A topic whose actor does what its events say. */
function scripted(parts: Parts, ended: (topic: string, reason: ExitReason) => void): TopicRoute {
  const run =
    (port: TopicPort, request: JoinRequest, ref: () => ActorRef<Message>) =>
    (message: Message): void | Promise<void> => {
      if (message.type === "start") return begin(port, request.payload as { how?: string });
      if (message.type === "leave") return ref().exit({ type: "shutdown", detail: "left" });
      if (message.type === "push") return act(port, message, ref());
    };
  return {
    pattern: "room:*",
    join: (request) => {
      if ((request.payload as { how?: string } | null)?.how === "throw") throw new Error("no room");
      const ref: ActorRef<Message> = spawn<Message>(
        parts.queue,
        { handleMessage: run(request.port, request, () => ref), terminate: (reason) => ended(request.topic, reason) },
        { mailboxMessagesMax: 5 },
      );
      ref.send({ type: "start" });
      return ref;
    },
  };
}

let release: () => void = () => {};

function begin(port: TopicPort, { how }: { how?: string }): void | Promise<void> {
  switch (how) {
    case "refuse":
      return port.refuseJoin('{"reason":"not you"}');
    case "crash":
      throw new Error("crashed while joining");
    case "push first":
      return port.push("early", "{}");
    case "slow":
      return new Promise<void>((resolve) => {
        release = resolve;
      }).then(() => port.acceptJoin('{"late":true}'));
    default:
      return port.acceptJoin('{"hello":1}');
  }
}

function act(
  port: TopicPort,
  { event, ref, payload }: TopicMessage & { type: "push" },
  self: ActorRef<Message>,
): void | Promise<void> {
  switch (event) {
    case "echo":
      return port.reply(ref ?? "", "ok", JSON.stringify(payload));
    case "echo bytes":
      port.pushBinary("bytes", payload as Uint8Array);
      return port.replyBinary(ref ?? "", "ok", payload as Uint8Array);
    case "push then reply":
      port.push("pushed", '{"n":1}');
      port.reply(ref ?? "", "custom", '"any json"');
      return port.push("pushed", '{"n":2}');
    case "close":
      port.close();
      port.push("too late", "{}");
      return port.reply(ref ?? "", "ok", "{}");
    case "stop":
      return self.exit({ type: "normal" });
    case "accept again":
      return port.acceptJoin("{}");
    case "hang":
      return new Promise(() => {});
    case "crash":
      throw new Error("boom");
  }
}

describe.each(TRANSPORTS)("a socket on %s", (transport) => {
  let endpoint: TestEndpoint;
  const ended: { topic: string; reason: ExitReason }[] = [];

  async function connect(options: Partial<TestEndpointOptions> = {}): Promise<FrameClient> {
    ended.length = 0;
    endpoint = await startTestEndpoint((parts) => [scripted(parts, (topic, reason) => ended.push({ topic, reason }))], {
      transport,
      ...options,
    });
    return FrameClient.connect(endpoint.url);
  }

  /** A client that has joined room:1 with the join ref "1". */
  async function joined(options: Partial<TestEndpointOptions> = {}): Promise<FrameClient> {
    const client = await connect(options);
    expect(await client.join("room:1")).toEqual(okReply("room:1", { hello: 1 }));
    return client;
  }

  afterEach(() => endpoint.close());

  test("answers a heartbeat at once, without a topic", async () => {
    const client = await connect();
    client.send([null, "7", "phoenix", "heartbeat", {}]);
    expect(await client.next()).toEqual([null, "7", "phoenix", "phx_reply", { status: "ok", response: {} }]);
  });

  test("answers a heartbeat while a join is pending, and other topics flow", async () => {
    const client = await connect();
    expect(await client.exchange(["1", "1", "room:slow", "phx_join", { how: "slow" }])).toEqual([]);
    expect(await client.exchange(["2", "2", "room:2", "phx_join", {}])).toEqual([
      okReply("room:2", { hello: 1 }, ["2", "2"]),
    ]);
    release();
    expect(await client.next()).toEqual(okReply("room:slow", { late: true }));
  });

  test("handles what was pushed during a join after its reply", async () => {
    const client = await connect();
    expect(
      await client.exchange(["1", "1", "room:1", "phx_join", { how: "slow" }], ["1", "2", "room:1", "echo", { n: 2 }]),
    ).toEqual([]);
    release();
    expect(await client.next()).toEqual(okReply("room:1", { late: true }));
    expect(await client.next()).toEqual(okReply("room:1", { n: 2 }, ["1", "2"]));
  });

  describe("joining", () => {
    test.each([
      { how: "refuse", reason: "not you" },
      { how: "crash", reason: "join crashed" },
      { how: "throw", reason: "join crashed" },
      { how: "push first", reason: "join crashed" },
    ])("a join that does this: $how, is answered: $reason, and leaves nothing behind", async ({ how, reason }) => {
      const client = await connect();
      expect(await client.join("room:1", { how })).toEqual(errorReply("room:1", reason));
      expect(await client.exchange(["1", "2", "room:1", "echo", {}])).toEqual([
        errorReply("room:1", "unmatched topic", [null, "2"]),
      ]);
      expect(await client.join("room:1", {}, "3")).toEqual(okReply("room:1", { hello: 1 }, ["3", "3"]));
    });

    test("a refused join ends its actor", async () => {
      const client = await connect();
      await client.join("room:1", { how: "refuse" });
      expect(ended).toEqual([{ topic: "room:1", reason: { type: "shutdown", detail: "join refused" } }]);
    });

    test("a topic without a route is answered without its join ref, and noted", async () => {
      const client = await connect();
      expect(await client.join("lobby")).toEqual(errorReply("lobby", "unmatched topic", [null, "1"]));
      expect(endpoint.logged).toMatchObject([{ level: "warn", fields: { topic: "lobby" } }]);
    });

    test("the 101st topic is refused, and joining a joined one anew is not", async () => {
      const client = await connect();
      for (let index = 1; index <= 100; index += 1) await client.join(`room:${index}`, {}, `${index}`);
      expect(await client.join("room:101", {}, "101")).toEqual(
        errorReply("room:101", "too many channels joined", ["101", "101"]),
      );
      expect(await client.join("room:7", {}, "102")).toEqual(okReply("room:7", { hello: 1 }, ["102", "102"]));
    });

    test("a limit of one topic is honoured, and leaving makes room", async () => {
      const client = await joined({ limits: { joinsMax: 1 } });
      expect(await client.join("room:2", {}, "2")).toEqual(
        errorReply("room:2", "too many channels joined", ["2", "2"]),
      );
      await client.exchange(["1", "3", "room:1", "phx_leave", {}]);
      expect(await client.join("room:2", {}, "4")).toEqual(okReply("room:2", { hello: 1 }, ["4", "4"]));
    });

    test("joins over the rate are refused, until time has passed", async () => {
      const client = await connect({ limits: { joinsBurstMax: 2, joinsPerSecondMax: 1 } });
      const rejoin = (ref: string) => client.join(`room:${ref}`, {}, ref);
      expect([await rejoin("1"), await rejoin("2")]).toHaveLength(2);
      expect(await rejoin("3")).toEqual(errorReply("room:3", "too many joins", ["3", "3"]));
      endpoint.clock.advance(1_000);
      expect(await rejoin("4")).toEqual(okReply("room:4", { hello: 1 }, ["4", "4"]));
    });

    test("messages over the rate close the socket, until time has passed", async () => {
      const client = await connect({ limits: { messagesBurstMax: 4, messagesPerSecondMax: 1 } });
      // An exchange is two messages: the given one, and a heartbeat behind it.
      await client.exchange([null, "1", "phoenix", "heartbeat", {}]);
      await client.exchange([null, "2", "phoenix", "heartbeat", {}]);
      endpoint.clock.advance(2_000);
      await client.exchange([null, "3", "phoenix", "heartbeat", {}]);
      client.send([null, "4", "phoenix", "heartbeat", {}]);
      expect(await client.closed).toMatchObject({ code: 1013 });
    });

    test("a topic that is too long is refused", async () => {
      const client = await connect({ limits: { topicLengthMax: 10 } });
      expect(await client.join("room:12345")).toEqual(okReply("room:12345", { hello: 1 }));
      expect(await client.join("room:123456")).toEqual(errorReply("room:123456", "topic too long"));
    });

    test("a join ref that is too long closes the socket with 1002", async () => {
      const client = await connect();
      client.send(["r".repeat(65), "1", "room:1", "phx_join", {}]);
      expect(await client.closed).toMatchObject({ code: 1002 });
    });

    test("a topic with quotes, control characters and half a surrogate pair survives the round trip", async () => {
      const client = await connect();
      const topic = 'room:"\\\n\u2028🐦\ud800';
      expect(await client.join(topic)).toEqual(okReply(topic, { hello: 1 }));
    });
  });

  describe("joining a topic twice", () => {
    test("answers the new join first, then closes the old one; the old actor is gone", async () => {
      const client = await joined();
      expect(await client.exchange(["5", "5", "room:1", "phx_join", {}])).toEqual([
        okReply("room:1", { hello: 1 }, ["5", "5"]),
        ["1", "1", "room:1", "phx_close", {}],
      ]);
      expect(ended).toEqual([{ topic: "room:1", reason: { type: "shutdown", detail: "duplicate join" } }]);
      expect(await client.exchange(["5", "6", "room:1", "echo", { a: 1 }])).toEqual([
        okReply("room:1", { a: 1 }, ["5", "6"]),
      ]);
    });

    test("closes each old one once", async () => {
      const client = await joined();
      await client.exchange(["2", "2", "room:1", "phx_join", {}]);
      expect(await client.exchange(["3", "3", "room:1", "phx_join", {}])).toEqual([
        okReply("room:1", { hello: 1 }, ["3", "3"]),
        ["2", "2", "room:1", "phx_close", {}],
      ]);
    });

    test("closes the old one also when the new join is refused", async () => {
      const client = await joined();
      expect(await client.exchange(["5", "5", "room:1", "phx_join", { how: "refuse" }])).toEqual([
        errorReply("room:1", "not you", ["5", "5"]),
        ["1", "1", "room:1", "phx_close", {}],
      ]);
    });

    test("closes every one that was replaced while the last one was pending", async () => {
      const client = await joined();
      const slow = (ref: string): unknown[] => [ref, ref, "room:1", "phx_join", { how: "slow" }];
      expect(await client.exchange(slow("2"), slow("3"))).toEqual([]);
      release();
      expect(await client.next()).toEqual(okReply("room:1", { late: true }, ["3", "3"]));
      expect(await client.next()).toEqual(["1", "1", "room:1", "phx_close", {}]);
      expect(await client.next()).toEqual(["2", "2", "room:1", "phx_close", {}]);
    });
  });

  describe("pushing", () => {
    test.each([
      { what: "the current join ref", joinRef: "1", expected: [okReply("room:1", { n: 1 }, ["1", "9"])] },
      { what: "no join ref", joinRef: null, expected: [okReply("room:1", { n: 1 }, ["1", "9"])] },
      { what: "a stale join ref", joinRef: "0", expected: [] },
    ])("with $what", async ({ joinRef, expected }) => {
      const client = await joined();
      expect(await client.exchange([joinRef, "9", "room:1", "echo", { n: 1 }])).toEqual(expected);
    });

    test.each([["1"], [null], ["0"]])(
      "without a joined topic, with the join ref %s, is answered: unmatched topic",
      async (joinRef) => {
        const client = await connect();
        expect(await client.exchange([joinRef, "9", "room:1", "echo", {}])).toEqual([
          errorReply("room:1", "unmatched topic", [null, "9"]),
        ]);
      },
    );

    test("pushes and replies leave in the order in which they were made, with their refs", async () => {
      const client = await joined();
      expect(await client.exchange(["1", "9", "room:1", "push then reply", {}])).toEqual([
        ["1", null, "room:1", "pushed", { n: 1 }],
        ["1", "9", "room:1", "phx_reply", { status: "custom", response: "any json" }],
        ["1", null, "room:1", "pushed", { n: 2 }],
      ]);
    });

    test("bytes are answered with bytes", async () => {
      const client = await joined();
      const payload = Uint8Array.of(0, 255, 1);
      const sent = { joinRef: "1", ref: "9", topic: "room:1", event: "echo bytes", payload };
      expect(await client.exchange(encodeBinaryPush(sent))).toEqual([
        { kind: "push", joinRef: "1", topic: "room:1", event: "bytes", data: Buffer.from(payload) },
        { kind: "reply", joinRef: "1", ref: "9", topic: "room:1", status: "ok", data: Buffer.from(payload) },
      ]);
    });

    test("into a full mailbox closes the socket with 1013, and that is noted", async () => {
      const client = await joined();
      for (let index = 0; index < 8; index += 1)
        client.send(["1", `${index}`, "room:1", index === 0 ? "hang" : "echo", {}]);
      expect(await client.closed).toMatchObject({ code: 1013 });
      expect(endpoint.logged).toMatchObject([{ level: "warn", fields: { code: 1013 } }]);
      expect(endpoint.faults).toMatchObject([{ during: "exit", error: { code: "mailbox-full" } }]);
    });
  });

  describe("the end of a topic", () => {
    test.each([
      { event: "crash", end: ["1", "1", "room:1", "phx_error", { reason: "channel_crash" }] },
      { event: "accept again", end: ["1", "1", "room:1", "phx_error", { reason: "channel_crash" }] },
      { event: "close", end: ["1", "1", "room:1", "phx_close", {}] },
      { event: "stop", end: ["1", "1", "room:1", "phx_close", {}] },
    ])("$event: the client is told, and nothing else; then the topic is free", async ({ event, end }) => {
      const client = await joined();
      expect(await client.exchange(["1", "9", "room:1", event, {}])).toEqual([end]);
      expect(ended).toHaveLength(1);
      expect(await client.exchange(["1", "10", "room:1", "echo", {}])).toEqual([
        errorReply("room:1", "unmatched topic", [null, "10"]),
      ]);
      expect(await client.join("room:1", {}, "11")).toEqual(okReply("room:1", { hello: 1 }, ["11", "11"]));
    });

    test("a crash of one topic leaves the others alone, and is a fault of its actor only", async () => {
      const client = await joined();
      await client.join("room:2", {}, "2");
      await client.exchange(["1", "9", "room:1", "crash", {}]);
      expect(await client.exchange(["2", "10", "room:2", "echo", { ok: 1 }])).toEqual([
        okReply("room:2", { ok: 1 }, ["2", "10"]),
      ]);
      expect(endpoint.faults.map(({ error }) => String(error))).toEqual(["Error: boom"]);
    });

    test("the client's connection ends all of its topics", async () => {
      const client = await joined();
      await client.join("room:2", {}, "2");
      client.destroy();
      await expect
        .poll(() => ended.map(({ topic, reason }) => [topic, reason]))
        .toEqual([
          ["room:1", { type: "shutdown", detail: "disconnected" }],
          ["room:2", { type: "shutdown", detail: "disconnected" }],
        ]);
    });
  });

  describe("leaving", () => {
    test.each([
      { what: "the current join ref", joinRef: "1" },
      { what: "no join ref", joinRef: null },
    ])("with $what is answered, then the topic closes", async ({ joinRef }) => {
      const client = await joined();
      expect(await client.exchange([joinRef, "9", "room:1", "phx_leave", {}])).toEqual([
        okReply("room:1", {}, ["1", "9"]),
        ["1", "1", "room:1", "phx_close", {}],
      ]);
      expect(ended).toEqual([{ topic: "room:1", reason: { type: "shutdown", detail: "left" } }]);
      expect(await client.exchange(["1", "10", "room:1", "echo", {}])).toEqual([
        errorReply("room:1", "unmatched topic", [null, "10"]),
      ]);
    });

    test("with a stale join ref is answered, and nothing is left", async () => {
      const client = await joined();
      expect(await client.exchange(["0", "9", "room:1", "phx_leave", {}])).toEqual([okReply("room:1", {}, ["0", "9"])]);
      expect(await client.exchange(["1", "10", "room:1", "echo", {}])).toEqual([okReply("room:1", {}, ["1", "10"])]);
    });

    test.each([["1"], [null]])("a topic that is not joined, with the join ref %s, is answered", async (joinRef) => {
      const client = await connect();
      expect(await client.exchange([joinRef, "9", "room:1", "phx_leave", {}])).toEqual([
        okReply("room:1", {}, [joinRef, "9"]),
      ]);
    });

    test("a topic that is still being joined waits for the join", async () => {
      const client = await connect();
      expect(
        await client.exchange(["1", "1", "room:1", "phx_join", { how: "slow" }], ["1", "2", "room:1", "phx_leave", {}]),
      ).toEqual([]);
      release();
      expect(await client.next()).toEqual(okReply("room:1", { late: true }));
      expect(await client.next()).toEqual(okReply("room:1", {}, ["1", "2"]));
      expect(await client.next()).toEqual(["1", "1", "room:1", "phx_close", {}]);
    });

    test("a topic whose mailbox is full is ended at once", async () => {
      const client = await joined();
      const pushes = Array.from({ length: 6 }, (_, index): unknown[] => [
        "1",
        `p${index}`,
        "room:1",
        index === 0 ? "hang" : "echo",
        {},
      ]);
      expect(await client.exchange(...pushes, ["1", "9", "room:1", "phx_leave", {}])).toEqual([
        okReply("room:1", {}, ["1", "9"]),
        ["1", "1", "room:1", "phx_close", {}],
      ]);
    });
  });

  describe("garbage", () => {
    test.each([
      { what: "no JSON", frame: "hello", code: 1007 },
      { what: "half a frame", frame: '["1","1","room:1"', code: 1007 },
      { what: "nothing", frame: "", code: 1007 },
      { what: "an object", frame: "{}", code: 1002 },
      { what: "four elements", frame: '["1","1","room:1","echo"]', code: 1002 },
      { what: "a number for a ref", frame: '[1,"1","room:1","echo",{}]', code: 1002 },
      { what: "no topic", frame: '["1","1",null,"echo",{}]', code: 1002 },
      { what: "an object for an event", frame: '["1","1","room:1",{},{}]', code: 1002 },
      { what: "no bytes", frame: new Uint8Array(0), code: 1002 },
      { what: "bytes of another kind", frame: Uint8Array.of(9, 0, 0, 0, 0), code: 1002 },
      { what: "fewer bytes than announced", frame: Uint8Array.of(0, 200, 0, 0, 0), code: 1002 },
    ])("$what closes the socket with $code and one line in the log", async ({ frame, code }) => {
      const client = await joined();
      const other = await FrameClient.connect(endpoint.url);
      client.send(frame);
      expect(await client.closed).toMatchObject({ code });
      expect(endpoint.logged).toMatchObject([{ level: "warn", fields: { code } }]);
      await expect.poll(() => ended).toHaveLength(1);
      expect(await other.join("room:2")).toEqual(okReply("room:2", { hello: 1 }));
    });

    test("more elements than five are ignored", async () => {
      const client = await joined();
      expect(await client.exchange(["1", "9", "room:1", "echo", { n: 1 }, "more", {}])).toEqual([
        okReply("room:1", { n: 1 }, ["1", "9"]),
      ]);
    });

    test("frames at random never take the server down", async () => {
      let seed = 42;
      const random = (below: number): number => {
        seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
        return seed % below;
      };
      const pick = <Item>(items: readonly [Item, ...Item[]]): Item => items[random(items.length)] ?? items[0];
      let client = await connect({ limits: { joinsBurstMax: 10_000 } });
      for (let round = 0; round < 300; round += 1) {
        const topic = pick(["room:1", "room:2", "phoenix", "lobby", ""]);
        const event = pick([
          "phx_join",
          "phx_leave",
          "phx_close",
          "phx_error",
          "phx_reply",
          "heartbeat",
          "echo",
          "crash",
          "stop",
          "close",
        ]);
        const payload = pick<unknown>([{}, null, [], "text", { how: "slow" }, { how: "refuse" }, { how: "throw" }, 7]);
        client.send([pick([null, "1", "2", ""]), pick([null, "1", "2"]), topic, event, payload]);
        if (random(40) === 0) {
          client.send(pick<string | Uint8Array>(["[", "[1]", Uint8Array.of(0, 1), Uint8Array.of(1, 2, 3)]));
          await client.closed;
          client = await FrameClient.connect(endpoint.url);
        }
      }
      expect(await (await FrameClient.connect(endpoint.url)).join("room:9")).toEqual(okReply("room:9", { hello: 1 }));
      expect(
        endpoint.logged.filter(({ level, message }) => level === "error" && message !== "channels: joining threw"),
      ).toEqual([]);
    });
  });
});
