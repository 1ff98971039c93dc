import {
  CSRF_FIELD,
  DROP_SUFFIX,
  METHOD_FIELD,
  PERSISTENT_ID_FIELD,
  SORT_SUFFIX,
  TARGET_FIELD,
  UNUSED_PREFIX,
} from "./sent-names.ts";

/** What a form holds under one name, and all that is inside of it. */
export interface Entry {
  readonly kind: "leaf" | "record" | "list";
  /** As a schema takes it: without the browser's markers, lists in their order. */
  readonly value: unknown;
  /** Whether the user has been there: it was sent without its `_unused_` marker; of what holds others, any of them. */
  readonly isUsed: boolean;
  /** By key, or by position in a list. Empty for a leaf. */
  readonly children: ReadonlyMap<string, Entry>;
  /** Of a record in a list: what it is known by while its position changes. */
  readonly persistentId: string | undefined;
}

const OURS = new Set([PERSISTENT_ID_FIELD, TARGET_FIELD, CSRF_FIELD, METHOD_FIELD]);
const NONE: ReadonlyMap<string, Entry> = new Map();

/**
 * Reads decoded fields, or initial values. Names of the browser and of the framework are taken out (`_unused_…`, `_target`,
 * `_persistent_id`, `_csrf_token`, `_method`). What is known by whole numbers (`a[0]`, `a[1]`) is a list in their order, without gaps.
 * Beside a list `a`, `a_sort[]` says which of its numbers come first, and in which order, a number that it does not know adds one, and
 * `a_drop[]` says which go; either makes a list of nothing, too.
 */
export function readEntries(values: unknown): Entry {
  return readEntry(isPlain(values) ? values : {}, false);
}

/** The entry under a path below this one. */
export function entryAt(entry: Entry, path: readonly string[]): Entry | undefined {
  let found: Entry | undefined = entry;
  // `tags[]` is the list, not one of it.
  for (const key of path.at(-1) === "" ? path.slice(0, -1) : path) found = found?.children.get(key);
  return found;
}

function readEntry(raw: unknown, isMarked: boolean, persistentId?: string): Entry {
  if (isIndexed(raw)) return readList([...itemsOf(raw).values()], isMarked);
  if (!isPlain(raw)) return { kind: "leaf", value: raw, isUsed: !isMarked, children: NONE, persistentId };
  const { names, marked, orders } = fieldsOf(raw);
  const children = new Map<string, Entry>();
  const value: Record<string, unknown> = {};
  for (const name of names) {
    const isChildMarked = marked?.has(name) === true;
    const order = orders?.get(name);
    const child =
      order === undefined
        ? readEntry(raw[name], isChildMarked)
        : readList(arrange(itemsOf(ownValue(raw, name)), order), isChildMarked);
    children.set(name, child);
    setOwn(value, name, child.value);
  }
  return { kind: "record", value, isUsed: !isMarked && isAnyUsed(children), children, persistentId };
}

/** A name that came from outside must not reach a prototype. */
function setOwn(record: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== "__proto__") record[name] = value;
  else Object.defineProperty(record, name, { value, enumerable: true, configurable: true, writable: true });
}

function isAnyUsed(children: ReadonlyMap<string, Entry>): boolean {
  for (const { isUsed } of children.values()) if (isUsed) return true;
  return false;
}

/** One of a list, as it was sent. */
interface Item {
  readonly raw: unknown;
  readonly isMarked: boolean;
  readonly isDropped?: boolean;
}

function readList(items: readonly Item[], isMarked: boolean): Entry {
  const ids = persistentIds(items);
  const children = new Map<string, Entry>();
  items.forEach(({ raw, isMarked: isItemMarked, isDropped }, position) => {
    if (isDropped !== true)
      children.set(String(children.size), readEntry(raw, isMarked || isItemMarked, ids[position]));
  });
  const value = [...children.values()].map((child) => child.value);
  return { kind: "list", value, isUsed: isAnyUsed(children), children, persistentId: undefined };
}

/** What `a_sort[]` and `a_drop[]` say. */
interface Order {
  readonly sort: readonly unknown[];
  readonly drop: ReadonlySet<unknown>;
}

/** The orders of those names of a record that are lists; undefined if there are none, as in most records. */
function ordersOf(
  raw: Readonly<Record<string, unknown>>,
  names: readonly string[],
): ReadonlyMap<string, Order> | undefined {
  let orders: Map<string, Order> | undefined;
  for (const name of names) {
    const list = listOfOrder(name);
    const said = raw[name];
    if (list === "" || !Array.isArray(said) || !mayBeList(ownValue(raw, list))) continue;
    orders ??= new Map();
    const order = orders.get(list) ?? { sort: [], drop: new Set() };
    orders.set(list, name.endsWith(SORT_SUFFIX) ? { ...order, sort: said } : { ...order, drop: new Set(said) });
  }
  return orders;
}

/** What a record holds, with what speaks of others taken out. */
interface RecordFields {
  readonly names: readonly string[];
  /** Those that the user has not been in; undefined for none. */
  readonly marked: ReadonlySet<string> | undefined;
  readonly orders: ReadonlyMap<string, Order> | undefined;
}

function fieldsOf(raw: Readonly<Record<string, unknown>>): RecordFields {
  const names: string[] = [];
  let marked: Set<string> | undefined;
  for (const name of Object.keys(raw)) {
    if (name.startsWith(UNUSED_PREFIX)) {
      marked ??= new Set();
      marked.add(name.slice(UNUSED_PREFIX.length));
    } else if (!OURS.has(name)) names.push(name);
  }
  const orders = ordersOf(raw, names);
  if (orders === undefined) return { names, marked, orders };
  const isOrder = (name: string) => orders.has(listOfOrder(name)) && Array.isArray(raw[name]);
  return { names: [...new Set([...names.filter((name) => !isOrder(name)), ...orders.keys()])], marked, orders };
}

/** `addresses_sort` → `addresses`; "" for what is no such name. */
function listOfOrder(name: string): string {
  return name.endsWith(SORT_SUFFIX) || name.endsWith(DROP_SUFFIX) ? name.slice(0, -SORT_SUFFIX.length) : "";
}

/** First what `sort` names, in that order, then the rest; what goes is kept for its id, which no other may take over at once. */
function arrange(items: ReadonlyMap<string, Item>, { sort, drop }: Order): readonly Item[] {
  const rest = new Map(items);
  const isOfTexts = [...items.values()].some(({ raw }) => typeof raw === "string");
  const sorted = sort.flatMap((index): Item[] => {
    if (typeof index !== "string" || index === "" || drop.has(index)) return [];
    const item = rest.get(index) ?? { raw: isOfTexts ? "" : {}, isMarked: true };
    rest.delete(index);
    return [item];
  });
  return [...sorted, ...[...rest].map(([index, item]) => ({ ...item, isDropped: drop.has(index) }))];
}

/** The items by their numbers, in the order of these. */
function itemsOf(raw: unknown): ReadonlyMap<string, Item> {
  if (!isIndexed(raw)) return new Map();
  // Keys that are whole numbers come in their order, whatever the order in which they were sent.
  const entries = Object.entries(raw as Readonly<Record<string, unknown>>);
  return new Map(
    entries
      .filter(([index]) => !index.startsWith(UNUSED_PREFIX))
      .map(([index, item]) => [index, { raw: item, isMarked: Object.hasOwn(raw as object, UNUSED_PREFIX + index) }]),
  );
}

const INDEX = /^(?:0|[1-9]\d{0,8})$/;

/** Kept as they were sent; what has none, or another's, gets a number above all others. */
function persistentIds(items: readonly Item[]): readonly string[] {
  const sent = items.map(({ raw }) => (isPlain(raw) ? ownValue(raw, PERSISTENT_ID_FIELD) : undefined));
  const numbers = sent.map((id) => (typeof id === "string" && INDEX.test(id) ? Number(id) : -1));
  let next = Math.max(-1, ...numbers) + 1;
  const taken = new Set<number>();
  return numbers.map((number) => {
    const id = number < 0 || taken.has(number) ? next++ : number;
    taken.add(id);
    return String(id);
  });
}

function isIndexed(raw: unknown): boolean {
  if (Array.isArray(raw)) return true;
  if (!isPlain(raw)) return false;
  let isAny = false;
  for (const name of Object.keys(raw)) {
    if (INDEX.test(name)) isAny = true;
    else if (!name.startsWith(UNUSED_PREFIX)) return false;
  }
  return isAny;
}

function mayBeList(raw: unknown): boolean {
  return raw === undefined || raw === "" || isIndexed(raw);
}

function ownValue(record: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** Is it an object literal? A date or a file is a value. */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
