import type { Consume } from "./consume.ts";
import type { TempFile } from "./temp-file-writer.ts";
import type { UploadConfig } from "./upload-config.ts";
import type { UploadEntry } from "./upload-entry.ts";
import type { UploadOptions } from "./upload-options.ts";

/** The uploads of a view or component: what every `live` can do with them. */
export interface LiveUploads {
  /**
   * Allows files to be uploaded, and returns the upload's state, which `render` finds in `uploads` under this name. Returned
   * from `mount` under the same name, it is an assign that follows, with its type. Throws a LiveError: "invalid-upload" for an
   * option that makes no sense, "upload-active" while an earlier upload of that name has entries.
   */
  allowUpload(name: string, options: UploadOptions): UploadConfig;
  /** Takes the permission back. Throws a LiveError: "upload-active" while there are entries, "unknown-upload". */
  disallowUpload(name: string): void;
  /** Takes an entry away, with what has come of it. Does nothing for one that is gone already. Throws a LiveError ("unknown-upload"). */
  cancelUpload(name: string, ref: string): void;
  /** The entries that are all there, and those that are not. Throws a LiveError ("unknown-upload"). */
  uploadedEntries(name: string): { readonly done: readonly UploadEntry[]; readonly inProgress: readonly UploadEntry[] };
  /**
   * Takes over every entry of an upload, one after the other: `consume` gets what the writer says of a file (`{ path }`, unless
   * the upload has another writer), and what it returns is in the result. Then the entry is gone, and the file with it, unless
   * `consume` moved it or returned `postpone(value)`. Throws a LiveError: "upload-in-progress" while one is not done.
   */
  consumeUploadedEntries<Meta = TempFile, Value = unknown>(
    name: string,
    consume: Consume<Meta, Value>,
  ): Promise<Value[]>;
  /** The same for one entry. Throws a LiveError: "upload-in-progress", or "upload-consumed" for one that is gone. */
  consumeUploadedEntry<Meta = TempFile, Value = unknown>(
    entry: UploadEntry,
    consume: Consume<Meta, Value>,
  ): Promise<Value>;
}

/** The uploads of a view or component by their names: what `render` finds as `uploads`. */
export type UploadsByName = Readonly<Record<string, UploadConfig>>;

/** Of a view that allowed none. */
export const NO_UPLOADS: UploadsByName = Object.freeze({});
