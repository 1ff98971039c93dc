import type { StreamPayload } from "@firecrest/wire";
import type { Rendered } from "./rendered.ts";

/** Rows that are sent and forgotten; made by `streamRows`. */
export class StreamRows {
  readonly payload: StreamPayload;
  readonly rows: readonly Rendered[];

  constructor(payload: StreamPayload, rows: readonly Rendered[]) {
    this.payload = payload;
    this.rows = rows;
  }
}

/**
 * The rows of a stream, oldest first, with what the client shall do with them. The server keeps nothing of them: a later render
 * without news (`inserts` and `deletes` empty, no `reset`) sends nothing. Each row's first tag must have the DOM id.
 */
export function streamRows(payload: StreamPayload, rows: readonly Rendered[]): StreamRows {
  return new StreamRows(payload, rows);
}
