import type { Clock } from "./clock.ts";
import { messageOf } from "./errors.ts";
import type { Logger } from "./logger.ts";

const STOP_MS_MAX = 25_000;

/** What a stop on a signal needs. */
export interface StopOptions {
  /** Ends everything; called once. */
  readonly stop: () => Promise<void>;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Ends the process in good order on SIGINT, SIGTERM and SIGHUP: `stop`, then exit code 0, or 1 when it fails or takes
 * longer than 25 seconds. npm passes on a Ctrl+C that the terminal has sent us already, so a second signal changes nothing.
 */
export function stopOnSignals({ stop, clock, log }: StopOptions): void {
  let isStopping = false;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (isStopping) return;
      isStopping = true;
      const late = clock
        .sleep(STOP_MS_MAX)
        .then(() => Promise.reject(new Error(`it took longer than ${STOP_MS_MAX / 1_000} s`)));
      Promise.race([stop(), late]).then(
        () => process.exit(0),
        (error: unknown) => {
          log.error(`The app did not stop in good order: ${messageOf(error)}`);
          process.exit(1);
        },
      );
    });
  }
}
