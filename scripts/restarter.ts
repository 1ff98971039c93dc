// Keeps one child running and replaces it when asked: never two at a time, and never before the last one is gone.

/** A running server, as the restarter sees it. */
export interface Child {
  /** Asks it to end; it may take its time to close what it holds. */
  stop(): void;
  /** Settles when it has ended, however that came. */
  readonly ended: Promise<void>;
}

/** Starts a child at once and again after every {@link restart}. */
export class Restarter {
  readonly #start: () => Child;
  #child: Child | undefined;
  #isReplacing = false;
  #isStopped = false;

  constructor(start: () => Child) {
    this.#start = start;
    this.#child = this.#startWatched();
  }

  /**
   * Replaces the child. Asked again while the old one is still ending, it does nothing more: the new child, not yet
   * started, will read what has changed in between.
   */
  async restart(): Promise<void> {
    if (this.#isStopped || this.#isReplacing) return;
    this.#isReplacing = true;
    await this.#end();
    this.#isReplacing = false;
    if (!this.#isStopped) this.#child = this.#startWatched();
  }

  /** Ends the child for good; settles when it is gone. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#end();
  }

  async #end(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    child.stop();
    await child.ended;
  }

  #startWatched(): Child {
    const child = this.#start();
    void child.ended.then(() => {
      if (this.#child === child) this.#child = undefined;
    });
    return child;
  }
}
