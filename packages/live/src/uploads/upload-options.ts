import { LiveError } from "../errors.ts";
import type { Live } from "../live.ts";
import { type AcceptRule, parseAccept } from "./accept.ts";
import { tempFileWriter } from "./temp-file-writer.ts";
import type { UploadEntry } from "./upload-entry.ts";
import type { UploadWriterFactory } from "./upload-writer.ts";

/** What `external` answers: what the client's uploader needs to know, or why there is no place for this file. Both travel as JSON. */
export type ExternalReply =
  | { readonly meta: { readonly uploader: string; readonly [name: string]: unknown } }
  | { readonly error: unknown };

/** What an upload allows (liveview-features I1). */
export interface UploadOptions {
  /** Extensions (`".png"`), MIME types (`"image/png"`), kinds (`"image/*"`), or `"any"`. */
  readonly accept: readonly string[] | "any";
  /** Files; more are an error, "too-many-files". With 1, a new file replaces the one before. Default 1. */
  readonly maxEntries?: number;
  /** Whether `maxEntries` counts the files that are there now, or also all that were consumed before. Default "selected". */
  readonly maxEntriesMode?: "selected" | "total";
  /** Bytes of one file; a bigger one is an error, "too-large". Default 8,000,000. */
  readonly maxFileSizeBytes?: number;
  /** Bytes that the client sends at once; they must fit into the server's `frameBytesMax`. Default 64,000. */
  readonly chunkSizeBytes?: number;
  /** Milliseconds that the client may be silent in the middle of a file before its upload ends. Default 10,000. */
  readonly chunkTimeoutMs?: number;
  /** Whether files are uploaded as soon as they are selected, or when their form is submitted. Default false. */
  readonly autoUpload?: boolean;
  /** Whether a file whose bytes are not what its name says is refused, with "content-not-accepted". Default false. */
  readonly checkContent?: boolean;
  /** Looks at a file that passed all else, before its upload; text refuses it with that error. */
  readonly validator?: (entry: UploadEntry) => string | undefined;
  /** Where the bytes go. Default `tempFileWriter()`. */
  readonly writer?: UploadWriterFactory;
  /** Lets the browser bring the file somewhere else: says where, for one entry. */
  readonly external?: (entry: UploadEntry, live: Live<object>) => ExternalReply | Promise<ExternalReply>;
  /** Hears of every change of an entry's progress. The last one has `entry.isDone`. */
  progress?(live: Live<object>, entry: UploadEntry): void | Promise<void>;
}

/** {@link UploadOptions} with the defaults filled in. */
export interface UploadRules
  extends Required<Omit<UploadOptions, "accept" | "validator" | "external" | "progress">>,
    Pick<UploadOptions, "validator" | "external" | "progress"> {
  readonly accept: AcceptRule;
}

/** Fills in the defaults. Throws `invalid-upload` for an option that makes no sense. */
export function resolveUploadOptions(name: string, options: UploadOptions): UploadRules {
  const { accept, external, writer, ...given } = options;
  if (external !== undefined && (writer !== undefined || given.checkContent === true))
    throw new LiveError(
      "invalid-upload",
      `The upload "${name}" is external and has ${writer === undefined ? "checkContent" : "a writer"}: its bytes never come to this server. ` +
        "Leave one of them out.",
    );
  const { maxEntries = 1, maxFileSizeBytes = 8_000_000, chunkSizeBytes = 64_000, chunkTimeoutMs = 10_000 } = given;
  for (const [option, value] of Object.entries({ maxEntries, maxFileSizeBytes, chunkSizeBytes, chunkTimeoutMs })) {
    if (Number.isSafeInteger(value) && value > 0) continue;
    throw new LiveError(
      "invalid-upload",
      `The upload "${name}" has ${option}: ${value}, which is no whole number above 0. Give one, or leave it out for its default.`,
    );
  }
  return {
    maxEntriesMode: "selected",
    autoUpload: false,
    checkContent: false,
    ...given,
    maxEntries,
    maxFileSizeBytes,
    chunkSizeBytes,
    chunkTimeoutMs,
    accept: parseAccept(accept),
    writer: writer ?? tempFileWriter(),
    ...(external !== undefined && { external }),
  };
}
