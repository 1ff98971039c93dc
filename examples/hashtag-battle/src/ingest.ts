import { battlesTouched } from "./battle.ts";
import { listBattlesBetween } from "./battle-store.ts";
import type { Clock } from "./clock.ts";
import { type Database, isConnectionError } from "./database/database.ts";
import { STORE_BATCH_MAX, type StoredPost, storePosts } from "./entry-store.ts";
import { messageOf } from "./errors.ts";
import type { Logger } from "./logger.ts";
import { preparePost } from "./post.ts";
import type { PostSink } from "./sources/source.ts";

/** What takes posts in. */
export interface IngestOptions {
  readonly database: Database;
  /** A battle got this many new posts. */
  readonly notify: (battleId: number, posts: number) => void;
  readonly clock: Clock;
  readonly log: Logger;
  /** Ends the waiting for a database that is away. */
  readonly signal: AbortSignal;
}

const RETRY_MS = 500;
const ATTEMPTS_MAX = 8;

/**
 * The sink behind every source: stores posts once, links them to the watched keywords, and notifies the battles that
 * they count in. While the database is away (a restart) it waits and tries again for about two minutes.
 */
export function createIngest(options: IngestOptions): PostSink {
  return async (posts) => {
    let stored = 0;
    for (let start = 0; start < posts.length; start += STORE_BATCH_MAX) {
      const prepared = posts.slice(start, start + STORE_BATCH_MAX).map(preparePost);
      stored += await withPatience(options, async () => {
        const fresh = await storePosts(options.database, prepared);
        await notifyBattles(options, fresh);
        return fresh.length;
      });
    }
    return stored;
  };
}

async function notifyBattles({ database, notify }: IngestOptions, fresh: readonly StoredPost[]): Promise<void> {
  const matching = fresh.filter((post) => post.keywords.size > 0);
  if (matching.length === 0) return;
  const times = matching.map((post) => post.createdAtMs);
  const battles = await listBattlesBetween(database, Math.min(...times), Math.max(...times));
  const touched = new Map<number, number>();
  for (const post of matching) {
    for (const { id } of battlesTouched(battles, post)) touched.set(id, (touched.get(id) ?? 0) + 1);
  }
  for (const [battleId, count] of touched) notify(battleId, count);
}

async function withPatience<Result>(
  { clock, log, signal }: IngestOptions,
  attempt: () => Promise<Result>,
): Promise<Result> {
  for (let attempts = 1; ; attempts++) {
    try {
      return await attempt();
    } catch (error) {
      if (!isConnectionError(error) || attempts >= ATTEMPTS_MAX || signal.aborted) throw error;
      if (attempts === 1) log.warn(`Posts wait for the database: ${messageOf(error)}`);
      await clock.sleep(RETRY_MS * 2 ** (attempts - 1), signal);
    }
  }
}
