import { LiveError } from "../errors.ts";
import { isRecord } from "../record.ts";
import type { UploadConfig } from "./upload-config.ts";
import { type ClientFile, decodeClientFiles, type UploadEntry } from "./upload-entry.ts";
import { errorToWire, uploadErrors } from "./upload-error.ts";

/** The reply to `allow_upload`, without the turn's diff (liveview-protocol §18.3). */
export type PreflightReply =
  | { readonly ref: string; readonly error: readonly (readonly [string, unknown])[] }
  | {
      readonly ref: string;
      readonly config: Readonly<Record<"max_file_size" | "max_entries" | "chunk_size" | "chunk_timeout", number>>;
      /** A token or a meta, by entry ref. */
      readonly entries: Readonly<Record<string, unknown>>;
      readonly errors: Readonly<Record<string, readonly unknown[]>>;
    };

/** Reads an `allow_upload` push. */
export function decodePreflight(payload: unknown): { readonly ref: string; readonly files: readonly ClientFile[] } {
  if (!isRecord(payload) || typeof payload["ref"] !== "string")
    throw malformed("allow_upload", "{ ref, entries }", payload);
  return { ref: payload["ref"], files: decodeClientFiles(payload["entries"]) };
}

/** Reads a `progress` push: a whole number of percent, or word that the browser could not do it. */
export function decodeProgress(payload: unknown): {
  readonly ref: string;
  readonly entryRef: string;
  readonly progress: number | "failed";
} {
  const { ref, entry_ref: entryRef, progress } = isRecord(payload) ? payload : {};
  if (typeof ref !== "string" || typeof entryRef !== "string")
    throw malformed("progress", "{ ref, entry_ref, progress }", payload);
  if (isRecord(progress) && "error" in progress) return { ref, entryRef, progress: "failed" };
  if (typeof progress !== "number" || !Number.isInteger(progress) || progress < 0 || progress > 100)
    throw malformed("progress", "a whole number of percent", progress);
  return { ref, entryRef, progress };
}

/** The answer when the upload is not, or no longer, allowed: no file may begin. */
export function refusePreflight(payload: unknown): PreflightReply {
  const { ref, files } = decodePreflight(payload);
  return { ref, error: files.map((file) => [file.ref, "disallowed"]) };
}

/** What became of the files of a preflight: a token or a meta for each that may begin, undefined when none may. */
export function preflightReply(
  config: UploadConfig,
  accepted: Readonly<Record<string, unknown>> | undefined,
  entries: readonly UploadEntry[] = [],
): PreflightReply {
  if (accepted === undefined)
    return { ref: config.ref, error: config.errors.map(({ ref, error }) => [ref, errorToWire(error)]) };
  const errors = entries.flatMap((entry) => {
    const reasons = uploadErrors(config, entry).map(errorToWire);
    return reasons.length === 0 ? [] : [[entry.ref, reasons] as const];
  });
  return {
    ref: config.ref,
    config: {
      max_file_size: config.maxFileSizeBytes,
      max_entries: config.maxEntries,
      chunk_size: config.chunkSizeBytes,
      chunk_timeout: config.chunkTimeoutMs,
    },
    entries: accepted,
    errors: Object.fromEntries(errors),
  };
}

function malformed(event: string, wanted: string, payload: unknown): LiveError {
  return new LiveError(
    "malformed-event",
    `The push "${event}" needs ${wanted}, got ${(JSON.stringify(payload) ?? "nothing").slice(0, 80)}.`,
  );
}
