import { debounce, throttle } from "es-toolkit";
import type { Clock } from "./clock.ts";
import { messageOf } from "./errors.ts";
import type { Logger } from "./logger.ts";
import { BATTLES_TOPIC, type BattleDetails, battleTopic, type Broadcast, recountedMessage } from "./messages.ts";

/** What the recounter works with. */
export interface RecounterOptions {
  /** Counts a battle afresh; undefined when there is none of that id. */
  readonly load: (battleId: number) => Promise<BattleDetails | undefined>;
  readonly broadcast: Broadcast;
  readonly log: Logger;
  readonly clock: Clock;
}

/** A battle is counted and announced at most once in this time. */
export const RECOUNT_EVERY_MS = 500;

/** What is remembered of a battle is dropped when nobody asked for a recount for this long. */
const IDLE_MS = 30_000;

const RETRY_MS = 1_000;

/**
 * Counts battles again when something happened to them and tells the pages: at once, then at most every 500 ms, and
 * always once more after the last happening, so that the last post of a burst shows. Recounts of one battle never
 * overlap.
 */
export class Recounter {
  readonly #options: RecounterOptions;
  readonly #recounts = new Map<number, BattleRecount>();
  #isStopped = false;

  constructor(options: RecounterOptions) {
    this.#options = options;
  }

  /** Something happened to this battle. */
  request(battleId: number): void {
    if (this.#isStopped) return;
    let recount = this.#recounts.get(battleId);
    if (recount === undefined) {
      recount = new BattleRecount(battleId, this.#options, () => this.#recounts.delete(battleId));
      this.#recounts.set(battleId, recount);
    }
    recount.request();
  }

  /** How many battles it remembers. */
  get size(): number {
    return this.#recounts.size;
  }

  /** No recount begins any more; resolves when those under way have ended. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all([...this.#recounts.values()].map((recount) => recount.stop()));
    this.#recounts.clear();
  }
}

/** One battle's recounts. */
class BattleRecount {
  readonly #battleId: number;
  readonly #options: RecounterOptions;
  readonly #stopping = new AbortController();
  readonly #throttled: ReturnType<typeof throttle<() => void>>;
  readonly #dropWhenIdle: ReturnType<typeof debounce<() => void>>;
  #isFirst = true;
  #running: Promise<void> | undefined;
  #isWanted = false;
  #announced: BattleDetails | undefined;

  constructor(battleId: number, options: RecounterOptions, drop: () => void) {
    this.#battleId = battleId;
    this.#options = options;
    const { signal } = this.#stopping;
    // With a leading edge of its own, es-toolkit's throttle would run again right after a trailing one. With the
    // trailing edge alone any call 500 ms or more after the last run runs at once, which is the leading edge wanted;
    // only the very first call has no last run, and is flushed.
    this.#throttled = throttle(() => this.#edge(), RECOUNT_EVERY_MS, { edges: ["trailing"], signal });
    this.#dropWhenIdle = debounce(() => (this.#running === undefined ? drop() : this.#dropWhenIdle()), IDLE_MS, {
      signal,
    });
  }

  request(): void {
    this.#throttled();
    if (this.#isFirst) this.#throttled.flush();
    this.#isFirst = false;
    this.#dropWhenIdle();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  #edge(): void {
    if (this.#running !== undefined) {
      this.#isWanted = true;
      return;
    }
    this.#running = this.#recount().finally(() => {
      this.#running = undefined;
      // What the recount that just ended may have missed is counted at the next edge.
      if (this.#isWanted) this.#throttled();
      this.#isWanted = false;
    });
  }

  async #recount(): Promise<void> {
    const { load, broadcast, log, clock } = this.#options;
    const { signal } = this.#stopping;
    try {
      const details = await load(this.#battleId);
      if (details === undefined || signal.aborted) return;
      broadcast(battleTopic(this.#battleId), recountedMessage(this.#announced, details));
      this.#announced = details;
      const { battle, status, tally } = details;
      broadcast(BATTLES_TOPIC, { type: "battle-totals-changed", battle, status, tally });
    } catch (error) {
      log.warn(`Battle ${this.#battleId} could not be counted: ${messageOf(error)}. Trying again.`);
      await clock.sleep(RETRY_MS, signal);
      this.#isWanted = true;
    }
  }
}
