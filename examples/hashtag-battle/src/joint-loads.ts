/**
 * Lets everybody who asks for the same thing while it is being loaded share one load: after a restart a thousand
 * pages ask for the same battle at once. Nothing is kept beyond the load itself. `forget` must be called whenever
 * a newer state was announced: who comes after the announcement must not get a load that began before it.
 */
export class JointLoads<Key, Value> {
  readonly #load: (key: Key) => Promise<Value>;
  readonly #loading = new Map<Key, Promise<Value>>();

  constructor(load: (key: Key) => Promise<Value>) {
    this.#load = load;
  }

  /** The value as it is now, or was at most one load's time ago. */
  get(key: Key): Promise<Value> {
    const shared = this.#loading.get(key);
    if (shared !== undefined) return shared;
    const loading = this.#load(key).finally(() => {
      if (this.#loading.get(key) === loading) this.#loading.delete(key);
    });
    this.#loading.set(key, loading);
    return loading;
  }

  /** From now on loads afresh. */
  forget(key: Key): void {
    this.#loading.delete(key);
  }
}
