import { nowMs } from "../clock.ts";
import type { LoadResult } from "./commands.ts";

/** Counts what one command brings, from its making on. */
export class Tally {
  /** For how long new operations may begin. */
  readonly durationMs: number;
  readonly #startedMs = nowMs();
  #operations = 0;
  #textBytes = 0;
  #wireBytes = 0;

  constructor(durationMs: number) {
    this.durationMs = durationMs;
  }

  /** Whether another operation may begin. */
  get mayGoOn(): boolean {
    return nowMs() - this.#startedMs < this.durationMs;
  }

  /** Counts one operation and the bytes of its answer. */
  count(textBytes: number, wireBytes: number): void {
    this.#operations += 1;
    this.#textBytes += textBytes;
    this.#wireBytes += wireBytes;
  }

  /** What was counted until now. */
  result(): LoadResult {
    const operations = this.#operations;
    return {
      operations,
      wallMs: nowMs() - this.#startedMs,
      textBytes: this.#textBytes / Math.max(1, operations),
      wireBytes: this.#wireBytes / Math.max(1, operations),
    };
  }
}
