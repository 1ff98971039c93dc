import { battleKeywords } from "./battle.ts";
import type { BattleDetails, BattleSummary } from "./messages.ts";

/** A battle as `GET /v1/events` shows it. */
export function eventSummary({ battle, status, tally }: BattleSummary) {
  const keywords = battleKeywords(battle);
  return {
    id: battle.id,
    title: battle.title,
    status,
    start_at: formatTime(battle.startAtMs),
    end_at: formatTime(battle.endAtMs),
    total: tally.total,
    queries: tally.scores.map(({ query, count, share, place }, index) => ({
      query,
      keywords: keywords[index] ?? [],
      count,
      share,
      place,
    })),
    lead:
      tally.lead.type === "leader"
        ? { type: tally.lead.type, query: tally.lead.query, by: tally.lead.by, by_share: tally.lead.byShare }
        : tally.lead,
  };
}

/** A battle as `GET /v1/events/:id` shows it. */
export function eventDetails(details: BattleDetails) {
  return {
    ...eventSummary(details),
    series: details.series.map(({ minuteMs, counts }) => ({ minute: formatTime(minuteMs), counts })),
    posts: details.posts.map(({ id, text, kind, createdAtMs, queryIndexes }) => ({
      id,
      text,
      kind,
      created_at: formatTime(createdAtMs),
      queries: queryIndexes,
    })),
  };
}

function formatTime(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
