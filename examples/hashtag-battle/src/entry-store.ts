import { desc, eq, getTableColumns, inArray, sql } from "drizzle-orm";
import { type Battle, battleKeywords } from "./battle.ts";
import type { Database, Queries } from "./database/database.ts";
import { keywords, uniqEntries, uniqEntryKeywords } from "./database/schema.ts";
import { extractTerms, type Keyword, matchKeywords } from "./keyword.ts";
import type { PostKind, PreparedPost } from "./post.ts";

/** A post that was not stored before, with the watched keywords that it matches. */
export interface StoredPost {
  readonly createdAtMs: number;
  readonly keywords: ReadonlySet<Keyword>;
}

/** At most this many posts in one statement. */
export const STORE_BATCH_MAX = 500;

/**
 * Held shared while posts are stored and alone while keywords are added: a post is stored either before a new
 * battle's keywords, and then found by `linkPastPosts`, or after them, and then it matches them itself.
 */
export const KEYWORDS_LOCK = 4_861_736_856;

const LINK_BATCH = 2_000;

/** Stores the posts that are not there yet and links them to the watched keywords, all or nothing; answers the new ones. */
export async function storePosts(database: Database, posts: readonly PreparedPost[]): Promise<StoredPost[]> {
  if (posts.length === 0) return [];
  // Two writers that bring the same posts in the same order wait for each other rather than deadlock.
  const byUuid = new Map(posts.map((post) => [post.uuid.toLowerCase(), post]));
  const ordered = [...byUuid.keys()].sort().flatMap((uuid) => byUuid.get(uuid) ?? []);
  return database.inTransaction(async (transaction) => {
    await transaction.execute(sql`select pg_advisory_xact_lock_shared(${KEYWORDS_LOCK})`);
    const idOf = new Map((await transaction.select().from(keywords)).map((row) => [row.keyword, row.id]));
    const inserted = await transaction
      .insert(uniqEntries)
      .values(ordered.map(entryOf))
      .onConflictDoNothing({ target: uniqEntries.uuid })
      .returning({ id: uniqEntries.id, uuid: uniqEntries.uuid });
    const watched = new Set(idOf.keys());
    const links: Link[] = [];
    const stored = inserted.flatMap(({ id, uuid }) => {
      const post = byUuid.get(uuid);
      if (post === undefined) return [];
      const matching = matchKeywords(post.keywords, watched);
      links.push(...linksOf({ id, createdAt: new Date(post.createdAtMs) }, matching, idOf));
      return [{ createdAtMs: post.createdAtMs, keywords: new Set(matching) }];
    });
    await insertLinks(transaction, links);
    return stored;
  });
}

/** Links the posts that a battle's window holds already to its keywords; a page of posts at a time. */
export async function linkPastPosts(database: Database, battle: Battle): Promise<void> {
  const wanted = new Set(battleKeywords(battle).flat());
  const rows = await database.select().from(keywords).where(inArray(keywords.keyword, [...wanted]));
  const idOf = new Map(rows.map((row) => [row.keyword, row.id]));
  // The place reached is kept as PostgreSQL writes it: a Date would lose its microseconds.
  let after = { createdAtText: new Date(battle.startAtMs).toISOString(), id: 0 };
  for (;;) {
    const entries = await database
      .select({ ...getTableColumns(uniqEntries), createdAtText: sql<string>`${uniqEntries.createdAt}::text` })
      .from(uniqEntries)
      .where(sql`(${uniqEntries.createdAt}, ${uniqEntries.id}) > (${after.createdAtText}::timestamptz, ${after.id}::bigint)
        and ${uniqEntries.createdAt} <= ${new Date(battle.endAtMs).toISOString()}::timestamptz`)
      .orderBy(uniqEntries.createdAt, uniqEntries.id)
      .limit(LINK_BATCH);
    const links = entries.flatMap((entry) => {
      const terms = extractTerms(entry.flatText, entry.hashtags, entry.userMentions);
      return linksOf(entry, matchKeywords(terms.keywords, wanted), idOf);
    });
    await insertLinks(database, links);
    const last = entries.at(-1);
    if (last === undefined || entries.length < LINK_BATCH) return;
    after = last;
  }
}

/** When the latest post of this kind was written, undefined when there is none. */
export async function findLatestPostTime(database: Database, kind: PostKind): Promise<number | undefined> {
  const [latest] = await database
    .select({ createdAt: uniqEntries.createdAt })
    .from(uniqEntries)
    .where(eq(uniqEntries.kind, kind))
    .orderBy(desc(uniqEntries.createdAt))
    .limit(1);
  return latest?.createdAt.getTime();
}

/** Removes simulated posts older than `beforeMs` that no battle counts: a demo that runs for weeks must not fill the disk. */
export async function pruneSimulatedPosts(database: Database, beforeMs: number): Promise<number> {
  const result = await database.execute(sql`
    delete from uniq_entries entry
    where entry.kind = 'simulated' and entry.created_at < ${new Date(beforeMs).toISOString()}::timestamptz
      and not exists (select from events where entry.created_at between start_at and end_at)`);
  return result.rowCount ?? 0;
}

type Link = typeof uniqEntryKeywords.$inferInsert;

function entryOf(post: PreparedPost): typeof uniqEntries.$inferInsert {
  return {
    uuid: post.uuid,
    hashtags: [...post.hashtags],
    userMentions: [...post.mentions],
    flatText: post.flatText,
    kind: post.kind,
    createdAt: new Date(post.createdAtMs),
  };
}

function linksOf(entry: { readonly id: number; readonly createdAt: Date }, matching: readonly Keyword[], idOf: ReadonlyMap<Keyword, number>): Link[] {
  return matching.flatMap((keyword) => {
    const keywordId = idOf.get(keyword);
    return keywordId === undefined ? [] : [{ uniqEntryId: entry.id, keywordId, createdAt: entry.createdAt }];
  });
}

async function insertLinks(database: Queries, links: readonly Link[]): Promise<void> {
  for (let start = 0; start < links.length; start += LINK_BATCH) {
    await database.insert(uniqEntryKeywords).values(links.slice(start, start + LINK_BATCH)).onConflictDoNothing();
  }
}
