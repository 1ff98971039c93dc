import { fileURLToPath } from "node:url";
import { type Page, test as base } from "@playwright/test";
import { CuttingProxy, findFreePort } from "@firecrest/testing";
import { systemClock } from "../src/clock.ts";
import { readConfig } from "../src/config.ts";
import { createIngest } from "../src/ingest.ts";
import type { IncomingPost } from "../src/post.ts";
import { type BattleServer, startBattleServer } from "../src/server.ts";
import { recordingLogger, startTestDatabase, type TestDatabase } from "../test/test-database.ts";

/** The running app with a database of its own, behind a proxy that can cut the network. */
export interface BattleSite {
  /** Where a browser reaches it, through the proxy. */
  readonly url: string;
  readonly proxy: CuttingProxy;
  readonly apiKey: string;
  /** Stores posts and notifies the app, as a source does. */
  post(...texts: readonly string[]): Promise<void>;
  /** Kills the server and starts it again on the same port. */
  restart(): Promise<void>;
  /** Makes a battle that runs now. */
  createBattle(title: string, ...queries: readonly string[]): Promise<number>;
}

const MINUTE_MS = 60_000;
const OFFICIAL_CLIENT = fileURLToPath(new URL("./official-client.ts", import.meta.url));

interface WorkerFixtures {
  /** Which client the pages load: our own, or the npm `phoenix_live_view`. `FIRECREST_CLIENT=official` makes that the default. */
  readonly client: "firecrest" | "official";
  readonly site: BattleSite;
}

export const test = base.extend<{ connect: (page: Page, path: string) => Promise<void> }, WorkerFixtures>({
  client: [
    process.env["FIRECREST_CLIENT"] === "official" ? "official" : "firecrest",
    { option: true, scope: "worker" },
  ],
  site: [
    async ({ client }, use) => {
      const database = await startTestDatabase();
      const site = await startSite(database, client);
      await use(site);
      await site.stop();
      await database.close();
    },
    { scope: "worker" },
  ],
  connect: async ({ site }, use) => {
    await use(async (page, path) => {
      await page.goto(site.url + path);
      await page.locator(".phx-connected").waitFor();
    });
  },
});

async function startSite(
  database: TestDatabase,
  client: WorkerFixtures["client"],
): Promise<BattleSite & { stop(): Promise<void> }> {
  const { log, lines } = recordingLogger();
  const port = await findFreePort();
  const config = readConfig(
    { DATABASE_URL: database.url, SOURCE: "none", PORT: String(port) },
    fileURLToPath(new URL("..", import.meta.url)),
  );
  const transport = process.env["FIRECREST_TRANSPORT"];
  const start = (): Promise<BattleServer> =>
    startBattleServer(config, {
      log,
      clock: systemClock,
      secret: "a secret for tests that is long enough",
      onFatal: (error) => {
        throw error;
      },
      ...(client === "official" && { client: OFFICIAL_CLIENT }),
      ...(transport === "uws" || transport === "node" ? { transport } : {}),
    });
  let server = await start();
  const apiKey = /only this once: (\S+)/.exec(lines.join("\n"))?.[1] ?? "";
  const proxy = await CuttingProxy.start(port);
  const sink = createIngest({
    log,
    database: database.database,
    clock: systemClock,
    signal: new AbortController().signal,
    notify: (id, posts) => void notify({ url: server.url, apiKey, id, posts }),
  });
  return {
    url: `http://127.0.0.1:${proxy.port}`,
    proxy,
    apiKey,
    post: async (...texts) => void (await sink(texts.map(toPost))),
    createBattle: async (title, ...queries) => {
      const nowMs = Date.now();
      const { id } = await server.services.createBattle({
        title,
        queries,
        startAtMs: nowMs - MINUTE_MS,
        endAtMs: nowMs + 60 * MINUTE_MS,
      });
      return id;
    },
    restart: async () => {
      await server.stop();
      server = await start();
    },
    stop: async () => {
      await proxy.close();
      await server.stop();
    },
  };
}

function toPost(text: string): IncomingPost {
  return { uuid: crypto.randomUUID(), kind: "imported", text, createdAtMs: Date.now() };
}

async function notify(about: { url: string; apiKey: string; id: number; posts: number }): Promise<void> {
  await fetch(`${about.url}/v1/events`, {
    method: "POST",
    headers: { authorization: `Bearer ${about.apiKey}`, "content-type": "application/json" },
    body: JSON.stringify({ topic: `battle:${about.id}`, event: "posts-matched", payload: { posts: about.posts } }),
  });
}

export { expect } from "@playwright/test";
