/** The assigns whose values go when they were sent, by name, and whether each was set since. */
export type Temporary = ReadonlyMap<string | symbol, boolean>;

/** Stands for the value of such an assign: it is not kept to be compared. */
const TEMPORARY = Symbol("temporary");

/**
 * What an evaluation read of one object: each key with the value it had, or, where that was an object itself, with what was read of
 * it in turn. Comparing these leaves later finds an object that was mutated in place.
 */
export class Reads {
  readonly keys: (string | symbol)[] = [];
  /** Beside `keys`: a primitive, `Reads`, or `TEMPORARY`. */
  readonly values: unknown[] = [];
  /** All keys of the object, if they were asked for. */
  ownKeys: readonly (string | symbol)[] | undefined;

  /** Does the object still hold all that was read of it? What is temporary counts as held until it is set anew. */
  areCurrent(object: object, temporary?: Temporary): boolean {
    for (let index = 0; index < this.keys.length; index += 1) {
      const key = this.keys[index] as string | symbol;
      if (this.values[index] === TEMPORARY) {
        if (temporary?.get(key) === false) continue;
        return false;
      }
      if (!isCurrent(this.values[index], Reflect.get(object, key))) return false;
    }
    return this.ownKeys === undefined || sameKeys(this.ownKeys, Reflect.ownKeys(object));
  }
}

function isCurrent(before: unknown, value: unknown): boolean {
  return before instanceof Reads ? isPlain(value) && before.areCurrent(value) : Object.is(before, value);
}

function sameKeys(before: readonly (string | symbol)[], after: readonly (string | symbol)[]): boolean {
  return before.length === after.length && before.every((key, index) => key === after[index]);
}

/** Objects whose content is their own fields and nothing else: literals and arrays. */
function isPlain(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === Array.prototype || prototype === null;
}

/** More reads than this cost more to remember and compare than an evaluation does. */
const READS_MAX = 200;

/**
 * Records what one evaluation of a lazy slot reads of the assigns. Primitives are recorded by value, plain objects and arrays by what is
 * read of them; whatever has a class (a Map, a Date) or is a function may change unseen, so having read one means "evaluate again".
 */
export class Recorder {
  /** The assigns to hand to the lazy slot. */
  readonly assigns: object;
  readonly #reads = new Reads();
  readonly #temporary: Temporary | undefined;
  readonly #adopted: Reads[] = [];
  readonly #proxies = new WeakMap<object, { proxy: object; reads: Reads }>();
  #readCount = 0;

  constructor(assigns: object, temporary?: Temporary) {
    this.#temporary = temporary;
    this.assigns = this.#track(assigns, this.#reads);
  }

  /** Takes over what a lazy slot inside of this one has read; undefined: it must be evaluated every time, so this one too. */
  adopt(inner: readonly Reads[] | undefined): void {
    if (inner === undefined) this.giveUp();
    else this.#adopted.push(...inner);
  }

  /** From now on there is something that cannot be compared. */
  giveUp(): void {
    this.#readCount = Number.POSITIVE_INFINITY;
  }

  /** What was read; undefined when it was nothing, or not all of it can be compared. */
  finish(): readonly Reads[] | undefined {
    if (this.#readCount > READS_MAX) return undefined;
    const own = this.#reads.keys.length > 0 || this.#reads.ownKeys !== undefined ? [this.#reads] : [];
    const all = [...own, ...this.#adopted];
    return all.length === 0 ? undefined : all;
  }

  // The proxy stands before an empty object, not before the real one: a proxy may not wrap what a frozen object holds.
  #track(object: object, reads: Reads): object {
    const known = this.#proxies.get(object);
    if (known !== undefined) return known.proxy;
    const shadow: object = Array.isArray(object) ? [] : Object.create(Object.getPrototypeOf(object) as object | null);
    const proxy = new Proxy(shadow, {
      get: (_, key) => this.#read(object, key, reads),
      has: (_, key) => {
        this.#read(object, key, reads);
        return Reflect.has(object, key);
      },
      ownKeys: () => {
        reads.ownKeys = Reflect.ownKeys(object);
        this.#readCount += reads.ownKeys.length;
        return [...reads.ownKeys];
      },
      getOwnPropertyDescriptor: (_, key) => this.#describe(object, key, reads),
      set: (_, key, value) => Reflect.set(object, key, value),
      deleteProperty: (_, key) => Reflect.deleteProperty(object, key),
    });
    this.#proxies.set(object, { proxy, reads });
    return proxy;
  }

  #read(object: object, key: string | symbol, reads: Reads): unknown {
    const value: unknown = Reflect.get(object, key);
    // Methods of arrays and objects are no state.
    if (typeof value === "function" && !Object.hasOwn(object, key)) return value;
    const known = reads.keys.indexOf(key);
    if (known < 0) this.#readCount += 1;
    if (reads === this.#reads && this.#temporary?.has(key) === true) {
      if (known < 0) this.#note(reads, key, TEMPORARY);
      return value;
    }
    if (isPlain(value)) {
      const before = known < 0 ? undefined : reads.values[known];
      const inner = before instanceof Reads ? before : (this.#proxies.get(value)?.reads ?? new Reads());
      if (before !== inner) this.#note(reads, key, inner);
      return this.#track(value, inner);
    }
    if (typeof value === "function" || (typeof value === "object" && value !== null)) this.giveUp();
    else if (known < 0) this.#note(reads, key, value);
    return value;
  }

  #note(reads: Reads, key: string | symbol, value: unknown): void {
    if (this.#readCount > READS_MAX) return;
    reads.keys.push(key);
    reads.values.push(value);
  }

  #describe(object: object, key: string | symbol, reads: Reads): PropertyDescriptor | undefined {
    const descriptor = Reflect.getOwnPropertyDescriptor(object, key);
    if (descriptor === undefined) return undefined;
    const isLength = key === "length" && Array.isArray(object);
    return {
      value: this.#read(object, key, reads),
      writable: true,
      enumerable: descriptor.enumerable ?? false,
      configurable: !isLength,
    };
  }
}
