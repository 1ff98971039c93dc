import { afterEach, describe, expect, test } from "vitest";
import { type FetchHandler, fetchBridge } from "./fetch-bridge.ts";
import { TRANSPORTS } from "./fixtures/test-endpoint.ts";
import { createLogger } from "./logger.ts";
import { listen } from "./serve/listen.ts";
import type { Server } from "./serve/serve.ts";

describe.each(TRANSPORTS)("a fetch handler on %s", (transport) => {
  let server: Server;
  const lines: string[] = [];

  async function start(handler: FetchHandler): Promise<string> {
    lines.length = 0;
    const log = createLogger({ write: (line) => lines.push(line) });
    const handlers = { request: fetchBridge(handler), upgrade: () => ({ reject: 404 }) };
    server = await listen(handlers, { port: 0, host: "127.0.0.1", transport, log, bodyBytesMax: 1_000 });
    return `http://127.0.0.1:${server.port}`;
  }

  afterEach(() => server.close());

  test("gets method, URL, headers and body, and its status, headers and body are sent", async () => {
    const url = await start(async (request) => {
      const seen = [request.method, request.url, request.headers.get("x-a"), await request.text()];
      return Response.json(seen, { status: 201, headers: { "x-b": "2" } });
    });
    const response = await fetch(`${url}/p%20q?r=1`, { method: "POST", body: "grüße", headers: { "x-a": "1" } });
    expect(response.status).toBe(201);
    expect(response.headers.get("x-b")).toBe("2");
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(await response.json()).toEqual(["POST", `${url}/p%20q?r=1`, "1", "grüße"]);
  });

  test("sets several cookies", async () => {
    const url = await start(
      () =>
        new Response(null, {
          status: 204,
          headers: [
            ["set-cookie", "a=1"],
            ["set-cookie", "b=2"],
          ],
        }),
    );
    const response = await fetch(url);
    expect(response.status).toBe(204);
    expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  });

  test("answers HEAD without a body", async () => {
    const url = await start(() => new Response("hello"));
    const response = await fetch(url, { method: "HEAD" });
    expect([response.status, await response.text()]).toEqual([200, ""]);
  });

  test("may stream, and hears when its reader goes away", async () => {
    let cancelled: () => void = () => {};
    const isCancelled = new Promise<void>((resolve) => {
      cancelled = resolve;
    });
    const url = await start(
      () =>
        new Response(new ReadableStream({ start: (c) => c.enqueue(Buffer.from("first")), cancel: () => cancelled() })),
    );
    const controller = new AbortController();
    const response = await fetch(url, { signal: controller.signal });
    const read = await response.body?.getReader().read();
    expect(Buffer.from(read?.value ?? []).toString()).toBe("first");
    controller.abort();
    await isCancelled;
  });

  test("a body over the limit is a 413 without the handler", async () => {
    const url = await start(() => expect.unreachable());
    expect((await fetch(url, { method: "POST", body: "x".repeat(1_001) })).status).toBe(413);
  });

  test("a throw is a 500, and is logged", async () => {
    const url = await start(() => {
      throw new Error("boom");
    });
    expect((await fetch(url)).status).toBe(500);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain("boom");
  });

  test("the scheme is https where a proxy says so", async () => {
    const url = await start((request) => new Response(request.url));
    const response = await fetch(`${url}/x`, { headers: { "x-forwarded-proto": "https" } });
    expect(await response.text()).toBe(`${url.replace("http:", "https:")}/x`);
  });
});
