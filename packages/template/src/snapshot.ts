// How `each` with `memo` knows that an item is as it was, without evaluating its row: a snapshot is a run of entries in an array, the
// item and what tells whether it has changed. It stands behind the prints of the item's row, so it costs no object of its own.

const CONSTANT = "constant";

// Items of a list have the same fields; they share one list of names.
let lastNames: readonly string[] = [];

/**
 * The snapshot of a value: itself, then `CONSTANT` when it cannot change, or the names of its fields and their values when it is a plain
 * object that holds primitives only. Of whatever else may change unseen there is nothing behind it.
 */
export function takeSnapshot(value: unknown): readonly unknown[] {
  if (typeof value !== "object" || value === null) return [value, CONSTANT];
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return [value];
  const names: string[] = [];
  const snapshot: unknown[] = [value, names];
  for (const name in value) {
    const field: unknown = value[name as keyof typeof value];
    if (typeof field === "function" || (typeof field === "object" && field !== null)) return [value];
    names.push(name);
    snapshot.push(field);
  }
  if (!sameEntries(names, lastNames)) lastNames = names;
  snapshot[1] = lastNames;
  return snapshot;
}

/** Is `value` what the snapshot that begins at `start` was taken of, and unchanged since? */
export function isUnchanged(value: unknown, snapshot: readonly unknown[], start: number): boolean {
  if (snapshot[start] !== value) return false;
  const names = snapshot[start + 1];
  if (names === CONSTANT) return true;
  return names !== undefined && sameFields(value as Fields, snapshot, start + 1); // only plain objects have names
}

type Fields = Readonly<Record<string, unknown>>;

function sameFields(object: Fields, snapshot: readonly unknown[], start: number): boolean {
  const names = snapshot[start] as readonly string[];
  let count = 0;
  for (const name in object) {
    if (name !== names[count]) return false;
    count += 1;
    if (object[name] !== snapshot[start + count]) return false;
  }
  return count === names.length;
}

function sameEntries(left: readonly unknown[], right: readonly unknown[]): boolean {
  return left.length === right.length && left.every((entry, index) => entry === right[index]);
}
