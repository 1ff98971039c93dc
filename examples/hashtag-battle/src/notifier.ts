import type { Clock } from "./clock.ts";
import { messageOf } from "./errors.ts";
import type { Logger } from "./logger.ts";
import { battleTopic } from "./messages.ts";

/** Where notifications go. */
export interface NotifierOptions {
  /** The app's address, `http://localhost:4000`. */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly clock: Clock;
  readonly log: Logger;
  /** From then on nothing is sent again and nobody waits. */
  readonly signal: AbortSignal;
}

/** The event that tells the app about new posts of a battle. */
export const POSTS_MATCHED_EVENT = "posts-matched";

const SEND_EVERY_MS = 200;
const REQUEST_MS_MAX = 5_000;
const ATTEMPTS_MAX = 5;

/**
 * Tells the app by `POST /v1/events` which battles got new posts: the first time at once, then at most every 200 ms,
 * one request per battle however many posts. What waits is bounded by the number of battles. A request that fails is
 * repeated a few times with the posts that came in between, then dropped: the next post of that battle tells it all.
 */
export class Notifier {
  readonly #options: NotifierOptions;
  #waiting = new Map<number, number>();
  #sending: Promise<void> | undefined;
  #failures = 0;

  constructor(options: NotifierOptions) {
    this.#options = options;
  }

  /** A battle got this many new posts. */
  add(battleId: number, posts: number): void {
    this.#waiting.set(battleId, (this.#waiting.get(battleId) ?? 0) + posts);
    this.#sending ??= this.#sendAll().finally(() => (this.#sending = undefined));
  }

  /** Resolves when everything added so far was sent or dropped. */
  async flush(): Promise<void> {
    while (this.#sending !== undefined) await this.#sending;
  }

  async #sendAll(): Promise<void> {
    const { clock, signal } = this.#options;
    while (this.#waiting.size > 0 && !signal.aborted) {
      const batch = this.#waiting;
      this.#waiting = new Map();
      const problems = await Promise.all([...batch].map(([battleId, posts]) => this.#send(battleId, posts)));
      const problem = problems.find((found) => found !== undefined);
      if (problem !== undefined) this.#keepOrDrop(batch, problem);
      else this.#failures = 0;
      await clock.sleep(SEND_EVERY_MS * 2 ** this.#failures, signal);
    }
  }

  /** Undefined when the app took it. Sending again what it has taken already does no harm. */
  async #send(battleId: number, posts: number): Promise<string | undefined> {
    try {
      const response = await fetch(new URL("/v1/events", this.#options.baseUrl), {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${this.#options.apiKey}` },
        body: JSON.stringify({ topic: battleTopic(battleId), event: POSTS_MATCHED_EVENT, payload: { posts } }),
        signal: AbortSignal.any([AbortSignal.timeout(REQUEST_MS_MAX), this.#options.signal]),
      });
      await response.arrayBuffer();
      return response.status === 204 ? undefined : `it answered ${response.status}`;
    } catch (error) {
      // fetch says only "fetch failed"; why is in its cause.
      return messageOf(error instanceof Error && error.cause !== undefined ? error.cause : error);
    }
  }

  #keepOrDrop(batch: ReadonlyMap<number, number>, problem: string): void {
    const { log, baseUrl, signal } = this.#options;
    if (signal.aborted) return;
    this.#failures++;
    if (this.#failures === 1)
      log.warn(`The app at ${baseUrl} could not be told of new posts: ${problem}. Trying again.`);
    if (this.#failures < ATTEMPTS_MAX) {
      for (const [battleId, posts] of batch) this.#waiting.set(battleId, (this.#waiting.get(battleId) ?? 0) + posts);
      return;
    }
    log.warn(
      `The app at ${baseUrl} still could not be told: ${problem}. The posts are stored; its pages show them with the next ones.`,
    );
    this.#waiting.clear();
    this.#failures = 0;
  }
}
