import type { ExitReason } from "./exit.ts";

/** Called with the reason when the watched actor is dead. */
export type MonitorListener = (reason: ExitReason) => void;

/**
 * What an actor has to give back or to tell at its death. Few actors have any of it at a given time, so it is made
 * when first needed, and so is each of its parts.
 */
export class Belongings {
  #releases: Set<() => void> | undefined = undefined;
  /** Boxed, because one function may watch twice. */
  #monitors: Set<{ readonly listener: MonitorListener }> | undefined = undefined;
  #abortController: AbortController | undefined = undefined;

  /** Something to undo at death: a timer, a watch on another actor. */
  addRelease(release: () => void): void {
    this.#releases ??= new Set();
    this.#releases.add(release);
  }

  /** It has been undone, or has run its course. */
  dropRelease(release: () => void): void {
    this.#releases?.delete(release);
  }

  addMonitor(listener: MonitorListener): () => void {
    const monitor = { listener };
    this.#monitors ??= new Set();
    this.#monitors.add(monitor);
    return () => {
      this.#monitors?.delete(monitor);
    };
  }

  get signal(): AbortSignal {
    this.#abortController ??= new AbortController();
    return this.#abortController.signal;
  }

  /** At death: undoes everything and aborts the signal. */
  release(): void {
    const releases = this.#releases;
    this.#releases = undefined;
    for (const release of releases ?? []) release();
    this.#abortController?.abort();
  }

  /** At death: tells each monitor once. One that was cancelled by another's listener is not told. */
  notify(reason: ExitReason, onThrow: (error: unknown) => void): void {
    for (const monitor of this.#monitors ?? []) {
      this.#monitors?.delete(monitor);
      try {
        monitor.listener(reason);
      } catch (error) {
        onThrow(error);
      }
    }
  }
}
