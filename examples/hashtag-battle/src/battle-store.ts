import { and, asc, desc, eq, gte, lt, lte, sql } from "drizzle-orm";
import { type Battle, battleKeywords } from "./battle.ts";
import type { Database } from "./database/database.ts";
import { events, keywords } from "./database/schema.ts";
import { KEYWORDS_LOCK } from "./entry-store.ts";
import type { NewBattle } from "./new-battle.ts";

/** A battle that the app itself keeps alive: `demo` names it. */
export interface DemoBattle extends NewBattle {
  readonly demo: string;
}

/** The index page and the API show this many. */
export const BATTLES_MAX = 100;

/** Running battles first (the next to end on top), then coming ones (the next to start), then past ones (the last ended). */
export async function listBattles(database: Database, nowMs: number): Promise<Battle[]> {
  const now = sql`${new Date(nowMs).toISOString()}::timestamptz`;
  const rows = await database
    .select()
    .from(events)
    .orderBy(
      sql`case when ${events.endAt} < ${now} then 2 when ${events.startAt} > ${now} then 1 else 0 end`,
      sql`case when ${events.endAt} < ${now} then null when ${events.startAt} > ${now} then ${events.startAt} else ${events.endAt} end`,
      desc(events.endAt),
      asc(events.id),
    )
    .limit(BATTLES_MAX);
  return rows.map(battleOf);
}

/** One battle, undefined when there is none of that id. */
export async function findBattle(database: Database, id: number): Promise<Battle | undefined> {
  const [row] = await database.select().from(events).where(eq(events.id, id));
  return row === undefined ? undefined : battleOf(row);
}

/** The battles whose window overlaps this time, however many they are. */
export async function listBattlesBetween(database: Database, fromMs: number, toMs: number): Promise<Battle[]> {
  const rows = await database
    .select()
    .from(events)
    .where(and(gte(events.endAt, new Date(fromMs)), lte(events.startAt, new Date(toMs))));
  return rows.map(battleOf);
}

/** Stores a battle and watches its keywords from now on. Posts that are there already are linked by `linkPastPosts`. */
export async function insertBattle(database: Database, battle: NewBattle | DemoBattle): Promise<Battle> {
  return database.inTransaction(async (transaction) => {
    await transaction.execute(sql`select pg_advisory_xact_lock(${KEYWORDS_LOCK})`);
    const watched = [...new Set(battleKeywords(battle).flat())].map((keyword) => ({ keyword }));
    await transaction.insert(keywords).values(watched).onConflictDoNothing();
    const row = {
      title: battle.title,
      queries: [...battle.queries],
      startAt: new Date(battle.startAtMs),
      endAt: new Date(battle.endAtMs),
      demo: "demo" in battle ? battle.demo : null,
    };
    const [inserted] = await transaction.insert(events).values(row).returning();
    if (inserted === undefined) throw new Error("PostgreSQL inserted a battle but returned no row.");
    return battleOf(inserted);
  });
}

/**
 * Makes the demo battles that are missing and gives those that ended before `endedBeforeMs` their new window;
 * answers the ones that changed.
 */
export async function renewDemoBattles(
  database: Database,
  demos: readonly DemoBattle[],
  endedBeforeMs: number,
): Promise<Battle[]> {
  const known = new Set((await database.select({ demo: events.demo }).from(events)).map((row) => row.demo));
  const renewed: Battle[] = [];
  for (const battle of demos) {
    if (!known.has(battle.demo)) {
      renewed.push(await insertBattle(database, battle));
      continue;
    }
    const rows = await database
      .update(events)
      .set({ startAt: new Date(battle.startAtMs), endAt: new Date(battle.endAtMs) })
      .where(and(eq(events.demo, battle.demo), lt(events.endAt, new Date(endedBeforeMs))))
      .returning();
    renewed.push(...rows.map(battleOf));
  }
  return renewed;
}

function battleOf(row: typeof events.$inferSelect): Battle {
  return {
    id: row.id,
    title: row.title,
    queries: row.queries,
    startAtMs: row.startAt.getTime(),
    endAtMs: row.endAt.getTime(),
  };
}
