import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { recordingLogger, startTestDatabase, type TestDatabase } from "../test/test-database.ts";
import { insertBattle } from "./battle-store.ts";
import { type Clock, systemClock } from "./clock.ts";
import type { Database } from "./database/database.ts";
import { createIngest, type IngestOptions } from "./ingest.ts";
import type { IncomingPost } from "./post.ts";
import { uuidOf } from "./uuid.ts";

const NOON_MS = Date.UTC(2026, 10, 20, 12);

let database: TestDatabase;

beforeAll(async () => {
  database = await startTestDatabase();
});
beforeEach(() => database.clear());
afterAll(() => database.close());

function post(text: string, afterMs = 0): IncomingPost {
  return { uuid: uuidOf(`${text} ${afterMs}`), kind: "imported", text, createdAtMs: NOON_MS + afterMs };
}

function makeIngest(options: Partial<IngestOptions> = {}) {
  const notified: string[] = [];
  const sleeps: number[] = [];
  const clock: Clock = { ...systemClock, sleep: async (ms) => void sleeps.push(ms) };
  const { log, lines } = recordingLogger();
  const stopping = new AbortController();
  const notify = (battleId: number, posts: number): void => void notified.push(`${battleId}: ${posts}`);
  const ingest = createIngest({ database: database.database, notify, clock, log, signal: stopping.signal, ...options });
  return { ingest, notified, sleeps, lines, stopping };
}

/** A database that fails this often before it works, with this error. */
function failing(times: number, error: Error): Database {
  let left = times;
  const inTransaction: Database["inTransaction"] = (work) =>
    left-- > 0 ? Promise.reject(error) : database.database.inTransaction(work);
  return new Proxy(database.database, {
    get: (real, name) => (name === "inTransaction" ? inTransaction : Reflect.get(real, name)),
  });
}

const restarting = Object.assign(new Error("terminating connection due to administrator command"), { code: "57P01" });

test("stores posts and notifies the battles that they count in, once per call", async () => {
  const [drinks, later] = await Promise.all([
    insertBattle(database.database, {
      title: "Drinks",
      queries: ["#coffee", "#tea"],
      startAtMs: NOON_MS,
      endAtMs: NOON_MS + 60_000,
    }),
    insertBattle(database.database, {
      title: "Later",
      queries: ["#tea", "milk"],
      startAtMs: NOON_MS + 50_000,
      endAtMs: NOON_MS + 90_000,
    }),
  ]);
  const { ingest, notified } = makeIngest();
  expect(
    await ingest([
      post("#tea"),
      post("#coffee and #tea"),
      post("#tea", 55_000),
      post("milk", 60_001),
      post("water"),
      post("#tea", -1),
    ]),
  ).toBe(6);
  expect(notified.sort()).toEqual([`${drinks.id}: 3`, `${later.id}: 2`].sort());
});

test("posts that were there already notify nobody", async () => {
  await insertBattle(database.database, {
    title: "Drinks",
    queries: ["#coffee", "#tea"],
    startAtMs: NOON_MS,
    endAtMs: NOON_MS + 60_000,
  });
  const { ingest, notified } = makeIngest();
  expect(await ingest([post("#tea")])).toBe(1);
  expect(await ingest([post("#tea"), post("#coffee", -1)])).toBe(1);
  expect(notified).toEqual(["1: 1"]);
});

test("takes any number of posts at once", async () => {
  const { ingest } = makeIngest();
  expect(await ingest(Array.from({ length: 1_700 }, (_, index) => post(`post ${index}`)))).toBe(1_700);
  expect(await ingest([])).toBe(0);
});

describe("when the database is away", () => {
  test("it waits longer and longer, then goes on", async () => {
    const { ingest, sleeps, lines } = makeIngest({ database: failing(3, restarting) });
    expect(await ingest([post("#tea")])).toBe(1);
    expect(sleeps).toEqual([500, 1_000, 2_000]);
    expect(lines).toEqual(["warn: Posts wait for the database: terminating connection due to administrator command"]);
  });

  test("it gives up after two minutes", async () => {
    const { ingest, sleeps } = makeIngest({ database: failing(99, restarting) });
    await expect(ingest([post("#tea")])).rejects.toThrow("terminating connection");
    const waitedMs = sleeps.reduce((sum, ms) => sum + ms, 0);
    expect(waitedMs).toBeGreaterThan(60_000);
    expect(waitedMs).toBeLessThan(130_000);
  });

  test("it gives up at once when the app stops", async () => {
    const { ingest, sleeps, stopping } = makeIngest({ database: failing(99, restarting) });
    stopping.abort();
    await expect(ingest([post("#tea")])).rejects.toThrow("terminating connection");
    expect(sleeps).toEqual([]);
  });
});

test("what is no matter of the connection is not tried again", async () => {
  const { ingest, sleeps } = makeIngest({ database: failing(1, new Error("a bug")) });
  await expect(ingest([post("#tea")])).rejects.toThrow("a bug");
  expect(sleeps).toEqual([]);
});
