import { join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { serveFetch } from "../test/http-server.ts";
import { makeTestFolder, recordingLogger, startTestDatabase, type TestDatabase } from "../test/test-database.ts";
import { type Services, type ServicesOptions, startServices } from "./app-services.ts";
import { type Config, readConfig } from "./config.ts";
import { findPostmaster } from "./embedded/postmaster.ts";
import type { BattleMessage, BattlesMessage } from "./messages.ts";

let database: TestDatabase;
const releases: (() => unknown)[] = [];

beforeAll(async () => {
  database = await startTestDatabase();
});
beforeEach(() => database.clear());
afterEach(async () => {
  for (const release of releases.splice(0).reverse()) await release();
});
afterAll(() => database.close());

/** The services over real HTTP on the shared database, and what they broadcast and log. */
async function startApp(environment: Record<string, string> = {}, options: Partial<ServicesOptions> = {}) {
  const messages: { topic: string; message: BattleMessage | BattlesMessage }[] = [];
  const { log, lines } = recordingLogger();
  const config = readConfig({ SOURCE: "none", DATABASE_URL: database.url, SIMULATOR_SEED: "1", ...environment }, "/");
  const services = await startServices(config, {
    broadcast: (topic, message) => messages.push({ topic, message }),
    onFatal: (error) => log.error(error.message),
    log,
    ...options,
  });
  releases.push(() => services.stop());
  const server = await serveFetch(services.fetch);
  releases.push(() => server.close());
  const apiKey = /API key for \/v1\/events, shown only this once: (\S+)/.exec(lines.join("\n"))?.[1] ?? "";
  const request = (path: string, init: RequestInit = {}) =>
    fetch(server.url + path, { ...init, headers: { "x-api-key": apiKey } });
  const recounted = (topic: string) =>
    messages.flatMap(({ topic: to, message }) =>
      to === topic && message.type === "battle-recounted" ? [message] : [],
    );
  return { services, config, messages, lines, apiKey, server, request, recounted };
}

async function makeBattle(services: Services) {
  const nowMs = Date.now();
  return services.createBattle({
    title: "Drinks",
    queries: ["#coffee espresso", "#tea"],
    startAtMs: nowMs - 3_600_000,
    endAtMs: nowMs + 3_600_000,
  });
}

describe("the API key", () => {
  test("is made and shown by the first start only, and works", async () => {
    const first = await startApp();
    expect(first.apiKey).toHaveLength(43);
    expect((await first.request("/v1/events")).status).toBe(200);
    expect((await fetch(`${first.server.url}/v1/events`)).status).toBe(401);
    const second = await startApp();
    expect(second.apiKey).toBe("");
    expect(
      (await fetch(`${second.server.url}/v1/events`, { headers: { authorization: `Bearer ${first.apiKey}` } })).status,
    ).toBe(200);
  });
});

describe("a battle", () => {
  test("that is made is announced, listed and found", async () => {
    const { services, messages, request } = await startApp();
    const battle = await makeBattle(services);
    await expect
      .poll(() => messages.map(({ topic, message }) => `${topic} ${message.type}`))
      .toEqual([`battle:${battle.id} battle-recounted`, "battles battle-totals-changed"]);
    expect(await services.listBattles()).toMatchObject([{ battle, status: "running", tally: { total: 0 } }]);
    expect(await services.findBattle(battle.id)).toMatchObject({ battle, series: expect.any(Array), posts: [] });
    expect(await services.findBattle(99)).toBeUndefined();
    expect(await (await request(`/v1/events/${battle.id}`)).json()).toMatchObject({
      id: battle.id,
      title: "Drinks",
      status: "running",
      total: 0,
    });
  });

  test("is counted and announced when somebody posts an event on it, and so is that event", async () => {
    const { services, messages, recounted, server, apiKey } = await startApp();
    const battle = await makeBattle(services);
    await expect.poll(() => recounted(`battle:${battle.id}`).length).toBe(1);
    const post = (topic: string, event: string) =>
      fetch(`${server.url}/v1/events`, {
        method: "POST",
        headers: { "x-api-key": apiKey },
        body: JSON.stringify({ topic, event, payload: { text: "hello" } }),
      });
    expect((await post(`battle:${battle.id}`, "announcement")).status).toBe(204);
    expect((await post("battles", "announcement")).status).toBe(204);
    expect((await post("elsewhere", "announcement")).status).toBe(204);
    await expect.poll(() => recounted(`battle:${battle.id}`).length).toBe(2);
    const posted = messages.filter(({ message }) => message.type === "event-posted");
    expect(posted).toEqual([
      {
        topic: `battle:${battle.id}`,
        message: { type: "event-posted", event: "announcement", payload: { text: "hello" } },
      },
      { topic: "battles", message: { type: "event-posted", event: "announcement", payload: { text: "hello" } } },
    ]);
  });

  test("changes with the posts of the simulator, by way of HTTP", async () => {
    const { services, server, recounted, messages, request } = await startApp({ SOURCE: "simulator" });
    const [first] = await services.listBattles();
    const id = first?.battle.id ?? 0;
    services.startSource(server.url);
    await expect
      .poll(() => recounted(`battle:${id}`).at(-1)?.tally.total ?? 0, { timeout: 20_000 })
      .toBeGreaterThan(500);
    const last = recounted(`battle:${id}`).length;
    await expect.poll(() => recounted(`battle:${id}`).length, { timeout: 5_000 }).toBeGreaterThan(last + 1);
    expect(messages.some(({ message }) => message.type === "event-posted")).toBe(false);

    await services.stop();
    const details = recounted(`battle:${id}`).at(-1);
    expect(details?.points.length).toBeGreaterThan(0);
    expect(details?.points.every((point) => point.counts.length === 2)).toBe(true);
    expect((await request("/healthz")).status).toBe(500);
  });
});

test("the demo battles are there at the first start with a source, running, and no second time at the next", async () => {
  expect(await (await startApp()).services.listBattles()).toEqual([]);
  const first = await (await startApp({ SOURCE: "jetstream" })).services.listBattles();
  expect(first.map(({ battle, status }) => [battle.title, status])).toEqual([
    ["Coffee or tea?", "running"],
    ["Cats or dogs?", "running"],
    ["TypeScript, Elixir or Rust?", "running"],
  ]);
  expect(
    (await (await startApp({ SOURCE: "simulator" })).services.listBattles()).map(({ battle }) => battle.id),
  ).toEqual([1, 2, 3]);
});

test("a battle that starts or ends is announced although nobody posts", async () => {
  const { services, recounted } = await startApp();
  const nowMs = Date.now();
  const battle = await services.createBattle({
    title: "Soon",
    queries: ["a", "b"],
    startAtMs: nowMs + 700,
    endAtMs: nowMs + 2_200,
  });
  await expect
    .poll(() => recounted(`battle:${battle.id}`).map(({ status }) => status), { timeout: 8_000 })
    .toEqual(expect.arrayContaining(["upcoming", "running", "ended"]));
});

test("a thousand pages that ask at once share a load, and nobody gets an old one after an announcement", async () => {
  const { services, recounted } = await startApp();
  const battle = await makeBattle(services);
  await expect.poll(() => recounted(`battle:${battle.id}`).length).toBe(1);
  const before = await queriesSoFar();
  const found = await Promise.all(Array.from({ length: 1_000 }, () => services.findBattle(battle.id)));
  expect(new Set(found).size).toBe(1);
  expect((await queriesSoFar()) - before).toBeLessThan(50);
  expect(await services.findBattle(battle.id)).not.toBe(found[0]);
});

test("who asks when a count was announced never gets a load that began before it", async () => {
  let onRecount = (): void => {};
  const { services, server, apiKey } = await startApp(
    {},
    {
      broadcast: (_, message) => {
        if (message.type === "battle-recounted") onRecount();
      },
    },
  );
  const battle = await makeBattle(services);
  const blocker = await database.pool.connect();
  await blocker.query("begin; lock table uniq_entry_keywords in access exclusive mode");
  const body = JSON.stringify({ topic: `battle:${battle.id}`, event: "x", payload: null });
  await fetch(`${server.url}/v1/events`, { method: "POST", headers: { "x-api-key": apiKey }, body });
  await expect.poll(countWaiting).toBeGreaterThan(0); // The recount has begun.
  const before = services.findBattle(battle.id);
  const asked = new Promise<{ load: Promise<unknown> }>((resolve) => {
    // In an object: a promise that resolves with a promise waits for it.
    onRecount = () => resolve({ load: services.findBattle(battle.id) });
  });
  await blocker.query("rollback");
  blocker.release();
  const { load } = await asked;
  expect(load === before).toBe(false);
  await Promise.all([before, load]);
});

async function countWaiting(): Promise<number> {
  const { rows } = await database.pool.query("select pid from pg_stat_activity where wait_event_type = 'Lock'");
  return rows.length;
}

async function queriesSoFar(): Promise<number> {
  await database.pool.query("select pg_stat_force_next_flush()");
  const { rows } = await database.pool.query<{ count: string }>(
    "select xact_commit as count from pg_stat_database where datname = current_database()",
  );
  return Number(rows[0]?.count);
}

describe("the embedded database", () => {
  test("starts and ends with the services", async () => {
    const folder = makeTestFolder();
    releases.push(folder.remove);
    const config: Config = readConfig({ SOURCE: "none", DATA_DIR: join(folder.dir, ".data") }, "/");
    const services = await startServices(config, {
      broadcast: () => {},
      onFatal: () => {},
      log: recordingLogger().log,
    });
    releases.push(() => services.stop());
    expect((await services.fetch(new Request("http://app/healthz"))).status).toBe(200);
    expect(findPostmaster(join(folder.dir, ".data", "postgres"))).toBeDefined();
    await services.stop();
    await services.stop();
    expect(findPostmaster(join(folder.dir, ".data", "postgres"))).toBeUndefined();
  });
});

test("a database that goes away for a moment costs no post and no page", async () => {
  const { services, server, recounted } = await startApp({ SOURCE: "simulator" });
  services.startSource(server.url);
  await expect.poll(() => recounted("battle:1").length, { timeout: 20_000 }).toBeGreaterThan(2);
  const killer = new pg.Client({ connectionString: database.url });
  await killer.connect();
  await killer.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'hashtag-battle'",
  );
  await killer.end();
  const before = recounted("battle:1").length;
  await expect.poll(() => recounted("battle:1").length, { timeout: 20_000 }).toBeGreaterThan(before + 2);
});

test("a database that is not there is told in a sentence", async () => {
  await expect(startApp({ DATABASE_URL: "postgres://127.0.0.1:1/x" })).rejects.toThrow(
    "The database at 127.0.0.1:1 cannot be used: nothing listens there.",
  );
});
