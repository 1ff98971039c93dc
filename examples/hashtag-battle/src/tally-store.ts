import { type SQL, sql } from "drizzle-orm";
import { type Battle, battleKeywords, battleStatus, tallyBattle } from "./battle.ts";
import { findBattle, listBattles } from "./battle-store.ts";
import type { Database } from "./database/database.ts";
import type { BattleDetails, BattleSummary, MatchingPost, SeriesPoint } from "./messages.ts";

/** A series shows this many minutes at most: the last ones. */
export const SERIES_MINUTES_MAX = 180;

/** A battle's page shows this many posts at most: the latest ones. */
export const LATEST_POSTS_MAX = 50;

const MINUTE_MS = 60_000;

/** Every battle with its totals, for the index page. */
export async function loadSummaries(database: Database, nowMs: number): Promise<BattleSummary[]> {
  const battles = await listBattles(database, nowMs);
  const counts = await countPosts(database, battles);
  return battles.map((battle) => summarize(battle, counts.get(battle.id) ?? [], nowMs));
}

/** One battle with everything that its page shows; undefined when there is none of that id. */
export async function loadDetails(database: Database, id: number, nowMs: number): Promise<BattleDetails | undefined> {
  const battle = await findBattle(database, id);
  if (battle === undefined) return undefined;
  const [{ counts, series }, posts] = await Promise.all([
    loadSeries(database, battle, nowMs),
    loadLatestPosts(database, battle),
  ]);
  return { ...summarize(battle, counts, nowMs), series, posts };
}

/** How many posts each query of each battle matches within the battle's window; a post counts once per query. */
export async function countPosts(database: Database, battles: readonly Battle[]): Promise<Map<number, number[]>> {
  const { rows } = await database.execute<{ battleId: number; queryIndex: number; count: number }>(sql`
    select battle_id as "battleId", query_index as "queryIndex", count(*)::int as count
    from (
      select distinct watch.battle_id, watch.query_index, link.uniq_entry_id
      from ${watchesOf(battles)}
      join uniq_entry_keywords link on link.keyword_id = keywords.id and link.created_at between events.start_at and events.end_at
    ) matches
    group by battle_id, query_index`);
  const counts = new Map(battles.map((battle) => [battle.id, battle.queries.map(() => 0)]));
  for (const { battleId, queryIndex, count } of rows) {
    const row = counts.get(battleId);
    if (row !== undefined) row[queryIndex] = count;
  }
  return counts;
}

/** The first and the last minute of a battle's series; undefined before the battle starts. */
export function seriesWindow(
  battle: Battle,
  nowMs: number,
): { readonly firstMs: number; readonly lastMs: number } | undefined {
  if (nowMs < battle.startAtMs) return undefined;
  const lastMs = floorToMinute(Math.min(nowMs, battle.endAtMs));
  return { firstMs: Math.max(floorToMinute(battle.startAtMs), lastMs - (SERIES_MINUTES_MAX - 1) * MINUTE_MS), lastMs };
}

/**
 * How many posts each query matches in the whole of the battle, and per minute in its series, ascending. The database
 * makes the series' minutes, so empty ones are there too. One look at the posts gives both: a post belongs to one minute.
 */
export async function loadSeries(
  database: Database,
  battle: Battle,
  nowMs: number,
): Promise<{ counts: number[]; series: SeriesPoint[] }> {
  const window = seriesWindow(battle, nowMs);
  const { rows } = await database.execute<{ minuteMs: number | null; counts: number[] }>(sql`
    with minutes as (
      select watch.query_index, date_bin('1 minute', link.created_at, timestamptz 'epoch') as minute,
        count(distinct link.uniq_entry_id)::int as count
      from ${watchesOf([battle])}
      join uniq_entry_keywords link on link.keyword_id = keywords.id and link.created_at between events.start_at and events.end_at
      group by watch.query_index, minute
    ),
    queries as (select query_index from generate_series(0, ${battle.queries.length - 1}::int) as query (query_index))
    select null as "minuteMs", array_agg(count order by query_index) as counts
    from (
      select query_index, coalesce(sum(count), 0)::int as count
      from queries left join minutes using (query_index)
      group by query_index
    ) totals
    union all
    select (extract(epoch from series.minute) * 1000)::float8, array_agg(coalesce(count, 0) order by query_index)
    from generate_series(${timestamp(window?.firstMs)}, ${timestamp(window?.lastMs)}, interval '1 minute') as series (minute)
    cross join queries
    left join minutes using (minute, query_index)
    group by series.minute
    order by 1 nulls first`);
  const [totals, ...series] = rows;
  return {
    counts: totals?.counts ?? [],
    series: series.flatMap(({ minuteMs, counts }) => (minuteMs === null ? [] : [{ minuteMs, counts }])),
  };
}

/**
 * The latest posts that match any query, newest first. Each keyword's index is read backwards for as many posts as
 * the page shows, so this costs the same for a battle of a million posts; PostgreSQL sees that this pays only when the
 * battle's window is written out.
 */
export async function loadLatestPosts(database: Database, battle: Battle): Promise<MatchingPost[]> {
  const watches = watchesOf([battle]);
  const { rows } = await database.execute<MatchingPost & Record<string, unknown>>(sql`
    with latest as (
      select distinct link.created_at, link.uniq_entry_id
      from ${watches}
      cross join lateral (
        select created_at, uniq_entry_id from uniq_entry_keywords
        where keyword_id = keywords.id and created_at between ${timestamp(battle.startAtMs)} and ${timestamp(battle.endAtMs)}
        order by created_at desc, uniq_entry_id desc
        limit ${LATEST_POSTS_MAX}
      ) link
      order by link.created_at desc, link.uniq_entry_id desc
      limit ${LATEST_POSTS_MAX}
    )
    select entry.id::float8 as id, entry.flat_text as text, entry.kind,
      (extract(epoch from entry.created_at) * 1000)::float8 as "createdAtMs",
      array_agg(distinct watch.query_index order by watch.query_index) as "queryIndexes"
    from latest
    join uniq_entries entry on entry.id = latest.uniq_entry_id
    join uniq_entry_keywords link on link.uniq_entry_id = entry.id
    join (${watches}) on keywords.id = link.keyword_id
    group by entry.id
    order by entry.created_at desc, entry.id desc`);
  return rows;
}

function summarize(battle: Battle, counts: readonly number[], nowMs: number): BattleSummary {
  return { battle, status: battleStatus(battle, nowMs), tally: tallyBattle(battle.queries, counts) };
}

/** The tables `watch` (battle_id, query_index, keyword), `events` and `keywords`, joined: one row per keyword of a query. */
function watchesOf(battles: readonly Battle[]): SQL {
  const watches = battles.flatMap((battle) =>
    battleKeywords(battle).flatMap((keywords, queryIndex) =>
      keywords.map((keyword) => ({ id: battle.id, queryIndex, keyword })),
    ),
  );
  const ids = sql.param(watches.map((watch) => watch.id));
  const queryIndexes = sql.param(watches.map((watch) => watch.queryIndex));
  const names = sql.param(watches.map((watch) => watch.keyword));
  return sql`unnest(${ids}::int[], ${queryIndexes}::int[], ${names}::text[]) as watch (battle_id, query_index, keyword)
    join events on events.id = watch.battle_id
    join keywords on keywords.keyword = watch.keyword`;
}

/** A time for PostgreSQL, null when there is none. */
function timestamp(timeMs: number | undefined): SQL {
  return sql`${timeMs === undefined ? null : new Date(timeMs).toISOString()}::timestamptz`;
}

function floorToMinute(timeMs: number): number {
  return Math.floor(timeMs / MINUTE_MS) * MINUTE_MS;
}
