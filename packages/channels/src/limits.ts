import { ChannelError } from "./errors.ts";

/** What one socket may use. */
export interface SocketLimits {
  /** Topics joined at once; one more is refused with `too many channels joined`. Default 100. */
  readonly joinsMax: number;
  /** Joins in a burst; then the rate below applies, and a join over it is refused with `too many joins`. Default 200. */
  readonly joinsBurstMax: number;
  /** Joins per second in the long run. Default 20. */
  readonly joinsPerSecondMax: number;
  /** Messages in a burst, but for bytes to a joined topic; then the rate below applies, and one over it closes the socket with 1013. Default 2,000. */
  readonly messagesBurstMax: number;
  /** Messages per second in the long run. Default 500. */
  readonly messagesPerSecondMax: number;
  /** Characters of a topic; joining a longer one is refused with `topic too long`. Default 1,024. */
  readonly topicLengthMax: number;
  /** Characters of a join ref, which is kept and echoed; a longer one closes the socket with 1002. Default 64. */
  readonly refLengthMax: number;
  /** Unsent bytes above which {@link TopicPort.congested} is true. Default 256,000. */
  readonly bufferedBytesSoftMax: number;
}

/** Fills in the defaults. Throws `invalid-option` for a limit that is not a positive number. */
export function resolveSocketLimits(given: Partial<SocketLimits> = {}): SocketLimits {
  const limits = {
    joinsMax: given.joinsMax ?? 100,
    joinsBurstMax: given.joinsBurstMax ?? 200,
    joinsPerSecondMax: given.joinsPerSecondMax ?? 20,
    messagesBurstMax: given.messagesBurstMax ?? 2_000,
    messagesPerSecondMax: given.messagesPerSecondMax ?? 500,
    topicLengthMax: given.topicLengthMax ?? 1_024,
    refLengthMax: given.refLengthMax ?? 64,
    bufferedBytesSoftMax: given.bufferedBytesSoftMax ?? 256_000,
  };
  checkLimits(limits);
  return limits;
}

/** Throws `invalid-option`, naming the first limit that is not a positive number. */
export function checkLimits(limits: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(limits)) {
    if (value > 0) continue;
    throw new ChannelError(
      "invalid-option",
      `${name} is ${value}; a limit must be a positive number. Leave it out for its default.`,
    );
  }
}

/** So many at once, then so many per second. */
export interface Rate {
  readonly burstMax: number;
  readonly perSecondMax: number;
}

/** How often a socket may join. */
export function joinRate({ joinsBurstMax, joinsPerSecondMax }: SocketLimits): Rate {
  return { burstMax: joinsBurstMax, perSecondMax: joinsPerSecondMax };
}

/** How often a socket may send. */
export function messageRate({ messagesBurstMax, messagesPerSecondMax }: SocketLimits): Rate {
  return { burstMax: messagesBurstMax, perSecondMax: messagesPerSecondMax };
}

/**
 * What is left of a rate: a bucket that is looked at, and refilled, only when it is empty, so that spending costs no look
 * at the clock.
 */
export class Budget {
  readonly #rate: Rate;
  #left: number;
  #countedAtMs: number;

  constructor(rate: Rate, nowMs: number) {
    this.#rate = rate;
    this.#left = rate.burstMax;
    this.#countedAtMs = nowMs;
  }

  /** Takes one; false when there is none. */
  spend(clock: { nowMs(): number }): boolean {
    if (this.#left < 1) this.#refill(clock.nowMs());
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }

  #refill(nowMs: number): void {
    const { burstMax, perSecondMax } = this.#rate;
    // A clock that was set back must not take any away.
    const elapsedMs = Math.max(0, nowMs - this.#countedAtMs);
    this.#left = Math.min(burstMax, this.#left + (elapsedMs * perSecondMax) / 1_000);
    this.#countedAtMs = nowMs;
  }
}
