/** The bench's only port to time. */

/** Milliseconds on a clock that never goes back; only differences mean anything. */
export function nowMs(): number {
  return performance.now();
}

/** Resolves after `ms` milliseconds. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Runs `task` after `ms` milliseconds; the returned function calls it off. */
function after(ms: number, task: () => void): () => void {
  const timer = setTimeout(task, ms);
  return () => clearTimeout(timer);
}

/** Runs `task` every `ms` milliseconds until the returned function is called; does not keep the program alive. */
export function every(ms: number, task: () => void): () => void {
  const timer = setInterval(task, ms);
  timer.unref();
  return () => clearInterval(timer);
}

/** Today as `2026-01-31`, in UTC. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** Settles as `work` does, or rejects with `message` when that takes longer than `ms` milliseconds. */
export async function within<Value>(ms: number, work: Promise<Value>, message: () => string): Promise<Value> {
  let callOff = (): void => {};
  const late = new Promise<never>((_, reject) => {
    callOff = after(ms, () => reject(new Error(message())));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    callOff();
  }
}
