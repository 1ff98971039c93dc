import { connect } from "node:net";
import { once } from "node:events";
import { FakeClock } from "@firecrest/actors";
import { afterEach, describe, expect, test } from "vitest";
import { channel } from "./channel.ts";
import { CSRF_SESSION_KEY, createCsrfSecret, maskCsrfToken } from "./csrf.ts";
import { combineEndpoints, createEndpoint } from "./endpoint.ts";
import { FrameClient, okReply } from "./fixtures/frame-client.ts";
import {
  TRANSPORTS,
  type Parts,
  type TestEndpoint,
  type TestEndpointOptions,
  startTestEndpoint,
} from "./fixtures/test-endpoint.ts";
import { createLogger } from "./logger.ts";
import { systemRandom } from "./random.ts";
import { handshakeLines } from "./serve/contract-client.ts";
import { createSessionStore } from "./session.ts";
import type { SocketInfo } from "./socket-info.ts";

const KEYS = ["a secret of more than thirty-two characters"];

/** A channel that answers its join with what is known about its client. */
function whoami(parts: Parts): ReturnType<typeof channel>[] {
  return [channel({ topic: "whoami", join: (_payload, { client }) => ({ ok: true, response: client }) }, parts)];
}

describe.each(TRANSPORTS)("an endpoint on %s", (transport) => {
  let endpoint: TestEndpoint;

  async function start(options: Partial<TestEndpointOptions> = {}): Promise<void> {
    endpoint = await startTestEndpoint(whoami, { transport, ...options });
  }

  /** The status that a handshake with these headers is answered. */
  async function handshake(
    headers: readonly string[] = [],
    path = "/socket/websocket?vsn=2.0.0",
  ): Promise<{ status: number; head: string }> {
    const socket = connect(endpoint.server.port, "127.0.0.1");
    socket.write(`${[...handshakeLines(path), ...headers].join("\r\n")}\r\n\r\n`);
    const [bytes] = (await once(socket, "data")) as [Buffer];
    socket.destroy();
    const head = bytes.toString();
    return { status: Number(head.slice(9, 12)), head };
  }

  async function client(query = ""): Promise<SocketInfo> {
    const connected = await FrameClient.connect(endpoint.url, `vsn=2.0.0${query}`);
    const reply = (await connected.join("whoami")) as [unknown, unknown, unknown, unknown, { response: SocketInfo }];
    return reply[4].response;
  }

  afterEach(() => endpoint.close());

  test.each([
    { path: "/socket/websocket?vsn=2.0.0", status: 101 },
    { path: "/socket/websocket?vsn=2.3.14", status: 101 },
    { path: "/other/websocket?vsn=2.0.0", status: 404 },
    { path: "/socket/websocket/?vsn=2.0.0", status: 404 },
    { path: "/socket/websocket", status: 403 },
    { path: "/socket/websocket?vsn=1.0.0", status: 403 },
    { path: "/socket/websocket?vsn=3.0.0", status: 403 },
    { path: "/socket/websocket?vsn=2", status: 403 },
    { path: "/socket/websocket?vsn[]=2.0.0", status: 403 },
  ])("the handshake $path is answered $status", async ({ path, status }) => {
    await start();
    expect(await handshake([], path)).toMatchObject({ status });
    expect(endpoint.logged.map(({ level }) => level)).toEqual(status === 403 ? ["warn"] : []);
  });

  test.each([
    { origin: undefined, status: 101 },
    { origin: "http://127.0.0.1:9", status: 101 },
    { origin: "https://127.0.0.1", status: 101 },
    { origin: "http://evil.example", status: 403 },
    { origin: "null", status: 403 },
  ])("by default the origin $origin is answered $status", async ({ origin, status }) => {
    await start();
    expect(await handshake(origin === undefined ? [] : [`Origin: ${origin}`])).toMatchObject({ status });
  });

  test("a list of origins is enforced, and a refusal is noted with what to do", async () => {
    await start({ checkOrigin: ["https://ok.example"] });
    expect(await handshake(["Origin: https://ok.example"])).toMatchObject({ status: 101 });
    expect(await handshake(["Origin: https://evil.example"])).toMatchObject({ status: 403 });
    expect(endpoint.logged).toMatchObject([{ level: "warn", fields: { origin: "https://evil.example" } }]);
    expect(String(endpoint.logged[0]?.fields["reason"])).toContain("checkOrigin");
  });

  test.each([
    { offered: undefined, answered: undefined, status: 101 },
    { offered: "phoenix", answered: "phoenix", status: 101 },
    { offered: "other, phoenix", answered: "phoenix", status: 101 },
    { offered: "other", answered: undefined, status: 101 },
    { offered: "phoenix, base64url.bearer.phx.dG9rZW4", answered: "phoenix", status: 101 },
    { offered: "phoenix, base64url.bearer.phx.!!!", answered: undefined, status: 403 },
  ])("the subprotocols $offered are answered $status, $answered", async ({ offered, answered, status }) => {
    await start();
    const reply = await handshake(offered === undefined ? [] : [`Sec-WebSocket-Protocol: ${offered}`]);
    expect(reply.status).toBe(status);
    expect(/^sec-websocket-protocol: (.*)\r$/im.exec(reply.head)?.[1]).toBe(answered);
  });

  test("params, address and headers reach the channel; other headers and prototypes do not", async () => {
    await start();
    const { params, connectInfo, id, session } = await client("&name=Ana%20B&name=last&__proto__=x");
    expect({ ...params }).toEqual({ vsn: "2.0.0", name: "last", ["__proto__"]: "x" });
    expect(connectInfo).toMatchObject({
      remoteAddress: "127.0.0.1",
      path: "/socket/websocket",
      authToken: null,
      headers: {},
    });
    expect(connectInfo.host).toBe(`127.0.0.1:${endpoint.server.port}`);
    expect({ id, session }).toEqual({ id: null, session: null });
  });

  test("connect refuses with 403 or its own status, and names the client", async () => {
    await start({
      connect: ({ params }) => {
        if (params["user"] === undefined) return { ok: false };
        return params["user"] === "busy"
          ? { ok: false, status: 429 }
          : { ok: true, id: `user:${params["user"]}`, assigns: { user: params["user"] } };
      },
    });
    expect(await handshake()).toMatchObject({ status: 403 });
    expect(await handshake([], "/socket/websocket?vsn=2.0.0&user=busy")).toMatchObject({ status: 429 });
    expect(await client("&user=7")).toMatchObject({ id: "user:7", assigns: { user: "7" } });
  });

  test("a connect that throws answers 500 and is noted", async () => {
    await start({ connect: () => expect.unreachable() });
    expect(await handshake()).toMatchObject({ status: 500 });
    expect(endpoint.logged.map(({ level }) => level)).toEqual(["error"]);
  });

  test("a connection is noted for developers, its secrets filtered", async () => {
    const lines: string[] = [];
    await start({ log: createLogger({ level: "debug", write: (line) => lines.push(line) }) });
    await client("&_csrf_token=abc&user=7");
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('"params":{"vsn":"2.0.0","_csrf_token":"[FILTERED]","user":"7"}');
  });

  test("a disconnect broadcast on an id closes all of its connections with 1001, and no other", async () => {
    await start({ connect: ({ params }) => ({ ok: true, id: `user:${params["user"]}` }) });
    const open = (user: number): Promise<FrameClient> => FrameClient.connect(endpoint.url, `vsn=2.0.0&user=${user}`);
    const [first, second, other] = [await open(1), await open(1), await open(2)];
    endpoint.pubsub.broadcast("user:1", { topic: "user:1", event: "anything else", payload: {} });
    expect(await first.exchange()).toEqual([]);
    endpoint.pubsub.broadcast("user:1", { topic: "user:1", event: "disconnect", payload: {} });
    expect([await first.closed, await second.closed]).toMatchObject([{ code: 1001 }, { code: 1001 }]);
    expect(await other.exchange()).toEqual([]);
    expect(endpoint.pubsub.subscriberCount("user:1")).toBe(0);
  });

  describe("the session", () => {
    const clock = new FakeClock(1_000_000);
    const store = createSessionStore({ keys: KEYS, clock });
    const secret = createCsrfSecret(systemRandom);
    const [cookie = ""] = store.write({ user: 7, [CSRF_SESSION_KEY]: secret }).split(";");
    const token = encodeURIComponent(maskCsrfToken(secret, systemRandom));
    const otherToken = encodeURIComponent(maskCsrfToken(createCsrfSecret(systemRandom), systemRandom));

    test.each([
      { what: "cookie and token", headers: [`Cookie: a=b; ${cookie}`], query: `&_csrf_token=${token}`, user: 7 },
      { what: "no cookie", headers: [], query: `&_csrf_token=${token}`, user: undefined },
      {
        what: "a tampered cookie",
        headers: [`Cookie: ${cookie.slice(0, -1)}x`],
        query: `&_csrf_token=${token}`,
        user: undefined,
      },
      { what: "no token", headers: [`Cookie: ${cookie}`], query: "", user: undefined },
      {
        what: "another session's token",
        headers: [`Cookie: ${cookie}`],
        query: `&_csrf_token=${otherToken}`,
        user: undefined,
      },
      { what: "no token where none is asked for", headers: [`Cookie: ${cookie}`], query: "", user: 7, csrf: false },
    ])("with $what the user is $user, and the connection is accepted", async ({ headers, query, user, csrf }) => {
      let seen: unknown = "nobody";
      await start({
        session: store,
        csrf: csrf ?? true,
        connect: ({ session }) => {
          seen = session?.["user"];
          return { ok: true };
        },
      });
      expect(await handshake(headers, `/socket/websocket?vsn=2.0.0${query}`)).toMatchObject({ status: 101 });
      expect(seen).toBe(user);
    });
  });

  test("endpoints are combined by their paths", async () => {
    await start();
    const { queue, pubsub } = endpoint;
    const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
    const at = (path: string, status: number) =>
      createEndpoint({ path, routes: [], queue, pubsub, log, connect: () => ({ ok: false, status }) });
    const upgrade = combineEndpoints([at("/a", 401), at("/b", 402)]);
    const request = (path: string) => upgrade({ ...fakeRequest, path });
    expect([request("/a"), request("/b"), request("/c")]).toEqual([{ reject: 401 }, { reject: 402 }, { reject: 404 }]);
  });

  test("a frame over the limit closes with 1009", async () => {
    await start({ serve: { frameBytesMax: 10_000 } });
    const connected = await FrameClient.connect(endpoint.url);
    connected.send(["1", "1", "whoami", "phx_join", { padding: "x".repeat(10_000) }]);
    expect(await connected.closed).toMatchObject({ code: 1009 });
    expect(endpoint.logged).toMatchObject([{ fields: { code: 1009 } }]);
  });

  test("a client that says nothing is closed, and its topics end; a heartbeat counts", async () => {
    const clock = new FakeClock();
    const ended: string[] = [];
    endpoint = await startTestEndpoint(
      (parts) => [
        channel(
          { topic: "*", join: () => ({ ok: true }), terminate: (_reason, { topic }) => void ended.push(topic) },
          parts,
        ),
      ],
      { transport, serve: { clock, idleTimeoutMs: 8_000 } },
    );
    const [silent, beating] = [await FrameClient.connect(endpoint.url), await FrameClient.connect(endpoint.url)];
    expect(await silent.join("silent")).toEqual(okReply("silent", {}));
    expect(await beating.join("beating")).toEqual(okReply("beating", {}));
    for (let round = 0; round < 6; round += 1) {
      expect(await beating.exchange()).toEqual([]);
      clock.advance(2_000);
    }
    expect(await silent.closed).toMatchObject({ code: 1001 });
    expect(ended).toEqual(["silent"]);
    expect(await beating.exchange()).toEqual([]);
  });
});

const fakeRequest = {
  method: "GET",
  path: "/",
  query: "vsn=2.0.0",
  remoteAddress: "127.0.0.1",
  header: () => undefined,
  headers: () => [],
  body: () => Promise.resolve(new Uint8Array(0)),
};

describe("createEndpoint", () => {
  test.each([
    { what: "both guards off", options: { checkOrigin: false, csrf: false }, code: "invalid-option" },
    { what: "an origin without a host", options: { checkOrigin: ["example.com"] }, code: "invalid-option" },
    { what: "a limit of zero", options: { limits: { joinsMax: 0 } }, code: "invalid-option" },
    {
      what: "a limit that is no number",
      options: { limits: { joinsPerSecondMax: Number.NaN } },
      code: "invalid-option",
    },
  ])("$what is an error at the start: $code", async ({ options, code }) => {
    await expect(startTestEndpoint(() => [], { transport: "node", ...options })).rejects.toMatchObject({ code });
  });
});
