import assert from "node:assert/strict";
import { RawClient, TestWebSocket, clientFrame, handshakeLines } from "./contract-client.ts";
import { type ServeCase, deferred, nextTurn, withServer } from "./contract-server.ts";
import type { Connection, ConnectionHandlers, HttpReply, HttpRequest, ServerHandlers } from "./serve.ts";

/** An upgrade handler whose connections do what `parts` says, and otherwise nothing. */
function accepting(open: (connection: Connection) => Partial<ConnectionHandlers>): ServerHandlers["upgrade"] {
  const ignored = { message: () => {}, drained: () => {}, closed: () => {} };
  return () => ({ accept: (connection) => ({ ...ignored, ...open(connection) }) });
}

const echo = accepting((connection) => ({ message: (message) => connection.send(message) }));

/** A promise of the code that `closed` is told, and the handler that tells it. */
function closing(): { promise: Promise<number>; closed: (code: number) => void } {
  const { promise, resolve } = deferred<number>();
  return { promise, closed: resolve };
}

/** Whole numbers below a bound, the same ones from the same seed. */
function seededRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

/** The cases of the serve contract that are about WebSockets. */
export const webSocketCases: readonly ServeCase[] = [
  {
    name: "text comes back as text, bytes as bytes, in order",
    run: (implementation) =>
      withServer(implementation, { upgrade: echo }, async ({ webSocketUrl }) => {
        const client = await TestWebSocket.open(webSocketUrl);
        const messages = [
          "grüße 🐦",
          "",
          Buffer.from([0, 255, 128]),
          "x".repeat(200),
          "y".repeat(70_000),
          Buffer.alloc(70_000, 7),
        ];
        for (const message of messages) client.send(message);
        for (const message of messages) assert.deepEqual(await client.next(), message);
      }),
  },
  {
    name: "received bytes are the handler's own, also after the next message",
    run: (implementation) => {
      const kept: (string | Uint8Array)[] = [];
      const upgrade = accepting((connection) => ({
        message: (message) => {
          kept.push(message);
          if (kept.length === 3) for (const one of kept) connection.send(one);
        },
      }));
      return withServer(implementation, { upgrade }, async ({ webSocketUrl }) => {
        const client = await TestWebSocket.open(webSocketUrl);
        for (const byte of [1, 2, 3]) client.send(Buffer.alloc(64, byte));
        for (const byte of [1, 2, 3]) assert.deepEqual(await client.next(), Buffer.alloc(64, byte));
      });
    },
  },
  {
    name: "a fragmented message arrives as one, with a ping between its fragments",
    run: (implementation) =>
      withServer(implementation, { upgrade: echo }, async ({ port }) => {
        const client = await RawClient.upgrade(port);
        client.write(clientFrame("one ", { firstByte: 0x01 }));
        client.write(clientFrame("p", { firstByte: 0x89 }));
        client.write(clientFrame("two", { firstByte: 0x80 }));
        assert.deepEqual(await client.frame(), { opcode: 10, isCompressed: false, payload: Buffer.from("p") });
        assert.equal((await client.frame())?.payload.toString(), "one two");
        client.destroy();
      }),
  },
  {
    name: "an upgrade is refused with the handler's status, and a throw with 500",
    run: (implementation) => {
      const upgrade: ServerHandlers["upgrade"] = ({ path }) => {
        if (path === "/throw") throw new Error("refused by accident");
        return { reject: Number(path.slice(1)) };
      };
      return withServer(implementation, { upgrade }, async ({ webSocketUrl, logged }) => {
        for (const status of [403, 404, 429, 503]) {
          await assert.rejects(TestWebSocket.open(`${webSocketUrl}/${status}`), new RegExp(`response: ${status}`));
        }
        await assert.rejects(TestWebSocket.open(`${webSocketUrl}/throw`), /response: 500/);
        assert.deepEqual(
          logged.map(({ level }) => level),
          ["error"],
        );
      });
    },
  },
  {
    name: "a handshake of another version is refused with 400, one without a key is no handshake",
    run: (implementation) =>
      withServer(implementation, { upgrade: echo, request: () => ({ status: 404 }) }, async ({ port }) => {
        for (const [line, bad, status] of [
          ["Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 7", /^HTTP\/1\.1 400 /],
          ["Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Key: short", /^HTTP\/1\.1 4\d\d /],
        ] as const) {
          const client = await RawClient.connect(port);
          client.write(
            `${handshakeLines("/")
              .map((given) => (given === line ? bad : given))
              .join("\r\n")}\r\n\r\n`,
          );
          assert.match(await client.head(), status);
          client.destroy();
        }
      }),
  },
  {
    name: "an upgrade to another protocol is a wish, and is ignored",
    run: (implementation) =>
      withServer(implementation, { request: ({ path }) => ({ status: 200, body: path }) }, async ({ port }) => {
        const client = await RawClient.connect(port);
        client.write(
          "GET /curl HTTP/1.1\r\nHost: h\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n",
        );
        assert.match(await client.head(), /^HTTP\/1\.1 200 /);
        assert.equal(await client.bytes(5), "/curl");
        client.destroy();
      }),
  },
  {
    name: "the upgrade handler reads the request, and chooses the subprotocol",
    run: (implementation) => {
      const upgrade: ServerHandlers["upgrade"] = (request) => {
        const { path, query } = request;
        const accept = (connection: Connection): ConnectionHandlers => {
          connection.send([path, query, connection.remoteAddress, request.remoteAddress].join(" "));
          return { message: () => {}, drained: () => {}, closed: () => {} };
        };
        return { protocol: request.header("sec-websocket-protocol") === "first,second" ? "second" : "none", accept };
      };
      return withServer(implementation, { upgrade }, async ({ webSocketUrl }) => {
        const client = await TestWebSocket.open(`${webSocketUrl}/a%20b?vsn=2.0.0`, { protocols: ["first", "second"] });
        assert.equal(client.protocol, "second");
        assert.equal(await client.next(), "/a%20b vsn=2.0.0 127.0.0.1 127.0.0.1");
      });
    },
  },
  {
    name: "a message over frameBytesMax closes with 1009",
    run: (implementation) => {
      const end = closing();
      const upgrade = accepting((connection) => ({
        message: (message) => connection.send(message),
        closed: end.closed,
      }));
      return withServer(
        implementation,
        { upgrade, options: { frameBytesMax: 1_000 } },
        async ({ webSocketUrl, logged }) => {
          const client = await TestWebSocket.open(webSocketUrl);
          client.send("x".repeat(1_000));
          assert.equal(String(await client.next()).length, 1_000);
          client.send("x".repeat(1_001));
          assert.equal((await client.closed).code, 1009);
          assert.equal(await end.promise, 1009);
          assert.deepEqual(
            logged.map(({ level, fields }) => [level, fields["code"]]),
            [["warn", 1009]],
          );
        },
      );
    },
  },
  {
    name: "a message many times over frameBytesMax ends the connection before it has arrived",
    run: (implementation) => {
      const end = closing();
      const options = { frameBytesMax: 1_000 };
      return withServer(
        implementation,
        { upgrade: accepting(() => end), options },
        async ({ webSocketUrl, logged }) => {
          const client = await TestWebSocket.open(webSocketUrl);
          client.send("x".repeat(100_000));
          assert.equal((await client.closed).code, implementation.cutsWithoutCloseFrame ? 1006 : 1009);
          assert.equal(await end.promise, 1009);
          assert.deepEqual(
            logged.map(({ level, fields }) => [level, fields["code"]]),
            [["warn", 1009]],
          );
        },
      );
    },
  },
  ...[
    { what: "text that is not UTF-8", code: 1007, frame: clientFrame(Buffer.from([0xff, 0xfe])) },
    { what: "a reserved opcode", code: 1002, frame: clientFrame("", { firstByte: 0x83 }) },
    { what: "a continuation of nothing", code: 1002, frame: clientFrame("", { firstByte: 0x80 }) },
    { what: "a compressed frame that was not negotiated", code: 1002, frame: clientFrame("zz", { firstByte: 0xc1 }) },
    { what: "a ping of 126 bytes", code: 1002, frame: clientFrame("p".repeat(126), { firstByte: 0x89 }) },
  ].map(
    ({ what, code, frame }): ServeCase => ({
      name: `${what} ends its connection with ${code} and one line in the log, and no other`,
      run: (implementation) => {
        const codes: number[] = [];
        const end = closing();
        const upgrade = accepting((connection) => ({
          message: (message) => connection.send(message),
          closed: (closedCode) => {
            codes.push(closedCode);
            end.closed(closedCode);
          },
        }));
        return withServer(implementation, { upgrade }, async ({ port, webSocketUrl, logged }) => {
          const other = await TestWebSocket.open(webSocketUrl);
          const client = await RawClient.upgrade(port);
          client.write(frame);
          assert.equal(await client.closeCode(), implementation.cutsWithoutCloseFrame ? undefined : code);
          assert.equal(await end.promise, code);
          assert.deepEqual(
            logged.map(({ level, fields }) => [level, fields["code"]]),
            [["warn", code]],
          );
          other.send("still here");
          assert.equal(await other.next(), "still here");
          assert.deepEqual(codes, [code]);
          client.destroy();
        });
      },
    }),
  ),
  {
    name: "bytes at random, before and after the handshake, and peers that vanish in between, never take the server down",
    run: (implementation) => {
      const random = seededRandom(20_261_120);
      const request = async ({ path }: HttpRequest): Promise<HttpReply> => {
        await nextTurn();
        return { status: 200, body: path };
      };
      return withServer(implementation, { upgrade: echo, request }, async ({ port, url }) => {
        for (let round = 0; round < 200; round += 1) {
          const client = round % 2 === 0 ? await RawClient.connect(port) : await RawClient.upgrade(port);
          const starts = [
            "",
            "GET / HTTP/1.1\r\nHost: h\r\n",
            "POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n",
            clientFrame("x".repeat(300)),
          ];
          client.write(starts[random(starts.length)] ?? "");
          client.write(Uint8Array.from({ length: random(200) }, () => random(256)));
          if (random(2) === 0) await nextTurn();
          client.destroy();
        }
        assert.equal(await (await fetch(`${url}/alive`)).text(), "/alive");
      });
    },
  },
  {
    name: "a throw in a handler closes that connection with 1011, is logged, and touches no other",
    run: (implementation) => {
      const upgrade: ServerHandlers["upgrade"] = ({ path }) => ({
        accept: (connection) => {
          if (path === "/accept") throw new Error("accept");
          return {
            message: (message) => {
              if (path === "/message") throw new Error("message");
              connection.send(message);
            },
            drained: () => {},
            closed: () => {
              throw new Error("closed");
            },
          };
        },
      });
      return withServer(implementation, { upgrade }, async ({ webSocketUrl, logged }) => {
        const other = await TestWebSocket.open(webSocketUrl);
        const [atAccept, atMessage] = [
          await TestWebSocket.open(`${webSocketUrl}/accept`),
          await TestWebSocket.open(`${webSocketUrl}/message`),
        ];
        assert.equal((await atAccept.closed).code, 1011);
        atMessage.send("go");
        assert.equal((await atMessage.closed).code, 1011);
        other.send("still here");
        assert.equal(await other.next(), "still here");
        const errors = logged.filter(({ level }) => level === "error").map(({ fields }) => String(fields["error"]));
        assert.deepEqual(errors, ["Error: accept", "Error: message", "Error: closed"]);
      });
    },
  },
  {
    name: "closing tells the peer the code and the reason, and the owner once; nothing follows",
    run: (implementation) => {
      const heard: unknown[] = [];
      const upgrade = accepting((connection) => ({
        message: (message) => {
          heard.push(message);
          connection.close(4_001, "enough");
          connection.send("too late");
          connection.close(4_002);
          heard.push(connection.bufferedBytes);
        },
        closed: (code) => heard.push(code),
      }));
      return withServer(implementation, { upgrade }, async ({ webSocketUrl }) => {
        const client = await TestWebSocket.open(webSocketUrl);
        client.send("first");
        client.send("second");
        assert.deepEqual(await client.closed, { code: 4_001, reason: "enough" });
        assert.deepEqual(heard, ["first", 4_001, 0]);
      });
    },
  },
  {
    name: "closing while the connection is being accepted works, and the owner is told",
    run: (implementation) => {
      const end = closing();
      const upgrade = accepting((connection) => {
        connection.close(4_003);
        return end;
      });
      return withServer(implementation, { upgrade }, async ({ webSocketUrl }) => {
        const client = await TestWebSocket.open(webSocketUrl);
        assert.equal((await client.closed).code, 4_003);
        assert.equal(await end.promise, 4_003);
      });
    },
  },
  {
    name: "the owner hears the peer's code, and 1006 when it vanishes",
    run: async (implementation) => {
      for (const [leave, code] of [
        [(client: TestWebSocket) => client.close(4_005), 4_005],
        [(client: TestWebSocket) => client.destroy(), 1006],
      ] as const) {
        const end = closing();
        await withServer(implementation, { upgrade: accepting(() => end) }, async ({ webSocketUrl, logged }) => {
          leave(await TestWebSocket.open(webSocketUrl));
          assert.equal(await end.promise, code);
          assert.deepEqual(logged, []);
        });
      }
    },
  },
  {
    name: "a ping is answered",
    run: (implementation) =>
      withServer(implementation, { upgrade: echo }, async ({ webSocketUrl }) => {
        const client = await TestWebSocket.open(webSocketUrl);
        client.ping();
        await client.pong();
      }),
  },
  {
    name: "a connection that sends nothing is closed with 1001; a message or a ping counts as life",
    run: (implementation) => {
      const time = implementation.newClock();
      return withServer(
        implementation,
        { upgrade: echo, options: { clock: time.clock, idleTimeoutMs: 8_000 } },
        async ({ webSocketUrl }) => {
          const [silent, talking, pinging] = await Promise.all([1, 2, 3].map(() => TestWebSocket.open(webSocketUrl)));
          assert.ok(silent !== undefined && talking !== undefined && pinging !== undefined);
          for (let round = 0; round < 5; round += 1) {
            talking.send("life");
            await talking.next();
            const pong = pinging.pong();
            pinging.ping();
            await pong;
            time.advance(2_000);
          }
          assert.equal((await silent.closed).code, 1001);
          talking.send("still here");
          assert.equal(await talking.next(), "still here");
          pinging.send("still here");
          assert.equal(await pinging.next(), "still here");
          time.advance(10_000);
          assert.equal((await talking.closed).code, 1001);
        },
      );
    },
  },
  {
    name: "long messages are deflated for a peer that offers it, short ones and other peers' are not",
    run: (implementation) =>
      withServer(
        implementation,
        { upgrade: echo, options: { compressionBytesMin: 500 } },
        async ({ port, webSocketUrl }) => {
          const deflating = await TestWebSocket.open(webSocketUrl, { deflate: true });
          assert.match(deflating.extensions, /permessage-deflate/);
          for (const message of ["short", "long ".repeat(5_000), Buffer.alloc(5_000, 1), "long ".repeat(5_000)]) {
            deflating.send(message);
            assert.deepEqual(await deflating.next(), message);
          }
          const headers = ["Sec-WebSocket-Extensions: permessage-deflate"];
          for (const [options, isCompressed] of [
            [{ headers }, true],
            [{}, false],
          ] as const) {
            const client = await RawClient.upgrade(port, options);
            client.write(clientFrame("x".repeat(499)));
            assert.equal((await client.frame())?.isCompressed, false);
            client.write(clientFrame("x".repeat(500)));
            const frame = await client.frame();
            assert.equal(frame?.isCompressed, isCompressed);
            assert.equal((frame?.payload.length ?? 0) < 100, isCompressed);
            client.destroy();
          }
        },
      ),
  },
  {
    name: "no compression is negotiated when it is switched off",
    run: (implementation) =>
      withServer(
        implementation,
        { upgrade: echo, options: { compressionBytesMin: Infinity } },
        async ({ webSocketUrl }) => {
          const client = await TestWebSocket.open(webSocketUrl, { deflate: true });
          assert.equal(client.extensions, "");
          client.send("x".repeat(10_000));
          assert.equal(String(await client.next()).length, 10_000);
        },
      ),
  },
  {
    name: "a deflated message that inflates beyond frameBytesMax ends its connection",
    run: (implementation) => {
      const end = closing();
      const setup = { upgrade: accepting(() => end), options: { frameBytesMax: 10_000 } };
      return withServer(implementation, setup, async ({ webSocketUrl }) => {
        const client = await TestWebSocket.open(webSocketUrl, { deflate: true });
        client.send("x".repeat(5_000_000));
        await client.closed;
        assert.equal(await end.promise, 1009);
      });
    },
  },
  {
    name: "closing the server closes its connections with 1001 and frees the port; closing twice is fine",
    run: (implementation) => {
      const end = closing();
      return withServer(implementation, { upgrade: accepting(() => end) }, async ({ server, port, webSocketUrl }) => {
        const client = await TestWebSocket.open(webSocketUrl);
        await Promise.all([server.close(), server.close()]);
        assert.equal((await client.closed).code, 1001);
        assert.equal(await end.promise, 1001);
        await withServer(implementation, { options: { port } }, (again) =>
          Promise.resolve(assert.equal(again.port, port)),
        );
      });
    },
  },
  {
    name: "a port that is taken is an error that says so",
    run: (implementation) =>
      withServer(implementation, {}, async ({ port }) => {
        await assert.rejects(
          withServer(implementation, { options: { port } }, () => Promise.resolve()),
          (error: Error) => error.message.includes(String(port)) && "code" in error && error.code === "port-in-use",
        );
      }),
  },
];
