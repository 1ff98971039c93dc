import { FrameError } from "./frame-error.ts";

/**
 * The wire's short keys by name (liveview-protocol.md §8). Slots are keyed by their decimal index. `root` and `reply` share
 * a letter: it means `reply` at the top of a diff and `root` everywhere else.
 */
export const KEYS = {
  /** The texts around a template's slots, or where to find them. */
  statics: "s",
  /** The table of statics that the nodes below refer to by index, for this message only. */
  templates: "p",
  /** 1: the template is a single element. */
  root: "r",
  /** The rows of a comprehension, by index. */
  keyed: "k",
  /** How many rows there are. */
  keyedCount: "kc",
  /** true: some of the rows moved. */
  keyedMoved: "km",
  /** Runs of rows that moved together; for clients that asked for it. */
  keyedRuns: "kr",
  /** What a comprehension's rows mean for a stream. */
  stream: "stream",
  /** The bodies of components, by CID. */
  components: "c",
  /** The answer to the event that led to the diff. */
  reply: "r",
  /** Events for the client. */
  events: "e",
  /** The title of the page. */
  title: "t",
} as const;

/** All that a view shows: what both sides hold. Read it by rendering it. */
export interface RenderedTree {
  root: TreeNode;
  /** The bodies of the live components by CID. */
  components: Record<string, TreeNode>;
}

/** A template filled with slots or, where it has `k`, repeated for each row. The letters are those of {@link KEYS}. */
export interface TreeNode extends Slots {
  s: readonly string[];
  r?: 1;
  k?: KeyedRows;
  /** Not handed out yet. */
  stream?: StreamTuple;
  /** Identifies the root element across renders; given at the first render. */
  magicId?: string | undefined;
  /** Rendered, and untouched since. */
  isClean?: boolean;
  /** To be rendered out completely the next time, because its elements have left the document. */
  isReset?: boolean;
}

/** What fills a slot: escaped HTML, the CID of a component, or a node. */
export type Slot = string | number | TreeNode;

/** The slots of a template or of one row. */
export interface Slots {
  [index: number]: Slot;
}

/** The rows of a comprehension. */
export interface KeyedRows {
  [index: number]: Slots;
  kc: number;
}

/** A diff, without what {@link extractDiff} takes out of it: the changes below the root, and those of components. */
export interface Diff extends DiffNode {
  c?: Record<string, DiffNode>;
}

/** A node as it travels: complete if it has `s`, otherwise only what changed. */
export interface DiffNode {
  [index: number]: string | number | DiffNode;
  /** Texts; an index into the template table; at the root of a component the CID to borrow from, negative for its old tree. */
  s?: readonly string[] | number;
  /** The template table for this node and all below it. */
  p?: Record<string, readonly string[]>;
  /** Its template is a single element. */
  r?: 1;
  /** It is a comprehension, and these are its rows. */
  k?: DiffRows;
  /** What the rows mean for a stream. */
  stream?: StreamTuple;
}

/** The changes of a comprehension's rows: a row or its changes, the index it comes from, or both. */
export interface DiffRows {
  [index: number]: DiffNode | number | readonly [from: number, change: DiffNode];
  kc: number;
  km?: true;
  /** Rows that come, unchanged and in this order, from places side by side. No upstream client knows it. */
  kr?: readonly (readonly [to: number, from: number, count: number])[];
}

/** What happens to a stream (liveview-protocol.md §12.1), as it travels. */
export type StreamTuple = readonly [
  ref: string,
  inserts: readonly StreamInsert[],
  deletes: readonly string[],
  reset?: boolean,
];

/** One inserted row: DOM id, position (-1 is last), limit (negative keeps the last ones), whether only to update it. */
export type StreamInsert = readonly [domId: string, at: number, limit: number | null, updateOnly: boolean | null];

/** What happens to a stream, by name. Inserts and deletes stand newest first, rows in the tree oldest first. */
export interface StreamPayload {
  readonly ref: string;
  readonly inserts: readonly StreamInsert[];
  readonly deletes: readonly string[];
  readonly reset: boolean;
}

/** Whether a part of a tree or diff is a node, and not a text, a number or a list. */
export function isNode(part: unknown): part is object {
  return typeof part === "object" && part !== null && !Array.isArray(part);
}

/** The body of a component. @throws FrameError `missing-component` */
export function findComponent(components: RenderedTree["components"], cid: number | string): TreeNode {
  const component = components[cid];
  if (component) return component;
  throw new FrameError("missing-component", `No component ${cid}`);
}
