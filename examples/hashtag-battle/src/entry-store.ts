import { desc, eq, getTableColumns, inArray, sql } from "drizzle-orm";
import { type Battle, battleKeywords } from "./battle.ts";
import type { Database, Queries } from "./database/database.ts";
import { keywords, uniqEntries } from "./database/schema.ts";
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

/** Posts that are looked through at once for a new battle. */
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
    const watched = new Set(idOf.keys());
    const links: Link[] = [];
    const stored = (await insertEntries(transaction, ordered)).flatMap(({ id, uuid }) => {
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
  const rows = await database
    .select()
    .from(keywords)
    .where(inArray(keywords.keyword, [...wanted]));
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

interface Link {
  readonly uniqEntryId: number;
  readonly keywordId: number;
  readonly createdAt: Date;
}

/**
 * Written as arrays of columns: building a statement with a placeholder for each value takes longer than storing them.
 * Hashtags and mentions are words, so a blank separates them.
 */
async function insertEntries(
  queries: Queries,
  posts: readonly PreparedPost[],
): Promise<{ id: number; uuid: string }[]> {
  const column = (read: (post: PreparedPost) => string) => sql.param(posts.map(read));
  const { rows } = await queries.execute<{ id: number; uuid: string }>(sql`
    insert into uniq_entries (uuid, hashtags, user_mentions, flat_text, kind, created_at)
    select uuid, string_to_array(hashtags, ' '), string_to_array(mentions, ' '), flat_text, kind, created_at
    from unnest(
      ${column((post) => post.uuid)}::uuid[],
      ${column((post) => post.hashtags.join(" "))}::text[],
      ${column((post) => post.mentions.join(" "))}::text[],
      ${column((post) => post.flatText)}::text[],
      ${column((post) => post.kind)}::text[],
      ${column((post) => new Date(post.createdAtMs).toISOString())}::timestamptz[]
    ) as post (uuid, hashtags, mentions, flat_text, kind, created_at)
    on conflict (uuid) do nothing
    returning id::float8 as id, uuid`);
  return rows;
}

function linksOf(
  entry: { readonly id: number; readonly createdAt: Date },
  matching: readonly Keyword[],
  idOf: ReadonlyMap<Keyword, number>,
): Link[] {
  return matching.flatMap((keyword) => {
    const keywordId = idOf.get(keyword);
    return keywordId === undefined ? [] : [{ uniqEntryId: entry.id, keywordId, createdAt: entry.createdAt }];
  });
}

async function insertLinks(queries: Queries, links: readonly Link[]): Promise<void> {
  if (links.length === 0) return;
  await queries.execute(sql`
    insert into uniq_entry_keywords (uniq_entry_id, keyword_id, created_at)
    select * from unnest(
      ${sql.param(links.map((link) => link.uniqEntryId))}::bigint[],
      ${sql.param(links.map((link) => link.keywordId))}::int[],
      ${sql.param(links.map((link) => link.createdAt.toISOString()))}::timestamptz[]
    )
    on conflict do nothing`);
}
