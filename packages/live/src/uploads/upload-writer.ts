import type { UploadEntry } from "./upload-entry.ts";

/** Why a writer is closed: all of the file is there, it will not come, or the upload failed on the server with this error. */
export type CloseReason = "done" | "cancel" | { readonly error: unknown };

/**
 * Where the bytes of one upload go (liveview-features I10). It runs beside its view, in the upload's own actor, so a slow one
 * holds back nobody but its own client. Calls never overlap. A throw, or a promise that rejects, fails the upload: the writer
 * is closed with the error, and the entry shows "writer-failure".
 */
export interface UploadWriter<Meta> {
  /** Takes the next bytes, which are the writer's own. The client sends no more before this has returned, or its promise is settled. */
  write(bytes: Uint8Array): void | Promise<void>;
  /** Called once; nothing is written afterwards. After "cancel" or an error nothing may stay behind. */
  close(reason: CloseReason): void | Promise<void>;
  /** What `consumeUploadedEntries` hands to the app. Asked once, after `close("done")`. */
  meta(): Meta;
  /**
   * The file was consumed, or nobody will consume it any more: takes away what was kept for that time. Called once, after
   * `close("done")` only.
   */
  release?(): void | Promise<void>;
}

/** Opens a writer for one entry, when its upload begins. A throw refuses the upload with "writer-failure". */
export type UploadWriterFactory<Meta = unknown> = (
  entry: UploadEntry,
) => UploadWriter<Meta> | Promise<UploadWriter<Meta>>;
