import { type Keyword, parseQuery } from "./keyword.ts";

/** A battle: which of its queries do more posts match between its start and its end? */
export interface Battle {
  readonly id: number;
  readonly title: string;
  /** Two or more, as they were typed: each one or more keywords. */
  readonly queries: readonly string[];
  /** Both ends count: startAtMs ≤ createdAtMs ≤ endAtMs. */
  readonly startAtMs: number;
  readonly endAtMs: number;
}

/** Where a battle stands in time. */
export type BattleStatus = "upcoming" | "running" | "ended";

/** How one query does. */
export interface Score {
  readonly query: string;
  /** Posts that match it; a post counts once however many of its keywords it holds. */
  readonly count: number;
  /** Of all counts of the battle, 0 to 1; 0 while nothing counts. The shares of a battle add up to 1. */
  readonly share: number;
  /** From 1; equal counts share a place. */
  readonly place: number;
}

/** Who is ahead. */
export type Lead =
  | { readonly type: "none" }
  | { readonly type: "tie"; readonly queries: readonly string[]; readonly count: number }
  | {
      readonly type: "leader";
      readonly query: string;
      /** Posts ahead of the second. */
      readonly by: number;
      /** The same as a share of all counts, 0 to 1. */
      readonly byShare: number;
    };

/** A battle's result at one moment. Scores are in the order of the battle's queries. */
export interface Tally {
  /** All counts together: a post that matches two queries counts for both. */
  readonly total: number;
  readonly scores: readonly Score[];
  readonly lead: Lead;
}

/** Where the battle stands at `nowMs`. */
export function battleStatus(battle: Pick<Battle, "startAtMs" | "endAtMs">, nowMs: number): BattleStatus {
  if (nowMs < battle.startAtMs) return "upcoming";
  return nowMs <= battle.endAtMs ? "running" : "ended";
}

/** Does a post of this time count? */
export function countsIn(battle: Pick<Battle, "startAtMs" | "endAtMs">, createdAtMs: number): boolean {
  return battle.startAtMs <= createdAtMs && createdAtMs <= battle.endAtMs;
}

/** The result, given how many posts match each query. A count that is missing is 0. */
export function tallyBattle(queries: readonly string[], counts: readonly number[]): Tally {
  const total = queries.reduce((sum, _, index) => sum + (counts[index] ?? 0), 0);
  const scores = queries.map((query, index): Score => {
    const count = counts[index] ?? 0;
    return {
      query,
      count,
      share: total === 0 ? 0 : count / total,
      place: 1 + counts.filter((other) => other > count).length,
    };
  });
  return { total, scores, lead: findLead(scores, total) };
}

/** The lead as a sentence for people and for screen readers. */
export function describeLead(lead: Lead, status: BattleStatus): string {
  const ended = status === "ended";
  switch (lead.type) {
    case "none":
      if (status === "upcoming") return "Not started yet.";
      return ended ? "Nobody posted." : "No posts yet.";
    case "tie":
      return `${joinNames(lead.queries)} ${ended ? "ended level" : "are level"} with ${countPosts(lead.count)} each.`;
    case "leader":
      return `${lead.query} ${ended ? "won" : "leads"} by ${countPosts(lead.by)} (${formatShare(lead.byShare)}).`;
  }
}

/** 0.1234 → `12.3 %`. */
export function formatShare(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** The keywords of each query. A stored query was checked when its battle was made; one that no longer parses has none. */
export function battleKeywords(battle: Pick<Battle, "queries">): (readonly Keyword[])[] {
  return battle.queries.map((query) => {
    const parsed = parseQuery(query);
    return parsed.ok ? parsed.keywords : [];
  });
}

/** Which of these battles does a post of this time with these keywords count in? */
export function battlesTouched<Candidate extends Battle>(
  battles: readonly Candidate[],
  post: { readonly createdAtMs: number; readonly keywords: ReadonlySet<Keyword> },
): Candidate[] {
  return battles.filter((battle) => {
    return (
      countsIn(battle, post.createdAtMs) &&
      battleKeywords(battle)
        .flat()
        .some((keyword) => post.keywords.has(keyword))
    );
  });
}

/**
 * Does the battle look different now than at `lastMs` although nobody posted? It does when it started or ended
 * in between, and while it runs with every new minute of its series.
 */
export function hasTimeChanged(battle: Battle, lastMs: number, nowMs: number): boolean {
  if (battleStatus(battle, lastMs) !== battleStatus(battle, nowMs)) return true;
  return battleStatus(battle, nowMs) === "running" && Math.floor(lastMs / 60_000) !== Math.floor(nowMs / 60_000);
}

function findLead(scores: readonly Score[], total: number): Lead {
  const [first, second] = scores.toSorted((left, right) => right.count - left.count);
  if (first === undefined || first.count === 0) return { type: "none" };
  const leaders = scores.filter((score) => score.count === first.count);
  if (leaders.length > 1) return { type: "tie", queries: leaders.map((score) => score.query), count: first.count };
  const by = first.count - (second?.count ?? 0);
  return { type: "leader", query: first.query, by, byShare: by / total };
}

function countPosts(count: number): string {
  return count === 1 ? "1 post" : `${count.toLocaleString("en")} posts`;
}

function joinNames(names: readonly string[]): string {
  return names.length <= 2 ? names.join(" and ") : `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
}
