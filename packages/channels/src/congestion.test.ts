import { type ActorRef, systemClock, spawn } from "@firecrest/actors";
import { afterEach, describe, expect, test } from "vitest";
import { channel } from "./channel.ts";
import { TRANSPORTS, type TestEndpoint, startTestEndpoint } from "./fixtures/test-endpoint.ts";
import { RawClient, clientFrame } from "./serve/contract-client.ts";
import type { TopicMessage, TopicRoute } from "./topic.ts";

type Message = TopicMessage | { type: "start" } | { type: "changed"; state: number };

/** A view in miniature: it shows a state, and shows nothing while its client is congested. */
function view(
  spawned: (ref: ActorRef<Message>) => void,
): (parts: Parameters<Parameters<typeof startTestEndpoint>[0]>[0]) => TopicRoute[] {
  return ({ queue }) => [
    {
      pattern: "view",
      join: ({ port }) => {
        let state = 0;
        let shown = 0;
        const ref = spawn<Message>(
          queue,
          {
            handleMessage: (message) => {
              if (message.type === "start") port.acceptJoin("{}");
              if (message.type === "changed") state = message.state;
            },
            settled: () => {
              if (state === shown || port.congested) return;
              shown = state;
              port.push("diff", JSON.stringify({ state, padding: "x".repeat(20_000) }));
            },
          },
          { mailboxMessagesMax: 100_000 },
        );
        ref.send({ type: "start" });
        spawned(ref);
        return ref;
      },
    },
  ];
}

describe.each(TRANSPORTS)("a client that does not read, on %s", (transport) => {
  let endpoint: TestEndpoint;
  afterEach(() => endpoint.close());

  /** A client over plain TCP that has joined a topic and then stopped reading. */
  async function joinAndPause(topic: string): Promise<RawClient> {
    const client = await RawClient.upgrade(endpoint.server.port, { path: "/socket/websocket?vsn=2.0.0" });
    client.write(clientFrame(JSON.stringify(["1", "1", topic, "phx_join", {}])));
    expect((await client.frame())?.payload.toString()).toContain('"status":"ok"');
    client.pause();
    return client;
  }

  test("a view shows it the latest state when it reads on, and little of what was in between", async () => {
    const refs: ActorRef<Message>[] = [];
    endpoint = await startTestEndpoint(
      view((ref) => refs.push(ref)),
      { transport },
    );
    const client = await joinAndPause("view");
    const last = 3_000;
    for (let state = 1; state <= last; state += 1) {
      refs[0]?.send({ type: "changed", state });
      endpoint.queue.drain();
      if (state % 50 === 0) await new Promise<void>((resolve) => systemClock.defer(resolve));
    }
    client.resume();
    const shown: number[] = [];
    while (shown.at(-1) !== last) {
      const frame = JSON.parse((await client.frame())?.payload.toString() ?? "null") as [
        unknown,
        unknown,
        unknown,
        string,
        { state: number },
      ];
      shown.push(frame[4].state);
    }
    expect(shown).toEqual(shown.toSorted((left, right) => left - right));
    expect(shown.length).toBeLessThan(last / 2);
    expect(endpoint.logged).toEqual([]);
    client.destroy();
  });

  test("a channel's events are all kept until the hard limit, which closes with 1013 and ends the channel", async () => {
    const reasons: unknown[] = [];
    endpoint = await startTestEndpoint(
      (parts) => [
        channel({ topic: "room", join: () => ({ ok: true }), terminate: (reason) => void reasons.push(reason) }, parts),
      ],
      { transport, serve: { bufferedBytesMax: 500_000 } },
    );
    const client = await joinAndPause("room");
    let count = 0;
    while (reasons.length === 0) {
      count += 1;
      endpoint.pubsub.broadcast("room", {
        topic: "room",
        event: "news",
        payload: { count, padding: "x".repeat(20_000) },
      });
      await new Promise<void>((resolve) => systemClock.defer(resolve));
    }
    expect(reasons).toEqual([{ type: "shutdown", detail: "disconnected" }]);
    expect(endpoint.logged).toMatchObject([{ level: "warn", fields: { code: 1013 } }]);
    expect(endpoint.pubsub.subscriberCount("room")).toBe(0);
    client.resume();
    for (let index = 1; index <= count; index += 1) {
      expect((await client.frame())?.payload.toString().slice(0, 60)).toContain(`"count":${index},`);
    }
    expect(await client.closeCode()).toBe(1013);
    client.destroy();
  });
});
