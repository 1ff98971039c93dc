import {
  type AssignAsyncOptions,
  type AsyncOutcome,
  type AsyncResult,
  isAsyncResult,
  loadingResult,
  settledResult,
} from "./async-result.ts";
import { LiveError } from "./errors.ts";
import type { TaskParts } from "./async-tasks.ts";
import { Stream, type StreamOptions } from "./stream.ts";

/** What filling assigns beside the view needs of their scope. */
export interface AssignTarget {
  readonly isMounted: boolean;
  assigned(key: string): unknown;
  assign(key: string, value: unknown): void;
  start(name: string, parts: TaskParts): void;
  createStream(options: StreamOptions<unknown>): Stream<unknown>;
  /** Puts a turn into the view's mailbox. */
  deliver(turn: () => void): void;
}

type StreamRun = (signal: AbortSignal) => Promise<Iterable<unknown>> | AsyncIterable<Iterable<unknown>>;

/** Tasks whose outcome becomes an assign: `assignAsync` and `streamAsync`. */
export class AssignTasks {
  readonly #target: AssignTarget;

  constructor(target: AssignTarget) {
    this.#target = target;
  }

  /** Loads one assign, or several by one task. Returns what they are until then: one result, or one by each key. */
  assign(
    keys: string | readonly string[],
    run: (signal: AbortSignal) => Promise<unknown>,
    { reset = false, timeoutMs }: AssignAsyncOptions,
  ): unknown {
    const names = typeof keys === "string" ? [keys] : keys;
    const loading = names.map((key) => this.#show(key, (before) => loadingResult(before, reset)));
    const handle = (outcome: AsyncOutcome<unknown>) => {
      for (const key of names) {
        const own = typeof keys === "string" ? outcome : outcomeOf(outcome, key);
        this.#target.assign(key, settledResult(this.#before(key), own));
      }
    };
    this.#target.start(names.join(), { run, handle, timeoutMs });
    return typeof keys === "string" ? loading[0] : Object.fromEntries(names.map((key, index) => [key, loading[index]]));
  }

  /** Fills a stream, page by page where `run` yields pages. Returns the assign, whose `result` is the stream. */
  stream(key: string, run: StreamRun, options: Partial<StreamOptions<unknown>> & AssignAsyncOptions): unknown {
    const { reset = false, timeoutMs, ...streamOptions } = options;
    const before = this.#before(key)?.result;
    const stream =
      before instanceof Stream ? before : this.#target.createStream(streamOptions as StreamOptions<unknown>);
    const fill = async (signal: AbortSignal) => {
      let isFirst = true;
      for await (const items of pagesOf(run(signal))) {
        if (signal.aborted) return;
        const mustReset = reset && isFirst;
        isFirst = false;
        await this.#nextTurn(() => (mustReset ? stream.reset(items) : stream.insertAll(items)), signal);
      }
    };
    const handle = (outcome: AsyncOutcome<unknown>) => {
      const settled = outcome.ok ? ({ ok: true, value: stream } as const) : outcome;
      this.#target.assign(key, settledResult({ status: "ok", result: stream }, settled));
    };
    const loading = this.#show(key, () => ({ status: "loading", result: stream }));
    this.#target.start(key, { run: fill, handle, timeoutMs });
    return loading;
  }

  /** Does `work` in a turn of the view; the promise is fulfilled when that turn has been rendered. */
  #nextTurn(work: () => void, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      // An aborted task's turn may never come.
      signal.addEventListener("abort", () => resolve(), { once: true });
      this.#target.deliver(() => {
        if (!signal.aborted) work();
        resolve();
      });
    });
  }

  #before(key: string): AsyncResult<unknown> | undefined {
    const value = this.#target.assigned(key);
    return isAsyncResult(value) ? value : undefined;
  }

  // In mount there are no assigns yet: the author places what is returned.
  #show(key: string, change: (before: AsyncResult<unknown> | undefined) => AsyncResult<unknown>): AsyncResult<unknown> {
    const next = change(this.#before(key));
    if (this.#target.isMounted) this.#target.assign(key, next);
    return next;
  }
}

async function* pagesOf(
  source: Promise<Iterable<unknown>> | AsyncIterable<Iterable<unknown>>,
): AsyncIterable<Iterable<unknown>> {
  if (source instanceof Promise) yield await source;
  else yield* source;
}

/** The part of a task's outcome that one of its keys gets. */
function outcomeOf(outcome: AsyncOutcome<unknown>, key: string): AsyncOutcome<unknown> {
  if (!outcome.ok) return outcome;
  const { value } = outcome;
  if (typeof value === "object" && value !== null && Object.hasOwn(value, key)) {
    return { ok: true, value: (value as Readonly<Record<string, unknown>>)[key] };
  }
  throw new LiveError(
    "incomplete-async-result",
    `The task that fills several assigns returned nothing for ${JSON.stringify(key)}. Return an object with a value for each key.`,
  );
}
