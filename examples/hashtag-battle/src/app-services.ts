import { timingSafeEqual } from "node:crypto";
import { createApi, type PostedEvent } from "./api.ts";
import { type Battle, hasTimeChanged } from "./battle.ts";
import { insertBattle, listBattlesBetween, renewDemoBattles } from "./battle-store.ts";
import { type Clock, systemClock } from "./clock.ts";
import type { Config } from "./config.ts";
import { connectDatabase, type ConnectedDatabase } from "./connect-database.ts";
import type { Database } from "./database/database.ts";
import { DEMO_HEAD_START_MS, DEMO_REST_MS, demoBattles } from "./demo-battles.ts";
import { findLatestPostTime, linkPastPosts, pruneSimulatedPosts } from "./entry-store.ts";
import { type AppError, messageOf } from "./errors.ts";
import { createIngest } from "./ingest.ts";
import { createProcessLogger, type Logger } from "./logger.ts";
import { BATTLES_TOPIC, type BattleDetails, battleIdOf, type BattleSummary, type Broadcast } from "./messages.ts";
import type { NewBattle } from "./new-battle.ts";
import { Notifier, POSTS_MATCHED_EVENT } from "./notifier.ts";
import { createRandom, randomSecret, randomSeed } from "./random.ts";
import { Recounter } from "./recount.ts";
import { JointLoads } from "./joint-loads.ts";
import { createJetstream } from "./sources/jetstream.ts";
import { createSimulator } from "./sources/simulator.ts";
import type { Source } from "./sources/source.ts";
import { loadDetails, loadSummaries } from "./tally-store.ts";
import { addFirstUser, findUserByApiKey, hashApiKey } from "./user-store.ts";

/** Everything of the app but its pages and its HTTP server. */
export interface Services {
  /** For the server's `fetch` handler: `/v1/events` and `/healthz`, 404 for the rest. */
  readonly fetch: (request: Request) => Response | Promise<Response>;
  /** What the index page shows. Subscribe to `battles` first, then load: so nothing falls in between. */
  listBattles(): Promise<readonly BattleSummary[]>;
  /** What a battle's page shows; undefined when there is none of that id. Subscribe to its topic first, then load. */
  findBattle(id: number): Promise<BattleDetails | undefined>;
  /** Makes a battle, counts the posts that are there already, and announces it. */
  createBattle(battle: NewBattle): Promise<Battle>;
  /** Begins to take posts in; `baseUrl` is where the app listens, `http://localhost:4000`. */
  startSource(baseUrl: string): void;
  /** Ends everything, the embedded database last. May be called again. */
  stop(): Promise<void>;
}

/** What the services need of the main program. */
export interface ServicesOptions {
  readonly broadcast: Broadcast;
  /** The embedded database is gone: the app cannot go on and should exit with a code other than 0. */
  readonly onFatal: (error: AppError) => void;
  /** Default: sentences to stdout, warnings and errors to stderr. */
  readonly log?: Logger;
  /** Default: the real time. */
  readonly clock?: Clock;
}

const TICK_MS = 1_000;
const UPKEEP_EVERY_MS = 60_000;
const SIMULATED_POSTS_KEPT_MS = 86_400_000;
const SOURCE_RESTART_MS = 5_000;

/** Opens the database and composes the services on it. Throws an AppError when the database cannot be used. */
export async function startServices(config: Config, options: ServicesOptions): Promise<Services> {
  const { broadcast, log = createProcessLogger(), clock = systemClock, onFatal } = options;
  const connected = await connectDatabase(config, { log, clock, onLost: onFatal });
  const services = new AppServices({ config, connected, broadcast, log, clock });
  try {
    await services.prepare();
  } catch (error) {
    await connected.close();
    throw error;
  }
  return services;
}

interface Parts {
  readonly config: Config;
  readonly connected: ConnectedDatabase;
  readonly broadcast: Broadcast;
  readonly log: Logger;
  readonly clock: Clock;
}

class AppServices implements Services {
  readonly fetch: Services["fetch"];
  readonly #parts: Parts;
  readonly #database: Database;
  readonly #ownKey = randomSecret();
  readonly #stopping = new AbortController();
  readonly #recounter: Recounter;
  readonly #details: JointLoads<number, BattleDetails | undefined>;
  readonly #summaries: JointLoads<"all", readonly BattleSummary[]>;
  readonly #release: (() => void)[] = [];
  #source: Promise<void> | undefined;
  #stopped: Promise<void> | undefined;

  constructor(parts: Parts) {
    const { connected, broadcast, log, clock } = parts;
    const { database } = connected;
    this.#parts = parts;
    this.#database = database;
    this.#details = new JointLoads((id) => loadDetails(database, id, clock.nowMs()));
    this.#summaries = new JointLoads(() => loadSummaries(database, clock.nowMs()));
    this.#recounter = new Recounter({
      load: (id) => loadDetails(database, id, clock.nowMs()),
      broadcast: (topic, message) => {
        this.#forgetLoads(topic);
        broadcast(topic, message);
      },
      log,
      clock,
    });
    const api = createApi({
      loadSummaries: () => this.listBattles(),
      loadDetails: (id) => this.findBattle(id),
      isKnownKey: (apiKey) => this.#isKnownKey(apiKey),
      onEvent: (event) => this.#receive(event),
      checkHealth: async () => void (await database.execute("select 1")),
      log,
    });
    this.fetch = (request) => api.fetch(request);
  }

  /** What a start does once: the first user, the demo battles, the clockwork. */
  async prepare(): Promise<void> {
    const { log, clock } = this.#parts;
    const firstKey = await addFirstUser(this.#database);
    if (firstKey !== undefined) log.info(`API key for /v1/events, shown only this once: ${firstKey}`);
    await this.#renewDemos(clock.nowMs());
    let tickedMs = clock.nowMs();
    this.#release.push(
      this.#repeat(TICK_MS, async () => {
        const nowMs = clock.nowMs();
        await this.#recountWhatTimeChanged(tickedMs, nowMs);
        tickedMs = nowMs;
      }),
      this.#repeat(UPKEEP_EVERY_MS, async () => {
        await this.#renewDemos(clock.nowMs() - DEMO_REST_MS);
        await pruneSimulatedPosts(this.#database, clock.nowMs() - SIMULATED_POSTS_KEPT_MS);
      }),
    );
  }

  listBattles(): Promise<readonly BattleSummary[]> {
    return this.#summaries.get("all");
  }

  findBattle(id: number): Promise<BattleDetails | undefined> {
    return this.#details.get(id);
  }

  async createBattle(battle: NewBattle): Promise<Battle> {
    const created = await insertBattle(this.#database, battle);
    await linkPastPosts(this.#database, created);
    this.#recounter.request(created.id);
    return created;
  }

  startSource(baseUrl: string): void {
    this.#source ??= this.#runSource(baseUrl);
  }

  stop(): Promise<void> {
    return (this.#stopped ??= this.#stopAll());
  }

  async #stopAll(): Promise<void> {
    for (const release of this.#release.splice(0).reverse()) release();
    this.#stopping.abort();
    await this.#source;
    await this.#recounter.stop();
    await this.#parts.connected.close();
  }

  /** Runs the source for as long as the app does, and again when it fails: one bad moment must not end the battle. */
  async #runSource(baseUrl: string): Promise<void> {
    const { log, clock } = this.#parts;
    const { signal } = this.#stopping;
    const notifier = new Notifier({ baseUrl, apiKey: this.#ownKey, clock, log, signal });
    const sink = createIngest({
      database: this.#database,
      notify: (id, posts) => notifier.add(id, posts),
      clock,
      log,
      signal,
    });
    while (!signal.aborted) {
      try {
        const source = await this.#makeSource();
        if (source === undefined) return;
        await source.run(sink, signal);
      } catch (error) {
        if (!signal.aborted)
          log.error(
            `The source ${this.#parts.config.source} failed: ${messageOf(error)}. It starts again in ${SOURCE_RESTART_MS / 1_000} s.`,
          );
        await clock.sleep(SOURCE_RESTART_MS, signal);
      }
    }
    await notifier.flush();
  }

  async #makeSource(): Promise<Source | undefined> {
    const { config, log, clock } = this.#parts;
    const seed = config.simulatorSeed ?? randomSeed();
    switch (config.source) {
      case "none":
        return undefined;
      case "jetstream":
        return createJetstream({ url: config.jetstreamUrl, clock, log, random: createRandom(seed) });
      case "simulator": {
        // The time in which nobody simulated anything is made up for, as far back as the demo battles reach.
        const latestMs = (await findLatestPostTime(this.#database, "simulated")) ?? 0;
        const backlogMs = Math.min(DEMO_HEAD_START_MS, Math.max(0, clock.nowMs() - latestMs));
        return createSimulator({ postsPerSecond: config.simulatorPostsPerSecond, seed, clock, backlogMs });
      }
    }
  }

  /** Demo battles are for an app that has a source: they are made, and begin again when they ended before this time. */
  async #renewDemos(endedBeforeMs: number): Promise<void> {
    if (this.#parts.config.source === "none") return;
    const renewed = await renewDemoBattles(this.#database, demoBattles(this.#parts.clock.nowMs()), endedBeforeMs);
    for (const { id } of renewed) this.#recounter.request(id);
  }

  async #recountWhatTimeChanged(lastMs: number, nowMs: number): Promise<void> {
    for (const battle of await listBattlesBetween(this.#database, lastMs, nowMs)) {
      if (hasTimeChanged(battle, lastMs, nowMs)) this.#recounter.request(battle.id);
    }
  }

  #receive({ topic, event, payload }: PostedEvent): void {
    const battleId = battleIdOf(topic);
    if (battleId !== undefined) this.#recounter.request(battleId);
    // Our own notification says no more than that; anybody else's event is for the pages to see.
    if (event === POSTS_MATCHED_EVENT || (battleId === undefined && topic !== BATTLES_TOPIC)) return;
    this.#parts.broadcast(topic, { type: "event-posted", event, payload });
  }

  async #isKnownKey(apiKey: string): Promise<boolean> {
    if (timingSafeEqual(hashApiKey(apiKey), hashApiKey(this.#ownKey))) return true;
    return (await findUserByApiKey(this.#database, apiKey)) !== undefined;
  }

  #forgetLoads(topic: string): void {
    const battleId = battleIdOf(topic);
    if (battleId === undefined) this.#summaries.forget("all");
    else this.#details.forget(battleId);
  }

  /** Repeats a task that may take its time, never two at once; a failure (the database is away) is told and the next turn tries again. */
  #repeat(everyMs: number, task: () => Promise<void>): () => void {
    const { clock, log } = this.#parts;
    let isRunning = false;
    return clock.every(everyMs, () => {
      if (isRunning) return;
      isRunning = true;
      task()
        .catch((error: unknown) =>
          log.warn(`The upkeep of the battles failed: ${messageOf(error)}. It is tried again.`),
        )
        .finally(() => (isRunning = false));
    });
  }
}
