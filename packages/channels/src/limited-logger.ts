import type { Clock } from "@firecrest/actors";
import type { LogFields, Logger } from "./logger.ts";

/** What bounds a log. */
export interface LogLimits {
  readonly clock: Clock;
  /** Lines of one kind (one level and message) within a second; of the others only their number is written. Default 10. */
  readonly linesPerSecondMax?: number;
}

const SECOND_MS = 1_000;
const LINES_PER_SECOND_MAX = 10;
/** Kinds counted at the same time; further ones share one count. Messages are ours, so this is never reached in practice. */
const KINDS_MAX = 200;
const OTHER_KINDS = "further lines";

/**
 * A logger whose "warn" and "error" lines a peer cannot make grow: those are the levels of what somebody did wrong, and a
 * hostile client does it as often as it can. At the end of a second with too many of a kind one line says how many were left out.
 */
export function limitLines(log: Logger, { clock, linesPerSecondMax = LINES_PER_SECOND_MAX }: LogLimits): Logger {
  const counts = new Map<string, number>();
  const begin = (level: "warn" | "error", message: string, kind: string): void => {
    counts.set(kind, 1);
    clock.setTimer(SECOND_MS, () => {
      const left = (counts.get(kind) ?? 0) - linesPerSecondMax;
      counts.delete(kind);
      if (left > 0) log[level](message, { linesLeftOut: left, withinMs: SECOND_MS });
    });
  };
  const at = (level: "warn" | "error") => (message: string, fields?: LogFields) => {
    const isCounted = counts.has(`${level} ${message}`) || counts.size < KINDS_MAX;
    const text = isCounted ? message : OTHER_KINDS;
    const kind = `${level} ${text}`;
    const count = counts.get(kind);
    if (count === undefined) begin(level, text, kind);
    else counts.set(kind, count + 1);
    if ((count ?? 0) < linesPerSecondMax) log[level](message, fields);
  };
  return {
    debug: (message, fields) => log.debug(message, fields),
    info: (message, fields) => log.info(message, fields),
    warn: at("warn"),
    error: at("error"),
    isEnabled: (level) => log.isEnabled?.(level) ?? true,
  };
}
