/** Why a task has no value. */
export type AsyncFailure =
  /** It threw, or its promise was rejected. */
  | { readonly type: "error"; readonly error: unknown }
  /** It was cancelled, with what `cancelAsync` was given as the reason. */
  | { readonly type: "cancelled"; readonly reason: unknown }
  /** It took longer than it was allowed to. */
  | { readonly type: "timeout"; readonly timeoutMs: number };

/** What became of a task. */
export type AsyncOutcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly reason: AsyncFailure };

/**
 * An assign that a task fills. `result` is the last good value: it stays there while a newer one is loading, and when that
 * fails, unless the load was started with `reset`.
 */
export type AsyncResult<Value> =
  | { readonly status: "loading"; readonly result?: Value }
  | { readonly status: "ok"; readonly result: Value }
  | { readonly status: "failed"; readonly reason: AsyncFailure; readonly result?: Value };

/** The value inside an assign that a task fills. */
export type AsyncValue<Assign> = Assign extends { readonly status: "ok"; readonly result: infer Value } ? Value : never;

/** How a task runs. */
export interface AsyncOptions {
  /** Milliseconds until the task counts as failed; its signal is aborted then. Default: as long as it takes. */
  readonly timeoutMs?: number;
}

/** How a task that fills assigns runs. */
export interface AssignAsyncOptions extends AsyncOptions {
  /** Whether the last good value is forgotten while the new one loads; of several assigns also: which ones'. Default false. */
  readonly reset?: boolean | readonly string[];
}

/** The same assign while a newer value is on its way. */
export function loadingResult<Value>(before: AsyncResult<Value> | undefined, isReset: boolean): AsyncResult<Value> {
  return isReset || before?.result === undefined ? { status: "loading" } : { status: "loading", result: before.result };
}

/** The same assign when its task has ended. */
export function settledResult<Value>(
  before: AsyncResult<Value> | undefined,
  outcome: AsyncOutcome<Value>,
): AsyncResult<Value> {
  if (outcome.ok) return { status: "ok", result: outcome.value };
  const failed = { status: "failed", reason: outcome.reason } as const;
  return before?.result === undefined ? failed : { ...failed, result: before.result };
}

/** Whether an assign is one that a task fills. */
export function isAsyncResult(value: unknown): value is AsyncResult<unknown> {
  return typeof value === "object" && value !== null && "status" in value;
}
