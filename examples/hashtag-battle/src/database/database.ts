import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import pg from "pg";
import type { DatabaseSsl } from "../config.ts";
import { AppError, codeOf, messageOf } from "../errors.ts";
import type { Logger } from "../logger.ts";
import { runInTransaction } from "./transaction.ts";

/** What a store's queries speak to: the pool, or the one connection of a transaction. */
export type Queries = Pick<NodePgDatabase, "select" | "insert" | "update" | "delete" | "execute">;

/** What the stores speak to. */
export interface Database extends Queries {
  /** All that `work` does is kept, or none of it when it throws. */
  inTransaction<Result>(work: (queries: Queries) => Promise<Result>): Promise<Result>;
}

/** The one pool of the app. */
export interface DatabasePool {
  readonly database: Database;
  readonly pool: pg.Pool;
  /** Waits for the queries under way, then closes every connection. */
  close(): Promise<void>;
}

/** Where the database is and how to talk to it. */
export interface DatabaseOptions {
  readonly url: string;
  readonly poolSize: number;
  readonly ssl: DatabaseSsl;
  readonly log: Logger;
}

const CONNECT_MS_MAX = 5_000;

/** Opens the pool and makes sure that the database answers; an AppError `database-unreachable` says why it does not. */
export async function openDatabase(options: DatabaseOptions): Promise<DatabasePool> {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolSize,
    connectionTimeoutMillis: CONNECT_MS_MAX,
    application_name: "hashtag-battle",
    ...(options.ssl === "off" ? {} : { ssl: { rejectUnauthorized: options.ssl === "verify" } }),
  });
  // An idle connection that breaks is replaced at the next query, one in a transaction fails its next query; without
  // listeners for both either would end the app.
  pool.on("error", (error) => options.log.warn(`A database connection was lost: ${messageOf(error)}`));
  pool.on("connect", (client) => client.on("error", () => {}));
  try {
    await pool.query("select 1");
  } catch (error) {
    await pool.end();
    throw new AppError("database-unreachable", explainUnreachable(options.url, error), { cause: error });
  }
  const database = Object.assign(drizzle({ client: pool }), {
    inTransaction: <Result>(work: (queries: Queries) => Promise<Result>) =>
      runInTransaction(pool, (client) => work(drizzle({ client }))),
  });
  return { database, pool, close: () => pool.end() };
}

/** Why a database cannot be used, in one sentence and what to do; the password in `url` is not repeated. */
export function explainUnreachable(url: string, error: unknown): string {
  const { hostname, port, pathname, username } = new URL(url);
  const host = hostname === "" ? "its socket" : `${hostname}:${port === "" ? "5432" : port}`;
  return `The database at ${host} cannot be used: ${explainCode(error, { user: username, name: pathname.slice(1) })}`;
}

function explainCode(error: unknown, { user, name }: { readonly user: string; readonly name: string }): string {
  const embedded = "or unset DATABASE_URL to use the embedded one";
  switch (codeOf(error)) {
    case "ECONNREFUSED":
      return `nothing listens there. Start PostgreSQL, correct DATABASE_URL, ${embedded}.`;
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `there is no host of that name. Correct DATABASE_URL, ${embedded}.`;
    case "28P01":
    case "28000":
      return `it refuses the user “${user}” or the password (${messageOf(error)}). Correct them in DATABASE_URL; a server that demands TLS needs DATABASE_SSL=true.`;
    case "3D000":
      return `it has no database “${name}”. Create it (createdb ${name}) or correct DATABASE_URL.`;
    case "53300":
      return "it has no connections left. Lower POOL_SIZE or raise the server's max_connections.";
    default:
      return `${messageOf(error)}. Check that it runs and that DATABASE_URL and DATABASE_SSL are right, ${embedded}.`;
  }
}

/** Is this error about the connection, so that the same query may well succeed later? */
export function isConnectionError(error: unknown): boolean {
  for (
    let cause = error;
    cause !== undefined && cause !== null;
    cause = cause instanceof Error ? cause.cause : undefined
  ) {
    const code = codeOf(cause);
    // SQLSTATE classes: connection exception, insufficient resources, operator intervention (a restart).
    if (/^(08|53|57)/.test(code) || /^E(CONN|PIPE|TIMEDOUT|HOST|NET|AI_AGAIN|NOTFOUND)/.test(code)) return true;
    if (/Connection terminated|not queryable|timeout exceeded when trying to connect/.test(messageOf(cause)))
      return true;
  }
  return false;
}
