import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recordingLogger, silentLogger, startTestDatabase, type TestDatabase } from "../../test/test-database.ts";
import { AppError } from "../errors.ts";
import { explainUnreachable, isConnectionError, openDatabase } from "./database.ts";
import { migrate, readMigrations } from "./migrate.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await startTestDatabase();
});

afterAll(() => database.close());

function open(url: string): Promise<unknown> {
  return openDatabase({ url, poolSize: 1, ssl: "off", log: silentLogger });
}

function withUrl(change: (url: URL) => void): string {
  const url = new URL(database.url);
  change(url);
  return url.href;
}

describe("a database that cannot be used is told in a sentence, without its password", () => {
  test("nothing listens", async () => {
    await expect(open("postgres://ann:secret@127.0.0.1:1/x")).rejects.toThrow(AppError);
    await expect(open("postgres://ann:secret@127.0.0.1:1/x")).rejects.toThrow(
      "The database at 127.0.0.1:1 cannot be used: nothing listens there. Start PostgreSQL, correct DATABASE_URL, or unset DATABASE_URL to use the embedded one.",
    );
  });

  test("nothing listens at any address of localhost", async () => {
    await expect(open("postgres://localhost:1/x")).rejects.toThrow("nothing listens there");
  });

  test("no such database", async () => {
    await expect(open(withUrl((url) => (url.pathname = "/battle")))).rejects.toThrow(
      "it has no database “battle”. Create it (createdb battle)",
    );
  });

  test("a wrong password", async () => {
    await expect(open(withUrl((url) => (url.password = "secret")))).rejects.toThrow(
      "it refuses the user “postgres” or the password",
    );
  });

  test("something else listens there", async () => {
    const other = createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")).listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const { port } = other.address() as { port: number };
    await expect(open(`postgres://127.0.0.1:${port}/x`)).rejects.toThrow(
      `The database at 127.0.0.1:${port} cannot be used: `,
    );
    other.close();
  });

  test.each([
    ["ENOTFOUND", "there is no host of that name"],
    ["53300", "it has no connections left. Lower POOL_SIZE"],
    ["28000", "a server that demands TLS needs DATABASE_SSL=true"],
    ["XX000", "Check that it runs"],
  ])("%s", (code, sentence) => {
    const explained = explainUnreachable("postgres://ann:secret@db/x", Object.assign(new Error("oh"), { code }));
    expect(explained).toContain("The database at db:5432 cannot be used: ");
    expect(explained).toContain(sentence);
    expect(explained).not.toContain("secret");
  });
});

describe("migrations", () => {
  test("run once, in order, and are recorded", async () => {
    expect(await migrate(database.pool, await readMigrations())).toEqual([]);
    const { rows } = await database.pool.query("select name from schema_migrations order by applied_at, name");
    expect(rows.map((row) => row.name)).toEqual((await readMigrations()).map((migration) => migration.name));
    expect(rows[0]).toEqual({ name: "0001_posts.sql" });
  });

  test("one that fails leaves nothing of itself behind, and those before it stand", async () => {
    const good = { name: "9001_good.sql", sql: "create table good ()" };
    const bad = { name: "9002_bad.sql", sql: "create table half (); select 1 / 0" };
    await expect(migrate(database.pool, [good, bad])).rejects.toThrow("division by zero");
    const { rows } = await database.pool.query("select to_regclass('good') as good, to_regclass('half') as half");
    expect(rows).toEqual([{ good: "good", half: null }]);
    expect(await migrate(database.pool, [good, { ...bad, sql: "create table half ()" }])).toEqual(["9002_bad.sql"]);
  });

  test("two apps that start together run each once", async () => {
    const migrations = [{ name: "9003_slow.sql", sql: "select pg_sleep(0.05); create table slow ()" }];
    const applied = await Promise.all([migrate(database.pool, migrations), migrate(database.pool, migrations)]);
    expect(applied.flat()).toEqual(["9003_slow.sql"]);
  });

  test("one that was changed after it ran is refused; other line ends are no change", async () => {
    const migration = { name: "9004_a.sql", sql: "create table a (\n)" };
    await migrate(database.pool, [migration]);
    expect(await migrate(database.pool, [{ ...migration, sql: "create table a (\r\n)" }])).toEqual([]);
    await expect(migrate(database.pool, [{ ...migration, sql: "create table a (b int)" }])).rejects.toThrow(
      "The migration 9004_a.sql was changed after this database ran it",
    );
  });
});

test("a connection that the server ends is logged, replaced, and told from a wrong query", async () => {
  const { log, lines } = recordingLogger();
  const other = await openDatabase({ url: database.url, poolSize: 1, ssl: "off", log });
  const sleeping = other.pool.query("select pg_sleep(30)").catch((error: unknown) => error);
  const end = "select pg_terminate_backend(pid) from pg_stat_activity where query like 'select pg_sleep(30)'";
  await expect.poll(async () => (await database.pool.query(end)).rowCount).toBe(1);
  expect(isConnectionError(await sleeping)).toBe(true);
  expect(isConnectionError(await other.pool.query("select nonsense").catch((error: unknown) => error))).toBe(false);
  const { rows } = await other.pool.query("select pg_backend_pid() as pid");
  await database.pool.query("select pg_terminate_backend($1)", [rows[0]?.pid]);
  await expect.poll(() => lines.join()).toContain("warn: A database connection was lost");
  const inUse = await other.pool.connect();
  await database.pool.query("select pg_terminate_backend($1)", [
    (await inUse.query("select pg_backend_pid() as pid")).rows[0]?.pid,
  ]);
  await expect.poll(() => inUse.query("select 1").then(() => "answered", isConnectionError)).toBe(true);
  inUse.release(true);
  await expect(other.pool.query("select 1")).resolves.toBeDefined();
  await other.close();
});
