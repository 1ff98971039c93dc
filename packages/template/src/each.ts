import type { Content } from "./content.ts";

/** What identifies a row among its siblings from one render to the next. */
export type Key = string | number | bigint;

/** A keyed list; made by `each`. */
export class Each {
  readonly items: readonly unknown[];
  readonly key: (item: unknown, index: number) => Key;
  readonly row: (item: unknown, index: number) => unknown;
  readonly memo: readonly unknown[] | undefined;

  constructor(parts: Pick<Each, "items" | "key" | "row" | "memo">) {
    this.items = parts.items;
    this.key = parts.key;
    this.row = parts.row;
    this.memo = parts.memo;
  }
}

/**
 * A list whose rows keep their identity: `${each(posts, (post) => post.id, (post) => html`<li>${post.text}</li>`)}`. A row that moves is sent
 * as a move, one that changes as the slots that changed.
 *
 * `row` runs for every item at every render, since it may close over anything. `memo` lists what it closes over, and then it runs
 * only for items that are new or have changed (or have moved, if it takes the index), or when an entry of `memo` has changed.
 * "Unchanged" is: the same object as before, all of whose fields hold the same primitives as before, so an item that was mutated in
 * place shows. An item (or entry of `memo`) that holds objects or has a class, and a row that has a lazy slot, count as changed each time:
 * right before fast.
 *
 * Keys must be unique. In development a duplicate throws a `TemplateError` ("duplicate-key"); in production the later row is rendered
 * all the same, but sent as new at every change.
 */
// oxlint-disable-next-line max-params -- the four read as a sentence at the call, and the last is rare
export function each<Item>(
  items: Iterable<Item>,
  key: (item: Item, index: number) => Key,
  row: (item: Item, index: number) => Content,
  memo?: readonly unknown[],
): Each {
  const list: readonly Item[] = Array.isArray(items) ? items : Array.from(items);
  // Sound: both functions are only ever called with entries of this list.
  return new Each({ items: list, key: key as Each["key"], row: row as Each["row"], memo });
}
