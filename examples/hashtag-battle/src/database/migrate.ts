import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type pg from "pg";
import { AppError } from "../errors.ts";
import { runInTransaction } from "./transaction.ts";

/** One step of the schema: a file of plain SQL. */
export interface Migration {
  /** The file's name, `0001_posts.sql`. Migrations run in the order of their names. */
  readonly name: string;
  readonly sql: string;
}

/** Held while migrating, so that two apps that start together do not do it twice. */
const MIGRATION_LOCK = 4_861_736_855;

/** The migrations of this app, in order. */
export async function readMigrations(
  folder: string = fileURLToPath(new URL("../../migrations/", import.meta.url)),
): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
  return Promise.all(names.map(async (name) => ({ name, sql: await readFile(join(folder, name), "utf8") })));
}

/**
 * Runs every migration that this database has not seen, each in a transaction of its own together with the note that
 * it ran; answers their names. A migration that was changed after it ran is an AppError `migration-changed`.
 */
export async function migrate(pool: pg.Pool, migrations: readonly Migration[]): Promise<string[]> {
  const applied: string[] = [];
  for (const migration of migrations) {
    if (await runInTransaction(pool, (client) => applyOnce(client, migration))) applied.push(migration.name);
  }
  return applied;
}

async function applyOnce(client: pg.PoolClient, { name, sql }: Migration): Promise<boolean> {
  // Without the line ends, which git may change on the way to another machine.
  const hash = createHash("sha256").update(sql.replaceAll("\r\n", "\n")).digest("hex");
  await client.query("select pg_advisory_xact_lock($1)", [MIGRATION_LOCK]);
  await client.query(
    "create table if not exists schema_migrations (name text primary key, sha256 text not null, applied_at timestamptz not null default now())",
  );
  const { rows } = await client.query<{ sha256: string }>("select sha256 from schema_migrations where name = $1", [
    name,
  ]);
  const [known] = rows;
  if (known !== undefined) {
    if (known.sha256 !== hash) throw changedError(name);
    return false;
  }
  await client.query(sql);
  await client.query("insert into schema_migrations (name, sha256) values ($1, $2)", [name, hash]);
  return true;
}

function changedError(name: string): AppError {
  return new AppError(
    "migration-changed",
    `The migration ${name} was changed after this database ran it, so nobody can say what its tables look like. ` +
      "Put the file back as it was and write what you want to change into a new migration.",
  );
}
