import { LiveError } from "../errors.ts";
import { isRecord } from "../record.ts";

/**
 * One file that a browser uploads, or wants to. What is called `client…` is the browser's word: show it, and never build
 * a path of it.
 */
export interface UploadEntry {
  /** The browser's name for this file; what `cancelUpload` takes. */
  readonly ref: string;
  /** A random UUID: a good name to store the file under. */
  readonly uuid: string;
  /** The name of its upload. */
  readonly uploadName: string;
  /** The ref of its upload, which is the DOM id of the file input. */
  readonly uploadRef: string;
  readonly clientName: string;
  readonly clientSizeBytes: number;
  /** Its MIME type, as far as the browser knows it; else empty. */
  readonly clientType: string;
  /** Milliseconds since the Unix epoch. */
  readonly clientLastModified: number | undefined;
  /** Its path below the folder that was chosen (`webkitdirectory`); else empty. */
  readonly clientRelativePath: string;
  /** What the file's `meta()` gave in the browser, if it has one. */
  readonly clientMeta: unknown;
  /** Percent, 0 to 100. */
  readonly progress: number;
  /** It was allowed to begin. */
  readonly isPreflighted: boolean;
  /** It passed size, `accept` and `validator`. */
  readonly isValid: boolean;
  /** All of it has arrived; it can be consumed. */
  readonly isDone: boolean;
  /** It was cancelled, and goes as soon as its upload has ended. */
  readonly isCancelled: boolean;
}

/** A file as the browser announces it (liveview-protocol §7.2, §18.3). */
export interface ClientFile {
  readonly ref: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly type: string;
  readonly lastModified: number | undefined;
  readonly relativePath: string;
  readonly meta: unknown;
}

// Longer ones are of no file that a browser offers: file systems end names at 255 bytes and paths at 4,096.
const REF_LENGTH_MAX = 64;
const TYPE_LENGTH_MAX = 255;
const NAME_LENGTH_MAX = 1_024;
const PATH_LENGTH_MAX = 4_096;
/** Of its JSON text; it is kept for as long as the entry. */
const META_LENGTH_MAX = 16_384;

/** Reads a list of announced files. Throws `malformed-event` for anything that no browser sends. */
export function decodeClientFiles(value: unknown): readonly ClientFile[] {
  if (!Array.isArray(value)) throw malformed("a list of files", value);
  return value.map(decodeClientFile);
}

function decodeClientFile(value: unknown): ClientFile {
  if (!isRecord(value)) throw malformed("a file { ref, name, size, type }", value);
  const { size, last_modified: lastModified, relative_path: relativePath, meta } = value;
  if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 0) throw malformed("a size in bytes", size);
  if (JSON.stringify(meta ?? null).length > META_LENGTH_MAX)
    throw malformed(`a meta of at most ${META_LENGTH_MAX} characters`, meta);
  return {
    ref: text(value["ref"], REF_LENGTH_MAX),
    name: text(value["name"], NAME_LENGTH_MAX),
    sizeBytes: size,
    type: text(value["type"] ?? "", TYPE_LENGTH_MAX),
    lastModified: typeof lastModified === "number" && Number.isFinite(lastModified) ? lastModified : undefined,
    relativePath: text(relativePath ?? "", PATH_LENGTH_MAX),
    meta,
  };
}

function text(value: unknown, lengthMax: number): string {
  if (typeof value !== "string" || value.length > lengthMax)
    throw malformed(`text of at most ${lengthMax} characters`, value);
  return value;
}

function malformed(wanted: string, value: unknown): LiveError {
  return new LiveError(
    "malformed-event",
    `An upload's message needs ${wanted}, got ${(JSON.stringify(value) ?? "nothing").slice(0, 80)}.`,
  );
}
