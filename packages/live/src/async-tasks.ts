import type { RunQueue } from "@firecrest/actors";
import type { AsyncFailure, AsyncOutcome } from "./async-result.ts";
import { LiveError } from "./errors.ts";

/** What a task needs of whoever runs its view. */
export interface TaskHost {
  /** Has the time, and is told of work that its `settled` waits for. Undefined in a plain page, which starts no tasks. */
  readonly queue: RunQueue | undefined;
  /** Puts a settled task into the view's mailbox. */
  deliverTask(settled: SettledTask): void;
}

/** A task whose outcome waits to be handled by the view. */
export interface SettledTask {
  readonly name: string;
  readonly outcome: AsyncOutcome<unknown>;
  /** The component that it belongs to, if not to the view itself. */
  readonly cid: number | undefined;
  /** The outcome's handling, or undefined when the task does not count any more: superseded, cancelled before, its owner gone. */
  take(): ((outcome: AsyncOutcome<unknown>) => unknown) | undefined;
}

/** One piece of work beside the view. */
export interface TaskParts {
  readonly run: (signal: AbortSignal) => unknown;
  readonly handle: (outcome: AsyncOutcome<never>) => unknown;
  readonly timeoutMs: number | undefined;
}

const TASKS_MAX = 1_000;

/** The tasks of one view or component, by name: the newest of a name counts, and after the owner's end none does. */
export class AsyncTasks {
  readonly #host: TaskHost;
  readonly #cid: number | undefined;
  readonly #running = new Map<string, RunningTask>();

  constructor(host: TaskHost, cid: number | undefined) {
    this.#host = host;
    this.#cid = cid;
  }

  /** Starts a task; one of the same name that still runs is aborted, and its outcome never arrives. */
  start(name: string, parts: TaskParts): void {
    this.#running.get(name)?.abort();
    if (!this.#running.has(name) && this.#running.size >= TASKS_MAX) {
      throw new LiveError(
        "too-many-tasks",
        `The task ${JSON.stringify(name.slice(0, 80))} would be one more than the ${TASKS_MAX} that may run at a time in one view. ` +
          "Start tasks under one name, so that the newest replaces the one before, or do the work in batches.",
      );
    }
    const { queue } = this.#host;
    queue?.handlerBegan();
    const task = new RunningTask(parts.handle, () => queue?.handlerEnded());
    this.#running.set(name, task);
    const settle = (outcome: AsyncOutcome<unknown>) => this.#settle(name, task, outcome);
    const { timeoutMs } = parts;
    if (timeoutMs !== undefined) {
      const timer = queue?.clock.setTimer(timeoutMs, () => settle(failed({ type: "timeout", timeoutMs })));
      task.cancelTimer = () => timer?.cancel();
    }
    void outcomeOf(parts.run, task.signal).then(settle);
  }

  /** Aborts a task; its outcome is the cancellation. Does nothing when there is none of that name. */
  cancel(name: string, reason: unknown): void {
    const task = this.#running.get(name);
    if (task !== undefined) this.#settle(name, task, failed({ type: "cancelled", reason }));
  }

  /** Aborts every task; no outcome arrives. */
  end(): void {
    for (const task of this.#running.values()) task.abort();
    this.#running.clear();
  }

  #settle(name: string, task: RunningTask, outcome: AsyncOutcome<unknown>): void {
    if (task.isSettled) return;
    task.settle(outcome);
    this.#host.deliverTask({
      name,
      outcome,
      cid: this.#cid,
      take: () => {
        if (this.#running.get(name) !== task) return undefined;
        this.#running.delete(name);
        return task.handle as (outcome: AsyncOutcome<unknown>) => unknown; // its own outcome
      },
    });
    task.ended();
  }
}

class RunningTask {
  readonly handle: (outcome: AsyncOutcome<never>) => unknown;
  isSettled = false;
  cancelTimer: (() => void) | undefined;
  /** Said once: when it is in the mailbox, or will never be. */
  readonly ended: () => void;
  readonly #controller = new AbortController();

  constructor(handle: (outcome: AsyncOutcome<never>) => unknown, ended: () => void) {
    this.handle = handle;
    this.ended = ended;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The first outcome counts; a task that is cancelled or late is told to stop. */
  settle(outcome: AsyncOutcome<unknown>): void {
    this.isSettled = true;
    this.cancelTimer?.();
    if (!outcome.ok && outcome.reason.type !== "error") this.#controller.abort();
  }

  abort(): void {
    if (!this.isSettled) this.ended();
    this.isSettled = true;
    this.cancelTimer?.();
    this.#controller.abort();
  }
}

async function outcomeOf(run: (signal: AbortSignal) => unknown, signal: AbortSignal): Promise<AsyncOutcome<unknown>> {
  try {
    return { ok: true, value: await run(signal) };
  } catch (error) {
    return failed({ type: "error", error });
  }
}

function failed(reason: AsyncFailure): AsyncOutcome<never> {
  return { ok: false, reason };
}
