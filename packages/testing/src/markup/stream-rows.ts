import type { StreamPayload } from "@firecrest/wire";
import type { Element } from "domhandler";
import { STREAM } from "./marks.ts";

/** What a patch means for the children of a stream's container. */
export interface StreamPatch {
  /** The container's elements before. */
  readonly present: readonly Element[];
  /** Those that the patch brings. */
  readonly incoming: readonly Element[];
  readonly streams: readonly StreamPayload[];
  /** What a join does not bring is gone. */
  readonly isJoin: boolean;
}

/**
 * The container's children after a patch (liveview-protocol §12.2, §12.3). A row that is there already keeps its place, unless its
 * stream was reset, or it was deleted and inserted in one message.
 */
export function patchRows({ present, incoming, streams, isJoin }: StreamPatch): Element[] {
  const leaves = (row: Element): boolean =>
    isJoin ||
    streams.some(({ ref, deletes, reset }) => deletes.includes(idOf(row)) || (reset && row.attribs[STREAM] === ref));
  const wasThere = new Set(present.map(idOf));
  const rows = present.filter((row) => !leaves(row));
  // A row that a limit drops before its own turn comes stays dropped, so this is asked before any limit applies.
  const staying = new Set(rows.map(idOf));
  for (const row of incoming) {
    const insert = insertOf(row, streams);
    if (insert !== undefined) row.attribs[STREAM] = insert.ref;
    if (staying.has(idOf(row))) replaceRow(rows, row);
    else if (insert?.updateOnly !== true || wasThere.has(idOf(row))) placeRow(rows, row, insert);
  }
  return rows;
}

interface Insert {
  readonly ref: string;
  readonly at: number;
  readonly limit: number | null;
  readonly updateOnly: boolean | null;
}

/** Where a message inserts a row twice, the newest place counts, and newest come first. */
function insertOf(row: Element, streams: readonly StreamPayload[]): Insert | undefined {
  for (const { ref, inserts } of streams) {
    const insert = inserts.find(([domId]) => domId === idOf(row));
    if (insert !== undefined) return { ref, at: insert[1], limit: insert[2], updateOnly: insert[3] };
  }
  return undefined;
}

function replaceRow(rows: Element[], row: Element): void {
  const index = rows.findIndex((other) => idOf(other) === idOf(row));
  const mark = rows[index]?.attribs[STREAM];
  if (mark !== undefined) row.attribs[STREAM] ??= mark;
  if (index >= 0) rows[index] = row;
}

function placeRow(rows: Element[], row: Element, insert: Insert | undefined): void {
  const at = insert?.at ?? rows.length;
  rows.splice(at < 0 ? endOfRows(rows) : at, 0, row);
  if (insert?.limit === null || insert === undefined) return;
  if (insert.limit < 0) rows.splice(0, Math.max(0, rows.length + insert.limit));
  else rows.splice(insert.limit);
}

/** Behind the last row; what the author put after the rows stays behind them. */
function endOfRows(rows: readonly Element[]): number {
  const last = rows.at(-1);
  if (last === undefined || STREAM in last.attribs) return rows.length;
  const index = rows.findIndex((row) => !(STREAM in row.attribs));
  return index < 0 ? rows.length : index;
}

function idOf(row: Element): string {
  return row.attribs["id"] ?? "";
}
