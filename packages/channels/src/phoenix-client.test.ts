import { WebSocket } from "ws";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { channel } from "./channel.ts";
import { TRANSPORTS, type TestEndpoint, startTestEndpoint } from "./fixtures/test-endpoint.ts";

// @ts-expect-error -- the package ships no types
import { Socket as UpstreamSocket } from "phoenix";

// The official client (npm `phoenix`) as the judge of what our frames mean. This much of it is used:

interface Push {
  receive(status: string, listener: (response: unknown) => void): Push;
}

interface Channel {
  readonly state: string;
  join(): Push;
  leave(): Push;
  push(event: string, payload: object): Push;
  on(event: string, listener: (payload: unknown) => void): void;
  onError(listener: (reason: unknown) => void): void;
  onClose(listener: (reason: unknown) => void): void;
}

interface Socket {
  connect(): void;
  disconnect(): void;
  channel(topic: string, params?: object): Channel;
}

/** The first answer to a push, as `[status, response]`. */
function answer(push: Push): Promise<unknown[]> {
  return new Promise((resolve) => {
    for (const status of ["ok", "error", "timeout"])
      push.receive(status, (response: unknown) => resolve([status, response]));
  });
}

describe.each(TRANSPORTS)("the official phoenix client on %s", (transport) => {
  let endpoint: TestEndpoint;
  let socket: Socket;
  let joins = 0;

  beforeEach(async () => {
    joins = 0;
    endpoint = await startTestEndpoint(
      (parts) => [
        channel(
          {
            topic: "room:*",
            join: (payload) => {
              joins += 1;
              return (payload as { secret?: string }).secret === "wrong"
                ? { ok: false, response: { reason: "unauthorized" } }
                : { ok: true, response: { joins } };
            },
            handleIn: (event, payload, room) => {
              if (event === "crash") throw new Error("boom");
              if (event === "bye") return room.stop();
              if (event === "shout") return room.broadcast("shout", payload as object);
              if (event === "bytes") return { status: "ok", response: payload };
              return { status: "ok", response: { event, payload } };
            },
          },
          parts,
        ),
      ],
      { transport, connect: ({ params }) => ({ ok: true, id: `user:${params["user"]}` }) },
    );
    socket = connect();
  });

  afterEach(async () => {
    socket.disconnect();
    await endpoint.close();
  });

  function connect(): Socket {
    const options = { transport: WebSocket, params: { user: "7" }, rejoinAfterMs: () => 1, reconnectAfterMs: () => 1 };
    const opened = new UpstreamSocket(endpoint.url, options) as Socket;
    opened.connect();
    return opened;
  }

  async function join(topic = "room:1", params: object = {}): Promise<Channel> {
    const joined = socket.channel(topic, params);
    expect(await answer(joined.join())).toEqual(["ok", { joins }]);
    return joined;
  }

  /** The next event of that name. */
  function heard(room: Channel, event: string): Promise<unknown> {
    return new Promise((resolve) => {
      room.on(event, resolve);
    });
  }

  test("joins, pushes, is replied to, leaves, and joins again", async () => {
    const room = await join();
    expect(await answer(room.push("hello", { n: 1 }))).toEqual(["ok", { event: "hello", payload: { n: 1 } }]);
    expect(await answer(room.leave())).toEqual(["ok", {}]);
    const again = await join();
    expect(joins).toBe(2);
    expect(await answer(again.push("hello", {}))).toEqual(["ok", { event: "hello", payload: {} }]);
  });

  test("hears broadcasts, its own and others'", async () => {
    const room = await join();
    const shouted = heard(room, "shout");
    room.push("shout", { by: "me" });
    expect(await shouted).toEqual({ by: "me" });
    const told = heard(room, "told");
    endpoint.pubsub.broadcast("room:1", { topic: "room:1", event: "told", payload: { by: "a job" } });
    expect(await told).toEqual({ by: "a job" });
  });

  test("sends and gets bytes", async () => {
    const room = await join();
    const [status, response] = await answer(room.push("bytes", Uint8Array.of(0, 1, 255).buffer));
    expect(status).toBe("ok");
    expect(new Uint8Array(response as ArrayBuffer)).toEqual(Uint8Array.of(0, 1, 255));
  });

  test("is told why a join is refused, and of a topic that nobody serves", async () => {
    expect(await answer(socket.channel("room:1", { secret: "wrong" }).join())).toEqual([
      "error",
      { reason: "unauthorized" },
    ]);
    expect(await answer(socket.channel("lobby").join())).toEqual(["error", { reason: "unmatched topic" }]);
  });

  test("rejoins by itself after a crash, with a fresh channel", async () => {
    const room = await join();
    const reasons: unknown[] = [];
    room.onError((reason) => reasons.push(reason));
    room.push("crash", {});
    await expect.poll(() => joins).toBe(2);
    expect(reasons).toEqual([{ reason: "channel_crash" }]);
    await expect.poll(() => room.state).toBe("joined");
    expect(await answer(room.push("hello", {}))).toEqual(["ok", { event: "hello", payload: {} }]);
  });

  test("does not rejoin a channel that stopped", async () => {
    const room = await join();
    const closed = new Promise((resolve) => {
      room.onClose(resolve);
    });
    room.push("bye", {});
    await closed;
    expect(room.state).toBe("closed");
    expect(joins).toBe(1);
  });

  test("reconnects and rejoins by itself after it was disconnected by its id", async () => {
    const room = await join();
    endpoint.pubsub.broadcast("user:7", { topic: "user:7", event: "disconnect", payload: {} });
    await expect.poll(() => joins).toBe(2);
    await expect.poll(() => room.state).toBe("joined");
  });

  test("joining a topic twice closes the first channel and keeps the second", async () => {
    const first = await join();
    const second = await join();
    expect(first.state).toBe("closed");
    expect(await answer(second.push("hello", {}))).toEqual(["ok", { event: "hello", payload: {} }]);
  });
});
