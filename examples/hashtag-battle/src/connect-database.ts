import type { Clock } from "./clock.ts";
import type { Config } from "./config.ts";
import { type DatabasePool, openDatabase } from "./database/database.ts";
import { migrate, readMigrations } from "./database/migrate.ts";
import {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from "./embedded/embedded-postgres.ts";
import type { Logger } from "./logger.ts";

/** The pool on a database that has every migration. */
export interface ConnectedDatabase extends DatabasePool {
  /** Where the embedded server came from; undefined with `DATABASE_URL`. */
  readonly embedded: EmbeddedPostgres["origin"] | undefined;
  /** Also ends the embedded server, unless it is shared with another app. */
  close(): Promise<void>;
}

/** What connecting needs beside the config. */
export interface ConnectOptions extends Pick<EmbeddedPostgresOptions, "whenInUse" | "onLost"> {
  readonly log: Logger;
  readonly clock: Clock;
}

/** Connects to `DATABASE_URL`, or starts the embedded PostgreSQL and connects to that; then migrates. */
export async function connectDatabase(config: Config, options: ConnectOptions): Promise<ConnectedDatabase> {
  const { log } = options;
  const embedded =
    config.databaseUrl === undefined ? await startEmbeddedPostgres({ ...options, dataDir: config.dataDir }) : undefined;
  const url = embedded?.url ?? config.databaseUrl ?? "";
  let opened: DatabasePool | undefined;
  try {
    opened = await openDatabase({
      url,
      poolSize: config.poolSize,
      ssl: embedded === undefined ? config.databaseSsl : "off",
      log,
    });
    const applied = await migrate(opened.pool, await readMigrations());
    if (applied.length > 0) log.info(`Migrated the database: ${applied.join(", ")}.`);
  } catch (error) {
    await opened?.close();
    await embedded?.stop();
    throw error;
  }
  const pool = opened;
  return {
    ...pool,
    embedded: embedded?.origin,
    close: async () => {
      await pool.close();
      await embedded?.stop();
    },
  };
}
