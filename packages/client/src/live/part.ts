import { ClientError } from "./client-error.ts";

/** Told what no code can handle. */
export interface Log {
  error(problem: unknown): void;
}

/** A part of the client that is loaded when it is first needed. What it is to do waits for it, in order. */
export class Part<P extends object> {
  readonly #load: () => Promise<P>;
  readonly #log: Log;
  #part: P | undefined;
  #tasks: ((part: P | undefined) => void)[] = [];
  #isLoading = false;

  constructor(load: () => Promise<P>, log: Log) {
    this.#load = load;
    this.#log = log;
  }

  /** Whether something waits for it: what must not overtake that has to wait as well. */
  get isAwaited(): boolean {
    return this.#tasks.length > 0;
  }

  /** Runs a task with the part: now if it is here, when it is if not; without it, when it cannot be had. */
  use(task: (part: P | undefined) => void): void {
    if (this.#part) return task(this.#part);
    this.#tasks.push(task);
    this.preload();
  }

  /** Loads it, so that it is here when it is needed. One that could not be had is asked for anew the next time. */
  preload(): void {
    if (this.#part || this.#isLoading) return;
    this.#isLoading = true;
    this.#load().then(
      (part) => this.#loaded((this.#part = part)),
      (cause: unknown) => {
        const message = `The client lacks a part: ${String(cause)}`;
        this.#log.error(new ClientError("part-missing", message, { cause }));
        this.#loaded();
      },
    );
  }

  #loaded(part?: P): void {
    this.#isLoading = false;
    for (const task of this.#tasks.splice(0)) {
      try {
        task(part);
      } catch (error) {
        this.#log.error(error);
      }
    }
  }
}
