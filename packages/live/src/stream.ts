import { type Rendered, type StreamRows, streamRows } from "@firecrest/template";

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
export interface StreamOptions<Item> {
  /** The DOM id of an item's row, unique in the page. */
  readonly domId: (item: Item) => string;
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
  readonly #options: StreamOptions<Item>;
  #isDefined = false;
  #isReset = false;
  #inserts = new Map<string, { readonly item: Item; readonly insert: WireInsert }>();
  #deletes: string[] = [];

  constructor(ref: string, items: Iterable<Item>, options: StreamOptions<Item>) {
    this.#ref = ref;
    this.#options = options;
    for (const item of items) this.insert(item);
    this.#isDefined = true;
  }

  /** Adds one item, or updates its row in place. */
  insert(item: Item, options?: InsertOptions): void {
    const domId = this.#options.domId(item);
    const limit = options?.limit ?? this.#options.limit ?? null;
    const at = this.#isDefined ? (options?.at ?? -1) : -1;
    const updateOnly = this.#isDefined ? (options?.updateOnly ?? false) : null;
    // Deleting first keeps the map in insertion order: the last insertion of an id decides place and content.
    this.#inserts.delete(domId);
    this.#inserts.set(domId, { item, insert: [domId, at, limit, updateOnly] });
  }

  /** Removes the item's row. */
  delete(item: Item): void {
    this.deleteByDomId(this.#options.domId(item));
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
    for (const item of items) this.insert(item);
  }

  /** How many operations wait for the next render. */
  get pendingCount(): number {
    return this.#inserts.size + this.#deletes.length + (this.#isReset ? 1 : 0);
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
