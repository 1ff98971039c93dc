import type { StreamPayload } from "@firecrest/wire";

/** A child of a stream's container: its dom id, and the ref of the stream it belongs to, if it is a row. */
export interface StreamChild {
  readonly id: string;
  readonly ref: string | undefined;
}

/** One `stream` payload of a diff, decoded (liveview-protocol.md §12.1). */
export interface StreamChange {
  readonly ref: string;
  /** By dom id. */
  readonly inserts: ReadonlyMap<string, StreamInsert>;
  readonly deletes: ReadonlySet<string>;
  readonly reset: boolean;
}

/** A patch of a stream's container. */
export interface StreamPatch {
  readonly children: readonly StreamChild[];
  /** Ids of the children that the patch brings, in order. */
  readonly incoming: readonly string[];
  readonly changes: readonly StreamChange[];
  /** Rows that the join does not bring were deleted while we were away. */
  readonly isJoin: boolean;
}

/** Where a row goes. */
export interface StreamInsert {
  /** 0 is first, -1 last, any other number an index. */
  readonly at: number;
  /** Keep this many children, from the front; if negative, from the back. */
  readonly limit: number | undefined;
  /** Do not add the row when it is not there already. */
  readonly updateOnly: boolean;
}

/**
 * The order of a stream container's children after a patch (§12.2, §12.3). A row that is there already keeps its place,
 * unless its stream was reset, or it was deleted and inserted anew in the same message.
 */
export function orderStream({ children, incoming, changes, isJoin }: StreamPatch): StreamChild[] {
  const leaves = (child: StreamChild): boolean =>
    isJoin || changes.some(({ ref, deletes, reset }) => deletes.has(child.id) || (reset && child.ref === ref));
  const present = new Set(children.map(({ id }) => id));
  const order = children.filter((child) => !leaves(child));
  // A row that a limit drops before its own turn comes stays dropped, so this is asked before any limit applies.
  const staying = new Set(order.map(({ id }) => id));
  for (const id of incoming) {
    if (staying.has(id)) continue;
    const change = changes.find(({ inserts }) => inserts.has(id));
    const insert = change?.inserts.get(id);
    if (insert?.updateOnly === true && !present.has(id)) continue;
    order.splice(insertIndex(order, insert?.at ?? order.length), 0, { id, ref: change?.ref });
    if (insert?.limit !== undefined) trim(order, insert.limit);
  }
  return order;
}

function insertIndex(order: readonly StreamChild[], at: number): number {
  if (at >= 0) return Math.min(at, order.length);
  // Last among the rows: what follows them (a "load more" row of the author's own) stays behind them.
  if (order.at(-1)?.ref !== undefined) return order.length;
  const index = order.findIndex(({ ref }) => ref === undefined);
  return index < 0 ? order.length : index;
}

function trim(order: StreamChild[], limit: number): void {
  if (limit < 0) order.splice(0, Math.max(0, order.length + limit));
  else order.splice(limit);
}

/** Decodes a payload. Where a message inserts a row more than once, the newest place counts. */
export function readStream({ ref, inserts, deletes, reset }: StreamPayload): StreamChange {
  const byId = new Map<string, StreamInsert>();
  for (const [id, at, limit, updateOnly] of inserts) {
    if (!byId.has(id)) byId.set(id, { at, limit: limit ?? undefined, updateOnly: updateOnly === true });
  }
  return { ref, inserts: byId, deletes: new Set(deletes), reset };
}
