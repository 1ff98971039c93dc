import { afterEach, describe, expect, test } from "vitest";
import { HAS_UWS, TRANSPORTS } from "../fixtures/test-endpoint.ts";
import { listen } from "./listen.ts";
import type { Server } from "./serve.ts";

const handlers = { request: () => ({ status: 200, body: "hello" }), upgrade: () => ({ reject: 404 }) };
const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

describe("listen", () => {
  const servers: Server[] = [];

  async function start(options: Partial<Parameters<typeof listen>[1]> = {}): Promise<Server> {
    const server = await listen(handlers, { port: 0, host: "127.0.0.1", log, ...options });
    servers.push(server);
    return server;
  }

  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });

  test.each(TRANSPORTS)("starts the transport that is asked for: %s", async (transport) => {
    const server = await start({ transport });
    expect(server.transport).toBe(transport);
    expect(await (await fetch(`http://127.0.0.1:${server.port}`)).text()).toBe("hello");
  });

  test("takes uWebSockets.js by itself where that loads, else node", async () => {
    expect((await start()).transport).toBe(HAS_UWS ? "uws" : "node");
  });

  test.skipIf(HAS_UWS)("says how to get uWebSockets.js where it is asked for and does not load", async () => {
    await expect(start({ transport: "uws" })).rejects.toMatchObject({ code: "transport-missing" });
  });

  test("says that a port is taken rather than trying the other transport", async () => {
    const { port } = await start({ transport: "node" });
    await expect(start({ port })).rejects.toMatchObject({ code: "port-in-use" });
    for (const transport of TRANSPORTS)
      await expect(start({ port, transport })).rejects.toMatchObject({ code: "port-in-use" });
  });

  test("listens on every address when none is named", async () => {
    for (const transport of TRANSPORTS) {
      const server = await listen(handlers, { port: 0, log, transport });
      servers.push(server);
      expect((await fetch(`http://127.0.0.1:${server.port}`)).status).toBe(200);
      expect((await fetch(`http://localhost:${server.port}`)).status).toBe(200);
    }
  });

  test.each([
    "frameBytesMax",
    "headerBytesMax",
    "bodyBytesMax",
    "idleTimeoutMs",
    "bufferedBytesMax",
    "compressionBytesMin",
  ])("a %s of zero is a mistake", async (name) => {
    await expect(start({ [name]: 0 })).rejects.toMatchObject({ code: "invalid-option" });
  });
});
