import { ChannelError } from "./errors.ts";

/** What one socket may use. */
export interface SocketLimits {
  /** Topics joined at once; one more is refused with `too many channels joined`. Default 100. */
  readonly joinsMax: number;
  /** Joins in a burst; then the rate below applies, and a join over it is refused with `too many joins`. Default 200. */
  readonly joinsBurstMax: number;
  /** Joins per second in the long run. Default 20. */
  readonly joinsPerSecondMax: number;
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

/** How many joins were left, and when that was counted. */
export interface JoinBudget {
  readonly left: number;
  readonly countedAtMs: number;
}

/** The budget after one more join, or undefined when there is none left: a bucket that fills at `joinsPerSecondMax`. */
export function spendJoin(budget: JoinBudget | undefined, limits: SocketLimits, nowMs: number): JoinBudget | undefined {
  const left = budget === undefined ? limits.joinsBurstMax : refilled(budget, limits, nowMs);
  return left < 1 ? undefined : { left: left - 1, countedAtMs: nowMs };
}

function refilled(budget: JoinBudget, limits: SocketLimits, nowMs: number): number {
  // A clock that was set back must not take joins away.
  const elapsedMs = Math.max(0, nowMs - budget.countedAtMs);
  return Math.min(limits.joinsBurstMax, budget.left + (elapsedMs * limits.joinsPerSecondMax) / 1_000);
}
