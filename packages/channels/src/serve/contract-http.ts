import assert from "node:assert/strict";
import { RawClient } from "./contract-client.ts";
import { type ServeCase, withServer } from "./contract-server.ts";
import type { HttpReply, HttpRequest } from "./serve.ts";

const text = (body: string): HttpReply => ({ status: 200, headers: [["content-type", "text/plain"]], body });

/** The cases of the serve contract that are about HTTP. */
export const httpCases: readonly ServeCase[] = [
  {
    name: "a synchronous reply arrives with its status, headers, length and body",
    run: (implementation) =>
      withServer(
        implementation,
        { request: () => ({ status: 201, headers: [["x-kind", "a"]], body: "grüße" }) },
        async ({ url }) => {
          const response = await fetch(url);
          assert.equal(response.status, 201);
          assert.equal(response.headers.get("x-kind"), "a");
          assert.equal(response.headers.get("content-length"), "7");
          assert.equal(await response.text(), "grüße");
        },
      ),
  },
  {
    name: "a reply of bytes arrives byte for byte",
    run: (implementation) => {
      const body = Uint8Array.from({ length: 256 }, (_, index) => index);
      return withServer(implementation, { request: () => ({ status: 200, body }) }, async ({ url }) => {
        assert.deepEqual(new Uint8Array(await (await fetch(url)).arrayBuffer()), body);
      });
    },
  },
  {
    name: "a reply without a body has length 0",
    run: (implementation) =>
      withServer(implementation, { request: () => ({ status: 404 }) }, async ({ url }) => {
        const response = await fetch(url);
        assert.equal(response.headers.get("content-length"), "0");
        assert.equal(await response.text(), "");
      }),
  },
  {
    name: "the path and the query arrive undecoded",
    run: (implementation) =>
      withServer(
        implementation,
        { request: ({ method, path, query }) => text([method, path, query].join(" ")) },
        async ({ port }) => {
          const client = await RawClient.connect(port);
          client.write("GET /a%20b/../c%2F?x=%31&y HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
          assert.match(await client.rest(), /GET \/a%20b\/\.\.\/c%2F x=%31&y$/);
        },
      ),
  },
  {
    name: "headers are found by lower-case name; of a repeated one the first, and all of them in the list",
    run: (implementation) => {
      const request = (given: HttpRequest): HttpReply => {
        const list = given.headers().filter(([name]) => name === "x-many");
        return text(JSON.stringify([given.header("x-many"), given.header("x-none"), list]));
      };
      return withServer(implementation, { request }, async ({ port }) => {
        const client = await RawClient.connect(port);
        client.write("GET / HTTP/1.1\r\nHost: h\r\nX-Many: one\r\nx-many: two\r\nConnection: close\r\n\r\n");
        const reply = await client.rest();
        assert.deepEqual(JSON.parse(reply.slice(reply.indexOf("\r\n\r\n"))), [
          "one",
          null,
          [
            ["x-many", "one"],
            ["x-many", "two"],
          ],
        ]);
      });
    },
  },
  {
    name: "a throw and a rejection answer 500, are logged once each, and the server goes on",
    run: (implementation) => {
      const request = ({ path }: HttpRequest): HttpReply | Promise<HttpReply> => {
        if (path === "/throw") throw new Error("sync");
        if (path === "/reject") return Promise.reject(new Error("async"));
        return text("fine");
      };
      return withServer(implementation, { request }, async ({ url, logged }) => {
        for (const path of ["/throw", "/reject"]) {
          const response = await fetch(url + path);
          assert.equal(response.status, 500);
          assert.ok(!(await response.text()).includes("sync"));
        }
        assert.equal(await (await fetch(url)).text(), "fine");
        assert.deepEqual(
          logged.map(({ level, fields }) => [level, fields["path"]]),
          [
            ["error", "/throw"],
            ["error", "/reject"],
          ],
        );
      });
    },
  },
  {
    name: "a reply that cannot be written is a 500, at once or later, and nothing of it gets out",
    run: (implementation) => {
      const bad: Readonly<Record<string, unknown>> = {
        "/line-break": { status: 200, headers: [["location", "/a\r\nset-cookie: stolen=1"]] },
        "/name": { status: 200, headers: [["bad name", "x"]] },
        "/not-ascii": { status: 200, headers: [["x-a", "grüße"]] },
        "/status": { status: 99 },
        "/body": { status: 200, body: 7 },
        "/nothing": undefined,
      };
      const request = ({ path, query }: HttpRequest): HttpReply | Promise<HttpReply> => {
        const reply = bad[path] as HttpReply;
        return query === "late" ? Promise.resolve(reply) : reply;
      };
      return withServer(implementation, { request }, async ({ url, logged }) => {
        const targets = Object.keys(bad).flatMap((path) => [path, `${path}?late`]);
        for (const target of targets) {
          const response = await fetch(url + target);
          assert.equal(response.status, 500, target);
          assert.equal(response.headers.get("set-cookie"), null);
        }
        assert.equal(logged.length, targets.length);
      });
    },
  },
  {
    name: "a handler's own framing headers are left out",
    run: (implementation) => {
      const headers = [
        ["Content-Length", "2"],
        ["transfer-encoding", "chunked"],
        ["Connection", "upgrade"],
        ["x-kept", "1"],
      ] as const;
      return withServer(
        implementation,
        { request: () => ({ status: 200, headers, body: "whole" }) },
        async ({ url }) => {
          const response = await fetch(url);
          assert.equal(response.headers.get("content-length"), "5");
          assert.equal(response.headers.get("transfer-encoding"), null);
          assert.equal(response.headers.get("x-kept"), "1");
          assert.equal(await response.text(), "whole");
        },
      );
    },
  },
  {
    name: "HEAD, 204 and 304 have no body, and the connection serves the next request",
    run: (implementation) => {
      const request = ({ method, path }: HttpRequest): HttpReply =>
        path === "/" ? text(`hello ${method}`) : { status: Number(path.slice(1)), body: "not sent" };
      return withServer(implementation, { request }, async ({ port }) => {
        const client = await RawClient.connect(port);
        client.write("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n");
        assert.match(await client.head(), /content-length: 10\r\n/i);
        for (const status of ["204", "304"]) {
          client.write(`GET /${status} HTTP/1.1\r\nHost: h\r\n\r\n`);
          const head = await client.head();
          assert.match(head, new RegExp(`^HTTP/1.1 ${status} `));
          assert.doesNotMatch(head, /content-length/i);
        }
        client.write("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        assert.match(await client.rest(), /^HTTP\/1\.1 200 OK\r\n[^]*hello GET$/);
      });
    },
  },
  {
    name: "headers over headerBytesMax, and more than 100 of them, are answered 431",
    run: (implementation) =>
      withServer(implementation, { request: () => text("fine") }, async ({ port }) => {
        const status = async (headers: string): Promise<string> => {
          const client = await RawClient.connect(port);
          client.write(`GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n${headers}\r\n`);
          return (await client.head()).slice(9, 12);
        };
        assert.equal(await status(`x-long: ${"y".repeat(15_000)}\r\n`), "200");
        assert.equal(await status(`x-long: ${"y".repeat(17_000)}\r\n`), "431");
        assert.equal(await status("x-many: y\r\n".repeat(90)), "200");
        assert.equal(await status("x-many: y\r\n".repeat(101)), "431");
      }),
  },
];
