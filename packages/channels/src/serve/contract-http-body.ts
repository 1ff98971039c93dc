import assert from "node:assert/strict";
import { request as httpRequest } from "node:http";
import { ChannelError } from "../errors.ts";
import { RawClient } from "./contract-client.ts";
import { type ServeCase, deferred, nextTurn, withServer } from "./contract-server.ts";
import type { HttpReply, HttpRequest } from "./serve.ts";

const text = (body: string): HttpReply => ({ status: 200, body });

/** The cases of the serve contract that are about bodies, of requests and of replies. */
export const httpBodyCases: readonly ServeCase[] = [
  {
    name: "a request can be read after an await",
    run: (implementation) => {
      const request = async (given: HttpRequest): Promise<HttpReply> => {
        await Promise.resolve();
        const body = Buffer.from(await given.body()).toString();
        return text([given.method, given.path, given.query, given.header("x-a"), given.remoteAddress, body].join(" "));
      };
      return withServer(implementation, { request }, async ({ url }) => {
        const response = await fetch(`${url}/p?q=1`, { method: "PUT", body: "content", headers: { "x-a": "b" } });
        assert.equal(await response.text(), "PUT /p q=1 b 127.0.0.1 content");
      });
    },
  },
  {
    name: "a body that is asked for after a turn of the event loop is whole, and so is one of many chunks",
    run: (implementation) => {
      const request = async (given: HttpRequest): Promise<HttpReply> => {
        await nextTurn();
        return text(String((await given.body()).length));
      };
      return withServer(implementation, { request }, async ({ url }) => {
        const response = await fetch(url, { method: "POST", body: "x".repeat(900_000) });
        assert.equal(await response.text(), "900000");
      });
    },
  },
  {
    name: "a body may be asked for twice, and is empty where there is none",
    run: (implementation) => {
      const request = async (given: HttpRequest): Promise<HttpReply> => {
        const [first, second] = await Promise.all([given.body(), given.body()]);
        return text(`${first === second} ${first.length}`);
      };
      return withServer(implementation, { request }, async ({ url }) => {
        assert.equal(await (await fetch(url)).text(), "true 0");
        assert.equal(await (await fetch(url, { method: "POST", body: "" })).text(), "true 0");
        assert.equal(await (await fetch(url, { method: "POST", body: "abc" })).text(), "true 3");
      });
    },
  },
  ...[true, false].map(
    (isDeclared): ServeCase => ({
      name: `a body over bodyBytesMax is answered 413, ${isDeclared ? "declared" : "in chunks"}`,
      run: (implementation) => {
        const request = async (given: HttpRequest): Promise<HttpReply> => text(String((await given.body()).length));
        return withServer(implementation, { request, options: { bodyBytesMax: 1_000 } }, async ({ port, logged }) => {
          const status = await postStatus(port, { bytes: 1_001, isDeclared });
          assert.equal(status, 413);
          assert.equal(await postStatus(port, { bytes: 1_000, isDeclared }), 200);
          assert.deepEqual(logged, []);
        });
      },
    }),
  ),
  {
    name: "a stream arrives as it is made",
    run: (implementation) => {
      let push: (chunk: string | undefined) => void = () => {};
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => {
          push = (chunk) => (chunk === undefined ? controller.close() : controller.enqueue(Buffer.from(chunk)));
        },
      });
      return withServer(implementation, { request: () => ({ status: 200, body }) }, async ({ url }) => {
        // Both send the head together with the first chunk.
        push("one");
        const response = await fetch(url);
        assert.equal(response.headers.get("content-length"), null);
        const reader = response.body?.getReader();
        assert.equal(Buffer.from((await reader?.read())?.value ?? []).toString(), "one");
        push("two");
        assert.equal(Buffer.from((await reader?.read())?.value ?? []).toString(), "two");
        push(undefined);
        assert.equal((await reader?.read())?.done, true);
      });
    },
  },
  {
    name: "a stream is not read faster than the peer reads, and is cancelled when the peer goes away",
    run: async (implementation) => {
      const chunk = Buffer.alloc(64 * 1_024, "x");
      let chunks = 0;
      let cancelled: () => void = () => {};
      const isCancelled = new Promise<void>((resolve) => {
        cancelled = resolve;
      });
      const body = new ReadableStream<Uint8Array>({
        pull: (controller) => {
          chunks += 1;
          controller.enqueue(chunk);
        },
        cancel: () => cancelled(),
      });
      await withServer(implementation, { request: () => ({ status: 200, body }) }, async ({ port }) => {
        const client = await RawClient.connect(port);
        client.write("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        await client.head();
        client.pause();
        await untilUnchanged(() => chunks);
        client.destroy();
        await isCancelled;
        // Kernel buffers take a few megabytes; an endless stream would have made gigabytes.
        assert.ok(chunks < 1_000, `made ${chunks} chunks for a peer that reads nothing`);
      });
    },
  },
  {
    name: "a silent stream is cancelled as soon as the peer goes away",
    run: async (implementation) => {
      const cancelled = deferred<void>();
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => controller.enqueue(Buffer.from("first")),
        cancel: () => cancelled.resolve(),
      });
      await withServer(implementation, { request: () => ({ status: 200, body }) }, async ({ port }) => {
        const client = await RawClient.connect(port);
        client.write("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        await client.head();
        client.destroy();
        await cancelled.promise;
      });
    },
  },
  {
    name: "a stream that fails cuts the connection, so that its body does not look whole",
    run: (implementation) => {
      const request = (): HttpReply => ({
        status: 200,
        body: new ReadableStream({
          start: (controller) => {
            controller.enqueue(Buffer.from("half"));
          },
          pull: (controller) => controller.error(new Error("disk gone")),
        }),
      });
      return withServer(implementation, { request }, async ({ url, logged }) => {
        await assert.rejects(async () => (await fetch(url)).text());
        assert.deepEqual(
          logged.map(({ level }) => level),
          ["error"],
        );
      });
    },
  },
  {
    name: "a peer that goes away before the reply disturbs nobody",
    run: async (implementation) => {
      const asked = deferred<void>();
      const released = deferred<void>();
      const request = ({ path }: HttpRequest): HttpReply | Promise<HttpReply> => {
        if (path === "/") return text("fine");
        asked.resolve();
        return released.promise.then(() => text("late"));
      };
      await withServer(implementation, { request }, async ({ url, port, logged }) => {
        const client = await RawClient.connect(port);
        client.write("GET /late HTTP/1.1\r\nHost: h\r\n\r\n");
        await asked.promise;
        client.destroy();
        assert.equal(await (await fetch(url)).text(), "fine");
        released.resolve();
        assert.equal(await (await fetch(url)).text(), "fine");
        assert.deepEqual(logged, []);
      });
    },
  },
  {
    name: "a body whose peer goes away rejects with request-aborted",
    run: async (implementation) => {
      const asked = deferred<void>();
      const ended = deferred<unknown>();
      const request = async (given: HttpRequest): Promise<HttpReply> => {
        const body = given.body();
        asked.resolve();
        ended.resolve(await body.catch((error: unknown) => error));
        return text("nobody hears this");
      };
      await withServer(implementation, { request }, async ({ port, logged }) => {
        const client = await RawClient.connect(port);
        client.write("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nonly the beginning");
        await asked.promise;
        client.destroy();
        const error = await ended.promise;
        assert.ok(error instanceof ChannelError && error.code === "request-aborted");
        assert.deepEqual(logged, []);
      });
    },
  },
];

async function untilUnchanged(read: () => number): Promise<void> {
  let last = -1;
  for (let rounds = 0; rounds < 20; rounds += 1) {
    if (read() !== last) rounds = 0;
    last = read();
    await nextTurn();
  }
}

function postStatus(
  port: number,
  { bytes, isDeclared }: { bytes: number; isDeclared: boolean },
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = isDeclared ? { "content-length": bytes } : { "transfer-encoding": "chunked" };
    const request = httpRequest({ port, host: "127.0.0.1", method: "POST", headers }, (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode));
    });
    request.on("error", reject);
    request.end(Buffer.alloc(bytes, "x"));
  });
}
