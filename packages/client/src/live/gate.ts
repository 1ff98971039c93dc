/** What changes the page passes here, one after the other, and waits while something is not to be disturbed: a transition. */
export class Gate {
  readonly #tasks: (() => void)[] = [];
  #holds = 0;
  #isBusy = false;

  /** Runs a task: now, unless the gate is held or another task is under way, else after those before it. */
  pass(task: () => void): void {
    this.#tasks.push(task);
    this.#work();
  }

  /** Lets nothing pass until the function that is returned has been called. */
  hold(): () => void {
    let count = 1;
    this.#holds++;
    return () => {
      this.#holds -= count;
      count = 0;
      this.#work();
    };
  }

  #work(): void {
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      for (let task; !this.#holds && (task = this.#tasks.shift()); ) task();
    } finally {
      this.#isBusy = false;
    }
  }
}
