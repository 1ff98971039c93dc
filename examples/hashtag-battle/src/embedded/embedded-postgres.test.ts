import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterAll, afterEach, expect, test } from "vitest";
import { makeTestFolder, recordingLogger, silentLogger } from "../../test/test-database.ts";
import { systemClock } from "../clock.ts";
import { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from "./embedded-postgres.ts";
import { isPostgres } from "./postmaster.ts";

const CHILD = fileURLToPath(new URL("../../test/embedded-child.ts", import.meta.url));
const isRoot = process.getuid?.() === 0;

const releases: (() => unknown)[] = [];
/** Most tests go on with the data of the one before: making it takes longest. */
const shared = makeTestFolder();
const sharedDir = join(shared.dir, ".data");

afterAll(() => shared.remove());

afterEach(async () => {
  for (const release of releases.splice(0).reverse()) await release();
});

function makeFolder(): string {
  const folder = makeTestFolder();
  releases.push(folder.remove);
  return folder.dir;
}

async function start(dataDir: string, options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, log: silentLogger, clock: systemClock, ...options });
  releases.push(() => server.stop());
  return server;
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text, rowMode: "array" })).rows.flat();
  } finally {
    await client.end();
  }
}

/** Runs the small app of test/embedded-child.ts until it has told what it got. */
async function runChild(dataDir: string, ending: string) {
  const child = spawn(process.execPath, ["--import", "tsx", CHILD, dataDir, ending], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  releases.push(() => child.kill("SIGKILL"));
  const exited = once(child, "exit");
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith("{")) continue;
    const server = JSON.parse(line) as Pick<EmbeddedPostgres, "pid" | "url" | "origin">;
    return { child, exited, server };
  }
  let errors = "";
  for await (const chunk of child.stderr) errors += String(chunk);
  throw new Error(`The child ended before it had a database: ${errors}`);
}

/** Gone, or dead and not buried yet. */
async function untilGone(pid: number): Promise<void> {
  const stat = `/proc/${pid}/stat`;
  await expect
    .poll(() => existsSync(stat) && isPostgres(readFileSync(stat, "utf8")), { timeout: 10_000, interval: 20 })
    .toBe(false);
}

test("it keeps its data from one start to the next and is gone in between", async () => {
  const first = await start(sharedDir);
  expect(first.origin).toBe("started");
  await query(first.url, "create table if not exists kept as select 42 as answer");
  await first.stop();
  await untilGone(first.pid);
  const second = await start(sharedDir);
  expect(await query(second.url, "select answer from kept")).toEqual([42]);
  expect(await query(second.url, "show listen_addresses")).toEqual(["127.0.0.1"]);
});

test("nobody gets in without the password", async () => {
  const server = await start(sharedDir);
  const url = new URL(server.url);
  expect(url.password).toHaveLength(43);
  url.password = "postgres";
  await expect(query(url.href, "select 1")).rejects.toThrow("password authentication failed");
});

test("a server left over from an app that was killed with -9 is adopted at the next start and stopped with it", async () => {
  const { child, exited, server } = await runChild(sharedDir, "hold");
  await query(server.url, "create table if not exists kept as select 42 as answer");
  child.kill("SIGKILL");
  await exited;
  expect(await query(server.url, "select answer from kept")).toEqual([42]); // It outlived its app.

  const { log, lines } = recordingLogger();
  const adopted = await start(sharedDir, { log });
  expect(adopted).toMatchObject({ pid: server.pid, url: server.url, origin: "adopted" });
  expect(lines.join("\n")).toContain(`process ${server.pid}`);
  await adopted.stop();
  await untilGone(server.pid);
});

test("a server that is still ending is waited for, then started again", async () => {
  const { child, exited, server } = await runChild(sharedDir, "hold");
  child.kill("SIGKILL");
  await exited;
  process.kill(server.pid, "SIGTERM"); // Smart shutdown: it waits for its last client, which is gone.
  const next = await start(sharedDir);
  expect(["started", "adopted"]).toContain(next.origin);
  expect(await query(next.url, "select 1")).toEqual([1]);
});

test("an app that is killed together with its server leaves nothing that hinders the next", async () => {
  const { child, exited, server } = await runChild(sharedDir, "hold");
  await query(server.url, "create table if not exists kept as select 42 as answer");
  child.kill("SIGKILL");
  process.kill(server.pid, "SIGKILL");
  await exited;
  await untilGone(server.pid);
  const next = await start(sharedDir);
  expect(next.origin).toBe("started");
  expect(await query(next.url, "select answer from kept")).toEqual([42]);
});

test.each(["exit", "throw"])("an app that ends by process.%s takes its server with it", async (ending) => {
  const { exited, server } = await runChild(sharedDir, ending);
  await exited;
  await untilGone(server.pid);
});

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "an app that is told to end by %s ends in good order, its server first",
  async (signal) => {
    const { child, exited, server } = await runChild(sharedDir, "hold");
    child.kill(signal);
    child.kill(signal); // npm passes on what the terminal has sent already.
    expect(await exited).toEqual([0, null]);
    expect(existsSync(join(sharedDir, "postgres", "postmaster.pid"))).toBe(false);
    await untilGone(server.pid);
  },
);

test("a server that is lost is told of", async () => {
  const lost: Error[] = [];
  const server = await start(sharedDir, { onLost: (error) => lost.push(error) });
  process.kill(server.pid, "SIGKILL");
  await expect.poll(() => lost.length).toBe(1);
  expect(lost[0]).toMatchObject({ code: "database-lost", message: expect.stringContaining(`process ${server.pid}`) });
});

test("a second app on the same data is refused while the first one lives, or shares its server where that is wanted", async () => {
  const first = await start(sharedDir);
  await expect(start(sharedDir)).rejects.toThrow("Another running app uses the database in");
  const guest = await start(sharedDir, { whenInUse: "share" });
  expect(guest).toMatchObject({ origin: "shared", pid: first.pid });
  await guest.stop();
  expect(await query(first.url, "select 1")).toEqual([1]);
});

test("a start that was broken off while it made the data is no obstacle", async () => {
  const dataDir = join(makeFolder(), ".data");
  mkdirSync(join(dataDir, "postgres.new", "base"), { recursive: true });
  const server = await start(dataDir);
  expect(await query(server.url, "select 1")).toEqual([1]);
});

test("a server that cannot start says why", async () => {
  const server = await start(sharedDir);
  await server.stop();
  writeFileSync(join(sharedDir, "postgres", "postgresql.conf"), "shared_buffers = nonsense\n");
  await expect(start(sharedDir)).rejects.toThrow(
    /did not start: it ended with code 1[^]*shared_buffers[^]*DATABASE_URL/,
  );
});

test.runIf(isRoot)("run by root it runs as an unprivileged user from a 0755 folder that is told", async () => {
  const dataDir = join(makeFolder(), ".data");
  const { log, lines } = recordingLogger();
  const server = await start(dataDir, { log });
  expect(statSync(`/proc/${server.pid}`).uid).not.toBe(0);
  const runDir = /from (\S+), its data is in/.exec(lines.join("\n"))?.[1] ?? "";
  expect(statSync(runDir)).toMatchObject({ uid: 0, mode: 0o40755 });
  expect(statSync(join(dataDir, "postgres"))).toMatchObject({
    uid: statSync(`/proc/${server.pid}`).uid,
    mode: 0o40700,
  });
  await server.stop();
  expect(existsSync(runDir)).toBe(false);
});

test.runIf(isRoot)(
  "below a folder that others cannot enter, root's server and its data move to that folder",
  async () => {
    const dir = makeFolder();
    chmodSync(dir, 0o700);
    const dataDir = join(dir, "project", ".data");
    const { log, lines } = recordingLogger();
    const first = await start(dataDir, { log });
    const runDir = /from (\S+), its data is in (\S+)\.$/.exec(lines[0] ?? "")?.[2] ?? "";
    releases.unshift(() => rmSync(runDir, { recursive: true }));
    expect(dirname(findDataDir(first.pid))).toBe(runDir);
    await query(first.url, "create table if not exists kept as select 42 as answer");
    await first.stop();
    const second = await start(dataDir);
    expect(await query(second.url, "select answer from kept")).toEqual([42]);
  },
);

function findDataDir(pid: number): string {
  return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0")[2] ?? "";
}
