import type { Clock } from "@firecrest/actors";
import { Budget, checkLimits } from "./limits.ts";
import type { LogFields, Logger } from "./logger.ts";

/** What bounds a log. */
export interface LogLimits {
  readonly clock: Clock;
  /** Lines of one kind (one level and message) in a burst; then the rate below applies, and one over it is only counted. Default 100. */
  readonly linesBurstMax?: number;
  /** Lines of one kind per second in the long run. Default 10. */
  readonly linesPerSecondMax?: number;
}

/** Lines of one level and message. */
interface Kind {
  readonly budget: Budget;
  leftOut: number;
}

const SECOND_MS = 1_000;
/** Kinds that are counted; when there are more, counting begins anew. Messages are ours, not a peer's: few apps have as many. */
const KINDS_MAX = 1_000;

/**
 * A logger whose "warn" and "error" lines a peer cannot make grow: those are the levels of what somebody did wrong, and a
 * hostile client does it as often as it can. Within a second of a line that was left out, one line says how many were.
 */
export function limitLines(
  log: Logger,
  { clock, linesBurstMax: burstMax = 100, linesPerSecondMax: perSecondMax = 10 }: LogLimits,
): Logger {
  checkLimits({ linesBurstMax: burstMax, linesPerSecondMax: perSecondMax });
  const kinds = new Map<string, Kind>();
  const kindOf = (name: string): Kind => {
    const known = kinds.get(name);
    if (known !== undefined) return known;
    if (kinds.size >= KINDS_MAX) kinds.clear();
    const kind = { budget: new Budget({ burstMax, perSecondMax }, clock.nowMs()), leftOut: 0 };
    kinds.set(name, kind);
    return kind;
  };
  const at = (level: "warn" | "error") => (message: string, fields?: LogFields) => {
    const kind = kindOf(`${level} ${message}`);
    if (kind.budget.spend(clock)) return log[level](message, fields);
    kind.leftOut += 1;
    if (kind.leftOut > 1) return;
    clock.setTimer(SECOND_MS, () => {
      log[level](message, { linesLeftOut: kind.leftOut });
      kind.leftOut = 0;
    });
  };
  return {
    debug: (message, fields) => log.debug(message, fields),
    info: (message, fields) => log.info(message, fields),
    warn: at("warn"),
    error: at("error"),
    isEnabled: (level) => log.isEnabled?.(level) ?? true,
  };
}
