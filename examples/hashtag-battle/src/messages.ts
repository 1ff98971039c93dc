import type { Battle, BattleStatus, Tally } from "./battle.ts";
import type { PostKind } from "./post.ts";

/** One minute of a battle's series; minutes without posts have zeros. */
export interface SeriesPoint {
  /** When the minute begins. */
  readonly minuteMs: number;
  /** Matching posts in this minute, by query. */
  readonly counts: readonly number[];
}

/** A stored post that matches at least one query of a battle. */
export interface MatchingPost {
  readonly id: number;
  readonly text: string;
  readonly kind: PostKind;
  readonly createdAtMs: number;
  /** Which queries it matches: indexes into the battle's queries, ascending. */
  readonly queryIndexes: readonly number[];
}

/** A battle on the index page. */
export interface BattleSummary {
  readonly battle: Battle;
  readonly status: BattleStatus;
  readonly tally: Tally;
}

/** A battle on its own page. */
export interface BattleDetails extends BattleSummary {
  /** Every minute of the battle so far, its last 180 at most, ascending. */
  readonly series: readonly SeriesPoint[];
  /** The latest matching posts, newest first, 50 at most. */
  readonly posts: readonly MatchingPost[];
}

/** Topic `battle:<id>`: the battle was counted again. */
export interface BattleRecounted extends BattleSummary {
  readonly type: "battle-recounted";
  /** `points` and `posts` are all there are (replace what is shown), rather than only what is new (add it). */
  readonly isComplete: boolean;
  /** Where the series begins now; earlier minutes have left it. Undefined before the battle starts. */
  readonly seriesStartMs: number | undefined;
  /** New and changed minutes, ascending. */
  readonly points: readonly SeriesPoint[];
  /** New posts, oldest first: inserting each at the top ends with the newest there. */
  readonly posts: readonly MatchingPost[];
}

/** Either topic: somebody posted `POST /v1/events` with an event of their own, an announcement for example. */
export interface EventPosted {
  readonly type: "event-posted";
  readonly event: string;
  /** Unchecked JSON, at most 64 KB with the rest of the request. */
  readonly payload: unknown;
}

/** Topic `battles`: a battle is new, or its totals changed. */
export interface BattleTotalsChanged extends BattleSummary {
  readonly type: "battle-totals-changed";
}

/** Everything that arrives on `battle:<id>`. */
export type BattleMessage = BattleRecounted | EventPosted;

/** Everything that arrives on `battles`. */
export type BattlesMessage = BattleTotalsChanged | EventPosted;

/** How the domain side tells the pages: injected, so that it knows no pubsub. */
export type Broadcast = (topic: string, message: BattleMessage | BattlesMessage) => void;

/** The topic of the index page. */
export const BATTLES_TOPIC = "battles";

/** The topic of one battle's page. */
export function battleTopic(id: number): string {
  return `battle:${id}`;
}

/** The id in a battle's topic, undefined for any other topic. */
export function battleIdOf(topic: string): number | undefined {
  const digits = /^battle:(\d{1,9})$/.exec(topic)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/**
 * What changed since `previous`, which this process announced last; everything when there is none, or when the
 * battle's window was moved.
 */
export function recountedMessage(previous: BattleDetails | undefined, current: BattleDetails): BattleRecounted {
  const { battle, status, tally, series, posts } = current;
  const base = previous?.battle.startAtMs === battle.startAtMs ? previous : undefined;
  const knownPoints = new Map(base?.series.map((point) => [point.minuteMs, point.counts.join()]));
  const knownPosts = new Set(base?.posts.map((post) => post.id));
  return {
    type: "battle-recounted",
    battle,
    status,
    tally,
    isComplete: base === undefined,
    seriesStartMs: series[0]?.minuteMs,
    points: series.filter((point) => knownPoints.get(point.minuteMs) !== point.counts.join()),
    posts: posts.filter((post) => !knownPosts.has(post.id)).reverse(),
  };
}
