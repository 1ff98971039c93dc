import type { Clock } from "../clock.ts";
import type { IncomingPost } from "../post.ts";
import { createRandom, type Random } from "../random.ts";
import { formatUuid } from "../uuid.ts";
import { SIMULATED_ENDINGS, SIMULATED_TOPICS, type SimulatedTopic } from "./simulated-topics.ts";
import type { PostSink, Source } from "./source.ts";

/** How the simulation runs. */
export interface SimulatorOptions {
  /** On average; bursts go to several times as many. */
  readonly postsPerSecond: number;
  readonly seed: number;
  readonly clock: Clock;
  /** Begins with the posts of this much time before now, so that the first page is alive at once. Default 0. */
  readonly backlogMs?: number;
}

/** How often the simulation takes a step. */
const STEP_MS = 200;

/** After a pause (a laptop asleep, a database that was away) it does not make up for more than this. */
const CATCH_UP_MS_MAX = 2_000;

/** How many steps of the backlog go to the sink at once: some 500 posts at the default rate. */
const BACKLOG_STEPS = 125;

/** Posts as people might write them: topics of unequal popularity, and now and then one that everybody talks about. */
export function createSimulator(options: SimulatorOptions): Source {
  return { name: "simulator", run: (sink, signal) => runSimulator(options, sink, signal) };
}

async function runSimulator(
  { clock, backlogMs = 0, ...options }: SimulatorOptions,
  sink: PostSink,
  signal: AbortSignal,
): Promise<void> {
  const crowd = new SimulatedCrowd(options);
  let postedToMs = clock.nowMs() - backlogMs;
  while (!signal.aborted) {
    const nowMs = clock.nowMs();
    if (backlogMs === 0) postedToMs = Math.max(postedToMs, nowMs - CATCH_UP_MS_MAX);
    const posts: IncomingPost[] = [];
    for (let steps = 0; steps < BACKLOG_STEPS && postedToMs + STEP_MS <= nowMs; steps++, postedToMs += STEP_MS) {
      posts.push(...crowd.step(postedToMs));
    }
    if (posts.length > 0) await sink(posts);
    if (postedToMs + STEP_MS > nowMs) {
      backlogMs = 0;
      await clock.sleep(STEP_MS, signal);
    }
  }
}

/** After this time a burst brings half as many posts. */
const HALF_LIFE_SECONDS = 5;

interface Burst {
  readonly topic: SimulatedTopic;
  /** How many more posts a second it brings; fades away. */
  postsPerSecond: number;
}

/** The people behind the posts. Pure but for its random numbers: the same seed makes the same posts. */
export class SimulatedCrowd {
  readonly #random: Random;
  readonly #basePerSecond: number;
  readonly #burstStartsPerSecond: number;
  readonly #burstPeakPerSecond: number;
  readonly #topicWeights: readonly number[];
  #bursts: Burst[] = [];

  constructor({ postsPerSecond, seed }: { readonly postsPerSecond: number; readonly seed: number }) {
    this.#random = createRandom(seed);
    // Three fifths of all posts are the usual chatter. A burst peaks at 0.5 to 2.5 (on average 1.5) times the average
    // rate and fades with a half-life of five seconds, so each brings 1.5 × rate × 5 / ln 2 posts; bursts start as
    // often as makes that two fifths of all posts, about every 27 seconds.
    this.#basePerSecond = postsPerSecond * 0.6;
    this.#burstPeakPerSecond = postsPerSecond;
    this.#burstStartsPerSecond = 0.4 / ((1.5 * HALF_LIFE_SECONDS) / Math.LN2);
    // A flat Zipf curve: neighbours in popularity are close enough for a burst to turn a battle.
    this.#topicWeights = SIMULATED_TOPICS.map((_, rank) => (rank + 1) ** -0.6);
  }

  /** The posts of one step of 200 ms that begins at `fromMs`. */
  step(fromMs: number): IncomingPost[] {
    const seconds = STEP_MS / 1_000;
    if (this.#random.chance(this.#burstStartsPerSecond * seconds)) {
      this.#bursts.push({
        topic: this.#pickTopic(),
        postsPerSecond: this.#burstPeakPerSecond * (0.5 + 2 * this.#random.next()),
      });
    }
    const posts: IncomingPost[] = [];
    this.#post(posts, { count: this.#random.poisson(this.#basePerSecond * seconds), fromMs, topic: undefined });
    for (const burst of this.#bursts) {
      this.#post(posts, { count: this.#random.poisson(burst.postsPerSecond * seconds), fromMs, topic: burst.topic });
      burst.postsPerSecond *= 0.5 ** (seconds / HALF_LIFE_SECONDS);
    }
    this.#bursts = this.#bursts.filter((burst) => burst.postsPerSecond > 0.01 * this.#burstPeakPerSecond);
    return posts.sort((left, right) => left.createdAtMs - right.createdAtMs);
  }

  #post(
    posts: IncomingPost[],
    {
      count,
      fromMs,
      topic,
    }: { readonly count: number; readonly fromMs: number; readonly topic: SimulatedTopic | undefined },
  ): void {
    for (let made = 0; made < count; made++) {
      posts.push({
        uuid: this.#makeUuid(),
        kind: "simulated",
        text: this.#write(topic ?? this.#pickTopic()),
        createdAtMs: fromMs + this.#random.below(STEP_MS),
      });
    }
  }

  #write(topic: SimulatedTopic): string {
    // Half of the posts use the usual name, the others any of the topic's.
    const name = this.#random.chance(0.5) ? topic.names[0] : this.#pick(topic.names);
    const text = this.#pick(topic.phrases).replace("{}", name ?? "") + this.#pick(SIMULATED_ENDINGS);
    if (!this.#random.chance(0.04)) return text;
    const [other = ""] = this.#pickTopic().names;
    return `${text} (or ${other}?)`;
  }

  #pickTopic(): SimulatedTopic {
    const total = this.#topicWeights.reduce((sum, weight) => sum + weight, 0);
    let left = this.#random.next() * total;
    const rank = this.#topicWeights.findIndex((weight) => (left -= weight) < 0);
    return SIMULATED_TOPICS[rank] ?? this.#pick(SIMULATED_TOPICS);
  }

  #pick<Item>(items: readonly Item[]): Item {
    const item = items[this.#random.below(items.length)];
    if (item === undefined) throw new RangeError("Cannot pick from an empty list.");
    return item;
  }

  #makeUuid(): string {
    return formatUuid(
      Uint8Array.from({ length: 16 }, () => this.#random.below(256)),
      4,
    );
  }
}
