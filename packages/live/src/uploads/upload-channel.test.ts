import { FakeClock, RunQueue } from "@firecrest/actors";
import {
  createEndpoint,
  createLogger,
  listen,
  type Server,
  type SocketInfo,
  type TopicRoute,
} from "@firecrest/channels";
import { createPubSub } from "@firecrest/pubsub";
import { ChannelClient } from "@firecrest/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { TRANSPORTS } from "../fixtures/upload-app.ts";
import { Tokens } from "../tokens.ts";
import { UploadDirectory, type UploadOwner } from "./upload-directory.ts";
import type { UploadNotice, UploadTerms } from "./upload-message.ts";
import { uploadRoute } from "./upload-route.ts";

// One upload on a clock at rest, for a view that admits whoever comes.

const TIMEOUT_MS = 10_000;

let clock: FakeClock;
let queue: RunQueue;
let server: Server;
let client: ChannelClient;
let notices: string[];
let closes: unknown[];
let write: () => void | Promise<void>;

const log = createLogger({ write: () => undefined });

/** Stands for the view: takes the connection that it is on, and admits. */
function viewRoute(joined: (socket: SocketInfo) => void): TopicRoute {
  return {
    pattern: "view",
    join: ({ socket, port }) => {
      joined(socket);
      port.acceptJoin("{}");
      return { ...ignoring, send: () => "accepted" } as never;
    },
  };
}

const ignoring = { id: 0, name: "view", isAlive: true, exit: () => undefined, monitor: () => () => undefined };

function admit(notice: UploadNotice): void {
  notices.push(notice.type);
  if (notice.type !== "joining") return;
  const entry = { ref: "0", clientName: "a", clientType: "", clientSizeBytes: 4 };
  const writer = () => ({
    write: () => write(),
    close: (reason: unknown) => void closes.push(reason),
    meta: () => ({}),
  });
  const terms = { entry, chunkSizeBytes: 4, chunkTimeoutMs: TIMEOUT_MS, writer, content: undefined };
  notice.channel.send({ type: "admitted", terms: terms as unknown as UploadTerms });
}

async function chunk(joinRef: string, bytes: number): Promise<string> {
  const { status } = await client.push(joinRef, "lvu:0", { event: "chunk", payload: new Uint8Array(bytes) });
  return status;
}

async function begin(tokens: Tokens): Promise<string> {
  await client.join("view", {});
  const { joinRef, status } = await client.join("lvu:0", {
    token: tokens.signUpload({ uploadRef: "phx-1", entryRef: "0" }),
  });
  expect(status).toBe("ok");
  return joinRef;
}

describe.each(TRANSPORTS)("an upload that waits for its client, over %s,", (transport) => {
  let joinRef: string;

  beforeEach(async () => {
    [notices, closes, write] = [[], [], () => undefined];
    clock = new FakeClock(1_000_000);
    queue = new RunQueue({ clock, onFault: () => undefined });
    const uploads = new UploadDirectory();
    const tokens = new Tokens({ secrets: ["0123456789abcdef0123456789abcdef"], nowMs: () => clock.nowMs() });
    const view: UploadOwner["view"] = ignoring;
    const routes = [
      viewRoute((socket) => void uploads.list("phx-1", { view, socket, notify: admit })),
      uploadRoute({ queue, uploads, tokens, viewLimits: {} }),
    ];
    const upgrade = createEndpoint({ path: "/live/websocket", routes, queue, pubsub: createPubSub(), log });
    server = await listen(
      { request: () => ({ status: 404 }), upgrade },
      { port: 0, host: "127.0.0.1", log, transport },
    );
    client = await ChannelClient.connect(`ws://127.0.0.1:${server.port}/live/websocket?vsn=2.0.0`);
    joinRef = await begin(tokens);
  });

  afterEach(() => server.close());

  const ended = async () => (await client.next(({ topic, event }) => topic === "lvu:0" && event !== "phx_reply")).event;

  test("ends when nothing comes for as long as the limit, from the beginning on and between chunks", async () => {
    clock.advance(TIMEOUT_MS - 1);
    expect(await chunk(joinRef, 1)).toBe("ok");
    clock.advance(TIMEOUT_MS - 1);
    expect(await chunk(joinRef, 1)).toBe("ok");
    clock.advance(TIMEOUT_MS);
    expect(await ended()).toBe("phx_close");
    expect(closes).toEqual(["cancel"]);
  });

  test("ends when not even the first chunk comes", async () => {
    clock.advance(TIMEOUT_MS);
    expect(await ended()).toBe("phx_close");
    expect(closes).toEqual(["cancel"]);
  });

  test("does not count the time that the writer takes", async () => {
    let written = (): void => undefined;
    write = () => new Promise<void>((resolve) => void (written = resolve));
    const answer = chunk(joinRef, 1);
    await client.push(joinRef, "phoenix", { event: "heartbeat", payload: {} });
    clock.advance(2 * TIMEOUT_MS);
    written();
    expect(await answer).toBe("ok");
    expect(closes).toEqual([]);
  });

  test("waits for ever once the file is whole", async () => {
    expect(await chunk(joinRef, 4)).toBe("ok");
    expect([notices, closes]).toEqual([["joining", "completed"], ["done"]]);
    clock.advance(100 * TIMEOUT_MS);
    expect(await client.push(joinRef, "phoenix", { event: "heartbeat", payload: {} })).toMatchObject({ status: "ok" });
    expect(client.received.some(({ event }) => event === "phx_close")).toBe(false);
  });
});
