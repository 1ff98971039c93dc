import { fileURLToPath } from "node:url";
import { createApp, createPubSub, route, type Server, serve } from "@firecrest/live";
import { type Services, type ServicesOptions, startServices } from "./app-services.ts";
import type { Clock } from "./clock.ts";
import type { Config } from "./config.ts";
import { battleLive } from "./live/battle-live.ts";
import { battlesLive } from "./live/battles-live.ts";
import { layout, rootLayout } from "./live/layout.ts";
import { newBattleLive } from "./live/new-battle-live.ts";
import { readSecret } from "./secret.ts";

/** The running app. */
export interface BattleServer {
  /** Where it listens, for this machine: `http://localhost:4000`. */
  readonly url: string;
  readonly services: Services;
  /** Ends the pages first, the database last. */
  stop(): Promise<void>;
}

/** What the whole app needs beside its configuration. */
export interface BattleServerOptions extends Omit<ServicesOptions, "broadcast" | "clock"> {
  readonly clock: Clock;
  /** Default: uWebSockets.js where it loads, else node:http. */
  readonly transport?: "uws" | "node";
  /** The browser entry. Default: the app's own. */
  readonly client?: string;
  /** `SECRET`; undefined keeps one beside the data. */
  readonly secret?: string | undefined;
}

const CLIENT_ENTRY = fileURLToPath(new URL("./client.ts", import.meta.url));
const CLIENT_BUILD = fileURLToPath(new URL("../dist/client", import.meta.url));

/** Starts the database, the pages and the source of posts, in this order. Throws an AppError when the database cannot be used. */
export async function startBattleServer(config: Config, options: BattleServerOptions): Promise<BattleServer> {
  const { clock, transport, client = CLIENT_ENTRY, secret, ...servicesOptions } = options;
  const pubsub = createPubSub();
  const services = await startServices(config, {
    ...servicesOptions,
    clock,
    broadcast: (topic, message) => pubsub.broadcast(topic, message),
  });
  try {
    const app = createApp({
      secrets: [await readSecret(secret, config.dataDir)],
      pubsub,
      rootLayout,
      layout,
      routes: [
        route(
          "/",
          battlesLive(() => services.listBattles()),
        ),
        route(
          "/battles/new",
          newBattleLive(
            (battle) => services.createBattle(battle),
            () => clock.nowMs(),
          ),
        ),
        route(
          "/battles/:id",
          battleLive((id) => services.findBattle(id)),
        ),
      ],
      fetch: services.fetch,
    });
    const server = await serve(app, {
      port: config.port,
      client,
      clientOutDir: CLIENT_BUILD,
      ...(transport !== undefined && { transport }),
    });
    const url = `http://localhost:${server.port}`;
    services.startSource(url);
    return { url, services, stop: () => stop(server, services) };
  } catch (error) {
    await services.stop();
    throw error;
  }
}

async function stop(server: Server, services: Services): Promise<void> {
  await server.close();
  await services.stop();
}
