import type { Reads } from "./tracked.ts";
import type { Template } from "./template.ts";

// What a view keeps of its last render, and only that: enough to tell what the next one changes. A slot's print is one of these, a
// primitive (the value itself), `Raw` or `ComponentId`.

/** Of a slot that was never rendered: equal to nothing. */
export const NO_PRINT: unique symbol = Symbol("no print");

/** A nested template: which one, and the prints of its slots. */
export class NodePrint {
  readonly template: Template;
  readonly prints: unknown[];

  constructor(template: Template, prints: unknown[]) {
    this.template = template;
    this.prints = prints;
  }
}

/** A list: the one template of its rows, and per row the prints of its slots, and behind these, with `memo`, its item's snapshot. */
export class ListPrint {
  readonly template: Template;
  rows: unknown[][];
  /** Undefined when the index is the key. */
  keys: unknown[] | undefined;
  /** The snapshots of the entries of `memo`. */
  memo: readonly (readonly unknown[])[] | undefined;

  constructor(template: Template, keys: unknown[] | undefined) {
    this.template = template;
    this.rows = [];
    this.keys = keys;
  }
}

/** A stream: only which statics the client has for its rows. */
export class StreamPrint {
  readonly template: Template;

  constructor(template: Template) {
    this.template = template;
  }
}

/** A stream in a tree that was borrowed: what is in it belongs to the lender. */
export class BorrowedStreamPrint extends StreamPrint {}

/** The rows of a list in a tree that was borrowed: there may be some, of the lender's, and none of them may stay. */
export const BORROWED_ROWS: unknown[][] = [];

/**
 * The print of a tree that a component borrows from another (liveview-protocol.md §8.4): of what the other one shows it has the templates,
 * which then need not be sent, and nothing else.
 */
export function borrowedPrint(print: unknown): unknown {
  if (print instanceof NodePrint) return new NodePrint(print.template, print.prints.map(borrowedPrint));
  if (print instanceof LazyPrint) return borrowedPrint(print.print);
  if (print instanceof StreamPrint) return new BorrowedStreamPrint(print.template);
  if (!(print instanceof ListPrint)) return NO_PRINT;
  const list = new ListPrint(print.template, print.keys && []);
  list.rows = BORROWED_ROWS;
  return list;
}

/** A lazy slot: the print of its value, what it read to make it, and its text. */
export class LazyPrint {
  readonly print: unknown;
  readonly reads: readonly Reads[];
  /** A slice of the program's text, so it costs a pointer. Functions are made anew at each render; their text tells them apart. */
  readonly text: string;

  constructor(print: unknown, reads: readonly Reads[], text: string) {
    this.print = print;
    this.reads = reads;
    this.text = text;
  }
}
