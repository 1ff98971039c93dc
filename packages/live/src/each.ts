import {
  each as keyedEach,
  type Each,
  type Content,
  type Key,
  type Rendered,
  type StreamRows,
} from "@firecrest/template";
import { Stream } from "./stream.ts";

// oxlint-disable max-params -- the four read as a sentence at the call, as in `template`

/** A keyed list: `row` runs for every item, the browser gets what moved and what changed. See `@firecrest/template`. */
export function each<Item>(
  items: Iterable<Item>,
  key: (item: Item, index: number) => Key,
  row: (item: Item, index: number) => Content,
  memo?: readonly unknown[],
): Each;
/** A stream's rows: each has the given DOM id on its root element, in a container with an id and `phx-update="stream"`. */
export function each<Item>(stream: Stream<Item>, row: (item: Item, domId: string) => Rendered): StreamRows;
export function each<Item>(
  items: Iterable<Item> | Stream<Item>,
  keyOrRow: ((item: Item, index: number) => Key) | ((item: Item, domId: string) => Rendered),
  row?: (item: Item, index: number) => Content,
  memo?: readonly unknown[],
): Each | StreamRows {
  // The overloads pair a stream with (item, domId) and a list with a key and a row.
  if (items instanceof Stream) return items.rows(keyOrRow as (item: Item, domId: string) => Rendered);
  return keyedEach(items, keyOrRow as (item: Item) => Key, row as (item: Item) => Content, memo);
}
