import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { type WebSocket, WebSocketServer } from "ws";
import { recordingLogger } from "../../test/test-database.ts";
import { type Clock, systemClock } from "../clock.ts";
import type { IncomingPost } from "../post.ts";
import { createRandom } from "../random.ts";
import { uuidOf } from "../uuid.ts";
import { createJetstream, reconnectDelayMs } from "./jetstream.ts";
import { readJetstreamEvent } from "./jetstream-event.ts";

const TIME_US = 1_795_176_000_000_000;
/** Real time, but no wait is longer than this. */
const hurriedClock: Clock = { ...systemClock, sleep: (ms, signal) => systemClock.sleep(Math.min(ms, 5), signal) };
const releases: (() => unknown)[] = [];

afterEach(async () => {
  for (const release of releases.splice(0).reverse()) await release();
});

/** What Jetstream sends for a new post. */
function created(nr: number, record: object = {}): string {
  return JSON.stringify({
    did: "did:plc:abc",
    time_us: TIME_US + nr,
    kind: "commit",
    commit: {
      rev: "3l3q",
      operation: "create",
      collection: "app.bsky.feed.post",
      rkey: `r${nr}`,
      record: {
        $type: "app.bsky.feed.post",
        text: `post ${nr}`,
        createdAt: "2026-11-20T12:00:00.000Z",
        langs: ["en"],
        ...record,
      },
      cid: "bafy",
    },
  });
}

/** A server that speaks the same JSON; `serve` gets each connection with the query of its address. */
async function startServer(serve: (socket: WebSocket, query: URLSearchParams, nr: number) => void): Promise<string> {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  let connections = 0;
  server.on("connection", (socket, request) =>
    serve(socket, new URL(request.url ?? "", "ws://x").searchParams, ++connections),
  );
  await new Promise((resolve) => server.once("listening", resolve));
  releases.push(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}/subscribe`;
}

/** Reads until `isEnough` of the posts, then stops. */
async function read(
  url: string,
  isEnough: (posts: readonly IncomingPost[]) => boolean,
  sink: () => Promise<void> = async () => {},
) {
  const controller = new AbortController();
  const { log, lines } = recordingLogger();
  const batches: (readonly IncomingPost[])[] = [];
  const reading = createJetstream({ url, clock: hurriedClock, random: createRandom(1), log }).run(async (batch) => {
    await sink();
    batches.push(batch);
    if (isEnough(batches.flat())) controller.abort();
    return batch.length;
  }, controller.signal);
  releases.push(() => controller.abort());
  await reading;
  return { posts: batches.flat(), batches, lines };
}

const texts = (posts: readonly IncomingPost[]): string[] => posts.map((post) => post.text);

describe("a frame of Jetstream", () => {
  test("of a new post is that post, its marked and its separate tags with it", () => {
    const facets = [
      { index: { byteStart: 0, byteEnd: 4 }, features: [{ $type: "app.bsky.richtext.facet#tag", tag: "tea" }] },
      {
        index: { byteStart: 5, byteEnd: 9 },
        features: [{ $type: "app.bsky.richtext.facet#mention", did: "did:plc:x" }],
      },
    ];
    expect(readJetstreamEvent(created(1, { facets, tags: ["coffee", "tea"] }))).toEqual({
      timeUs: TIME_US + 1,
      post: {
        uuid: uuidOf("at://did:plc:abc/app.bsky.feed.post/r1"),
        kind: "bluesky",
        text: "post 1",
        createdAtMs: Date.UTC(2026, 10, 20, 12),
        hashtags: ["tea", "coffee"],
      },
    });
  });

  test.each([
    ["2026-11-20T13:00:00+02:00", Date.UTC(2026, 10, 20, 11)],
    ["2031-01-01T00:00:00Z", TIME_US / 1_000],
    ["just now", TIME_US / 1_000],
  ])("whose author says %s", (createdAt, createdAtMs) => {
    expect(readJetstreamEvent(created(0, { createdAt }))?.post?.createdAtMs).toBe(createdAtMs);
  });

  test.each([
    ["an account event", JSON.stringify({ did: "d", time_us: 5, kind: "account", account: {} })],
    [
      "a deletion",
      JSON.stringify({
        did: "d",
        time_us: 5,
        kind: "commit",
        commit: { operation: "delete", collection: "app.bsky.feed.post", rkey: "r" },
      }),
    ],
    [
      "a like",
      JSON.stringify({
        did: "d",
        time_us: 5,
        kind: "commit",
        commit: { operation: "create", collection: "app.bsky.feed.like", rkey: "r", record: {} },
      }),
    ],
    ["a post without text", created(0, { text: "" }).replace(String(TIME_US), "5")],
    ["a post of another shape", created(0, { text: 7 }).replace(String(TIME_US), "5")],
  ])("of %s only moves on", (_, text) => {
    expect(readJetstreamEvent(text)).toEqual({ timeUs: 5, post: undefined });
  });

  test.each(["", "null", "[]", "{", '{"did":"d"}', '{"did":"d","time_us":"5","kind":"commit"}'])(
    "%j is none",
    (text) => {
      expect(readJetstreamEvent(text)).toBeUndefined();
    },
  );
});

test("asks for posts only, from now on, and hands them over in batches", async () => {
  const queries: string[] = [];
  const url = await startServer((socket, query) => {
    queries.push(String(query));
    socket.send("nonsense");
    socket.send(Buffer.from([1, 2, 3]));
    for (let nr = 1; nr <= 1_200; nr++) socket.send(created(nr));
  });
  const { posts, batches } = await read(url, (all) => all.length >= 1_200);
  expect(queries).toEqual(["wantedCollections=app.bsky.feed.post"]);
  expect(texts(posts)).toEqual(Array.from({ length: 1_200 }, (_, index) => `post ${index + 1}`));
  expect(Math.max(...batches.map((batch) => batch.length))).toBeLessThanOrEqual(500);
});

test("connects again when the connection breaks, from a little before where it broke off", async () => {
  const cursors: (string | null)[] = [];
  const url = await startServer((socket, query, nr) => {
    cursors.push(query.get("cursor"));
    socket.send(created(nr * 10), () => {
      if (nr === 1) socket.close(1001);
      if (nr === 2) socket.terminate();
    });
  });
  const { posts, lines } = await read(url, (all) => all.length >= 3);
  expect(texts(posts)).toEqual(["post 10", "post 20", "post 30"]);
  expect(cursors).toEqual([null, String(TIME_US + 10 - 5_000_000), String(TIME_US + 20 - 5_000_000)]);
  expect(lines).toEqual([
    expect.stringMatching(/^warn: 127.0.0.1:\d+: the connection was closed \(1001\)\. Connecting again in \d\.\d s\.$/),
    expect.stringContaining("closed (1006)"),
  ]);
});

test("goes on trying while nobody answers", async () => {
  const url = await startServer((socket) => socket.send(created(1)));
  const { host } = new URL(url);
  await releases.splice(0)[0]?.(); // The server is gone.
  const controller = new AbortController();
  const { log, lines } = recordingLogger();
  const reading = createJetstream({ url, clock: hurriedClock, random: createRandom(1), log }).run(
    async () => 0,
    controller.signal,
  );
  await expect.poll(() => lines.length).toBeGreaterThan(3);
  controller.abort();
  await reading;
  expect(lines[0]).toContain(`${host}: connect ECONNREFUSED`);
});

test("reads no faster than the posts are stored", async () => {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  let sent = 0;
  const total = 4_000;
  const padding = "x".repeat(20_000);
  const url = await startServer((socket) => {
    // As a real server does: sends on when the last frame has left.
    const sendNext = (): void => {
      if (sent < total) socket.send(created(++sent, { langs: [padding] }), sendNext);
    };
    sendNext();
  });
  const reading = read(
    url,
    (all) => all.length >= total,
    () => opened,
  );
  let before = -1;
  await expect.poll(() => sent === before || ((before = sent), false), { interval: 300, timeout: 20_000 }).toBe(true);
  expect(sent).toBeLessThan(total); // The rest waits at the server, not in our memory.
  open();
  expect((await reading).posts).toHaveLength(total);
});

test("a sink that cannot store ends it", async () => {
  const url = await startServer((socket) => socket.send(created(1)));
  await expect(
    read(
      url,
      () => false,
      () => Promise.reject(new Error("no disk")),
    ),
  ).rejects.toThrow("no disk");
});

test.each([
  [0, 500, 1_000],
  [1, 1_000, 2_000],
  [4, 8_000, 16_000],
  [9, 15_000, 30_000],
  [2_000, 15_000, 30_000],
])("after %i failures it waits between %i and %i ms", (failures, minMs, maxMs) => {
  expect(reconnectDelayMs(failures, { next: () => 0 })).toBe(minMs);
  expect(reconnectDelayMs(failures, { next: () => 1 })).toBe(maxMs);
});
