// How `each` with `memo` knows that an item is as it was, without evaluating its row.

/** The fields of a flat object when its row was evaluated. */
class FieldsSnapshot {
  readonly keys: readonly string[];
  readonly values: readonly unknown[];

  constructor(keys: readonly string[], values: readonly unknown[]) {
    this.keys = keys;
    this.values = values;
  }
}

const CONSTANT = "constant";

/** `"constant"` for what cannot change, the fields of a flat object; undefined for what may change unseen. */
export type Snapshot = FieldsSnapshot | typeof CONSTANT | undefined;

// Items of a list have the same fields; they share one list of names.
let lastKeys: readonly string[] = [];

/** Remembers the fields of a plain object that holds primitives only. */
export function takeSnapshot(value: unknown): Snapshot {
  if (typeof value !== "object" || value === null) return CONSTANT;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return undefined;
  const keys: string[] = [];
  const values: unknown[] = [];
  for (const key in value) {
    const field: unknown = value[key as keyof typeof value];
    if (typeof field === "function" || (typeof field === "object" && field !== null)) return undefined;
    keys.push(key);
    values.push(field);
  }
  if (!sameEntries(keys, lastKeys)) lastKeys = keys;
  return Object.isFrozen(value) ? CONSTANT : new FieldsSnapshot(lastKeys, values);
}

/** Is `value`, the very object (or primitive) that the snapshot was taken of, unchanged since? */
export function isUnchanged(value: unknown, snapshot: Snapshot): boolean {
  if (snapshot === CONSTANT) return true;
  if (snapshot === undefined) return false;
  const { keys, values } = snapshot;
  let index = 0;
  const object = value as Readonly<Record<string, unknown>>; // only objects have a FieldsSnapshot
  for (const key in object) {
    if (key !== keys[index] || object[key] !== values[index]) return false;
    index += 1;
  }
  return index === keys.length;
}

function sameEntries(left: readonly unknown[], right: readonly unknown[]): boolean {
  return left.length === right.length && left.every((entry, index) => entry === right[index]);
}
