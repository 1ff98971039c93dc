import { chmodSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../src/clock.ts";
import { type DatabasePool, openDatabase } from "../src/database/database.ts";
import { migrate, readMigrations } from "../src/database/migrate.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../src/embedded/embedded-postgres.ts";
import { createLineLogger, type Logger } from "../src/logger.ts";

/** Drops every message. */
export const silentLogger: Logger = createLineLogger(() => {});

/** A real, migrated and empty database. */
export interface TestDatabase extends DatabasePool {
  readonly url: string;
  readonly server: EmbeddedPostgres;
  /** Empties every table of the app; ids start again. */
  clear(): Promise<void>;
}

/** A logger and the lines it got. */
export function recordingLogger(): { log: Logger; lines: string[] } {
  const lines: string[] = [];
  return { lines, log: createLineLogger((line) => lines.push(line.trimEnd())) };
}

const TEMP_DIR = tmpdir();

/** A folder that the database server's user can enter, and how to remove it. A file's first one is its temp directory too. */
export function makeTestFolder(): { dir: string; remove: () => void } {
  const dir = mkdtempSync(join(TEMP_DIR, "hashtag-battle-test-"));
  chmodSync(dir, 0o755);
  if (!existsSync(process.env["TMPDIR"] ?? "")) process.env["TMPDIR"] = dir;
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

/** Starts a PostgreSQL of its own (about a second). */
export async function startTestDatabase(): Promise<TestDatabase> {
  const folder = makeTestFolder();
  const server = await startEmbeddedPostgres({
    dataDir: join(folder.dir, "data"),
    log: silentLogger,
    clock: systemClock,
  });
  const opened = await openDatabase({ url: server.url, poolSize: 10, ssl: "off", log: silentLogger });
  await migrate(opened.pool, await readMigrations());
  return {
    ...opened,
    url: server.url,
    server,
    clear: async () => {
      await opened.pool.query("truncate uniq_entries, keywords, uniq_entry_keywords, events, users restart identity");
    },
    close: async () => {
      await opened.close();
      await server.stop();
      folder.remove();
    },
  };
}
