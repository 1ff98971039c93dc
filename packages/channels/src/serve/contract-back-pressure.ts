import assert from "node:assert/strict";
import { RawClient, TestWebSocket } from "./contract-client.ts";
import { type ServeCase, deferred, nextTurn, withServer } from "./contract-server.ts";
import type { Connection, ServerHandlers } from "./serve.ts";

const CHUNK = "x".repeat(50_000);

/** Accepts one connection, and tells what happens to it. */
function observed(): {
  upgrade: ServerHandlers["upgrade"];
  opened: Promise<Connection>;
  drained: Promise<void>;
  /** How often it was told that everything has left. */
  drainCount: () => number;
  closed: Promise<number>;
} {
  const opened = deferred<Connection>();
  const drained = deferred<void>();
  const closed = deferred<number>();
  let drainCount = 0;
  const countDrain = (): void => {
    drainCount += 1;
    drained.resolve();
  };
  const upgrade: ServerHandlers["upgrade"] = () => ({
    accept: (connection) => {
      opened.resolve(connection);
      return { message: () => {}, drained: countDrain, closed: closed.resolve };
    },
  });
  return {
    upgrade,
    opened: opened.promise,
    drained: drained.promise,
    drainCount: () => drainCount,
    closed: closed.promise,
  };
}

/** Sends until so many bytes are stuck; the kernel takes the first few megabytes. Returns the number of messages. */
async function sendUntilBuffered(connection: Connection, bytes: number): Promise<number> {
  let count = 0;
  while (connection.bufferedBytes < bytes) {
    connection.send(CHUNK);
    count += 1;
    if (count % 20 === 0) await nextTurn();
  }
  return count;
}

/** The cases of the serve contract about peers that do not read. */
export const backPressureCases: readonly ServeCase[] = [
  {
    name: "a peer that keeps up has nothing buffered",
    run: (implementation) => {
      const { upgrade, opened } = observed();
      return withServer(implementation, { upgrade }, async ({ webSocketUrl }) => {
        const client = await TestWebSocket.open(webSocketUrl);
        const connection = await opened;
        for (let round = 0; round < 3; round += 1) {
          connection.send("small");
          await client.next();
          assert.equal(connection.bufferedBytes, 0);
        }
      });
    },
  },
  {
    name: "what a paused peer has not read is counted, kept in order, and reported as drained once it has left",
    run: (implementation) => {
      const { upgrade, opened, drained, drainCount } = observed();
      return withServer(implementation, { upgrade, options: { bufferedBytesMax: 100_000_000 } }, async ({ port }) => {
        const client = await RawClient.upgrade(port);
        client.pause();
        const connection = await opened;
        const count = await sendUntilBuffered(connection, 1_000_000);
        connection.send("last");
        client.resume();
        for (let index = 0; index < count; index += 1)
          assert.equal((await client.frame())?.payload.length, CHUNK.length);
        assert.equal((await client.frame())?.payload.toString(), "last");
        await drained;
        await nextTurn();
        assert.deepEqual([connection.bufferedBytes, drainCount()], [0, 1]);
        client.destroy();
      });
    },
  },
  {
    name: "a peer that falls behind by more than bufferedBytesMax is closed with 1013, which it sees when it reads on",
    run: (implementation) => {
      const { upgrade, opened, closed } = observed();
      return withServer(
        implementation,
        { upgrade, options: { bufferedBytesMax: 500_000 } },
        async ({ port, logged }) => {
          const client = await RawClient.upgrade(port);
          client.pause();
          const connection = await opened;
          const codes: number[] = [];
          void closed.then((code) => codes.push(code));
          while (codes.length === 0) {
            connection.send(CHUNK);
            await nextTurn();
          }
          assert.equal(await closed, 1013);
          assert.equal(connection.bufferedBytes, 0);
          assert.deepEqual(
            logged.map(({ level, fields }) => [level, fields["code"]]),
            [["warn", 1013]],
          );
          client.resume();
          assert.equal(await client.closeCode(), 1013);
          client.destroy();
        },
      );
    },
  },
  {
    name: "closing the server waits for no peer that does not read, whether it was closed before or not",
    run: async (implementation) => {
      for (const bufferedBytesMax of [500_000, 100_000_000]) {
        const { upgrade, opened, closed } = observed();
        await withServer(implementation, { upgrade, options: { bufferedBytesMax } }, async ({ port, server }) => {
          const client = await RawClient.upgrade(port);
          client.pause();
          const connection = await opened;
          await sendUntilBuffered(connection, 450_000);
          for (let index = 0; index < 5; index += 1) connection.send(CHUNK);
          await server.close();
          assert.equal(await closed, bufferedBytesMax === 500_000 ? 1013 : 1001);
          client.destroy();
        });
      }
    },
  },
  {
    name: "a slow peer does not slow the others",
    run: (implementation) => {
      const connections: Connection[] = [];
      const upgrade: ServerHandlers["upgrade"] = () => ({
        accept: (connection) => {
          connections.push(connection);
          return { message: () => {}, drained: () => {}, closed: () => {} };
        },
      });
      return withServer(
        implementation,
        { upgrade, options: { bufferedBytesMax: 100_000_000 } },
        async ({ port, webSocketUrl }) => {
          const slow = await RawClient.upgrade(port);
          slow.pause();
          const client = await TestWebSocket.open(webSocketUrl);
          const [first, second] = connections;
          assert.ok(first !== undefined && second !== undefined);
          await sendUntilBuffered(first, 1_000_000);
          second.send("prompt");
          assert.equal(await client.next(), "prompt");
          slow.destroy();
        },
      );
    },
  },
];
