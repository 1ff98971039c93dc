import type { Random } from "./random.ts";

/**
 * How long to wait before attempt number `attempt` (from 0): the table's delay, its last one for every later attempt, spread
 * from half to one and a half of it. Without the spread all clients of a restarted server would come back in the same moment.
 */
export function backoffMs(delaysMs: readonly number[], attempt: number, random: Random): number {
  const delayMs = delaysMs[Math.min(attempt, delaysMs.length - 1)] ?? 0;
  return delayMs * (0.5 + random());
}
