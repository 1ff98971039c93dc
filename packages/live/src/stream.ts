import { type Rendered, type StreamRows, streamRows } from "@firecrest/template";
import { LiveError } from "./errors.ts";

/** Where and how an item enters a stream. */
export interface InsertOptions {
  /** Index in the browser's list: 0 first, -1 last. An item that is already there is updated in place. Default -1. */
  readonly at?: number;
  /** Keep this many rows in the browser: positive from the front, negative from the back. Default: the stream's own. */
  readonly limit?: number;
  /** Change the row if the browser has it, add nothing otherwise. Default false. */
  readonly updateOnly?: boolean;
}

/** How a stream is made. */
export type StreamOptions<Item> = StreamLimit &
  (StreamIds<Item> | (Item extends { readonly id: string | number } ? StreamName : never));

/** The DOM ids of a stream's rows, each unique in the page. */
export interface StreamIds<Item> {
  /** The DOM id of an item's row. */
  readonly domId: (item: Item) => string;
}

/** The same for items that have an `id`: the row of `{ id: 7 }` in the stream named "posts" is `posts-7`. */
export interface StreamName {
  readonly name: string;
}

/** How many rows the browser keeps. */
export interface StreamLimit {
  /** Keep this many rows in the browser: positive from the front, negative from the back. Default: all. */
  readonly limit?: number;
}

type WireInsert = readonly [domId: string, at: number, limit: number | null, updateOnly: boolean | null];

/**
 * A list that lives in the browser: the server sends what changes and keeps nothing (liveview-protocol §12).
 * Made by `live.stream(…)` in `mount`, held as an assign, rendered by `each(stream, (item, domId) => …)` in a
 * container with an id and `phx-update="stream"`.
 */
export class Stream<Item> {
  readonly #ref: string;
  readonly #domId: (item: Item) => string;
  readonly #limit: number | undefined;
  #isDefined = false;
  #isReset = false;
  #inserts = new Map<string, { readonly item: Item; readonly insert: WireInsert }>();
  #deletes: string[] = [];

  constructor(ref: string, items: Iterable<Item>, options: StreamOptions<Item>) {
    this.#ref = ref;
    this.#domId = "domId" in options ? options.domId : namedId(options.name);
    this.#limit = options.limit;
    this.insertAll(items);
    this.#isDefined = true;
  }

  /** Adds one item, or updates its row in place. */
  insert(item: Item, options?: InsertOptions): void {
    const domId = this.#domId(item);
    const limit = options?.limit ?? this.#limit ?? null;
    const at = this.#isDefined ? (options?.at ?? -1) : -1;
    const updateOnly = this.#isDefined ? (options?.updateOnly ?? false) : null;
    // Deleting first keeps the map in insertion order: the last insertion of an id decides place and content.
    this.#inserts.delete(domId);
    this.#inserts.set(domId, { item, insert: [domId, at, limit, updateOnly] });
  }

  /** Adds several items, each as `insert` does: several `at` 0 appear in reverse. */
  insertAll(items: Iterable<Item>, options?: InsertOptions): void {
    for (const item of items) this.insert(item, options);
  }

  /** Removes the item's row. */
  delete(item: Item): void {
    this.deleteByDomId(this.#domId(item));
  }

  /** Removes a row by its DOM id. */
  deleteByDomId(domId: string): void {
    this.#inserts.delete(domId);
    this.#deletes.push(domId);
  }

  /** Empties the list, then adds `items`. Rows that come back keep their DOM elements. */
  reset(items: Iterable<Item> = []): void {
    this.#inserts.clear();
    this.#deletes = [];
    this.#isReset = true;
    this.insertAll(items);
  }

  /** Throws a LiveError ("stream-without-each"): its rows are no text. */
  toString(): string {
    throw new LiveError(
      "stream-without-each",
      'A stream stands in a slot by itself, but it is no text. Show its rows by each(stream, (item, domId) => html`…`) in a container with an id and phx-update="stream".',
    );
  }

  /** What the next render sends, as a template slot. */
  rows(row: (item: Item, domId: string) => Rendered): StreamRows {
    const inserts: WireInsert[] = [];
    const rows: Rendered[] = [];
    for (const [domId, { item, insert }] of this.#inserts) {
      inserts.push(insert);
      rows.push(row(item, domId));
    }
    // Rows travel oldest first, operations newest first (liveview-protocol §12.1).
    const deletes = this.#deletes.toReversed();
    return streamRows({ ref: this.#ref, inserts: inserts.reverse(), deletes, reset: this.#isReset }, rows);
  }

  /** Forgets what was sent. The framework calls it after each render. */
  prune(): void {
    if (this.#inserts.size > 0) this.#inserts.clear();
    if (this.#deletes.length > 0) this.#deletes = [];
    this.#isReset = false;
  }
}

// The options' type asks for items with an id wherever a name is given.
function namedId(name: string): (item: unknown) => string {
  return (item) => `${name}-${(item as { readonly id: string | number }).id}`;
}
