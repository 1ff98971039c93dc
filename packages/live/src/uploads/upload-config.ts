import { isAccepted } from "./accept.ts";
import type { ClientFile, UploadEntry } from "./upload-entry.ts";
import type { UploadError, UploadErrorAt } from "./upload-error.ts";
import type { UploadRules } from "./upload-options.ts";

// The state of one upload as data: every change is a function from one config to the next.

/** One upload that a view or a component allows: what `render` finds in `uploads`. A new one at every change. */
export interface UploadConfig {
  readonly name: string;
  /** The DOM id of its file input; the value of `phx-drop-target`. New with every `allowUpload`. */
  readonly ref: string;
  /** False after `disallowUpload`. */
  readonly isAllowed: boolean;
  /** The file input's `accept`; undefined for any file. */
  readonly accept: string | undefined;
  readonly maxEntries: number;
  readonly maxEntriesMode: "selected" | "total";
  readonly maxFileSizeBytes: number;
  readonly chunkSizeBytes: number;
  readonly chunkTimeoutMs: number;
  readonly autoUpload: boolean;
  readonly isExternal: boolean;
  /** In the order in which they were selected. */
  readonly entries: readonly UploadEntry[];
  /** See `uploadErrors`. */
  readonly errors: readonly UploadErrorAt[];
  /** Entries that were consumed since `allowUpload`. */
  readonly consumedCount: number;
}

/** Entries that are kept beyond `maxEntries`, so that they can be shown and cancelled; a client that sends more has them ignored. */
const SURPLUS_ENTRIES_MAX = 100;

/** An upload that was just allowed. */
export function newUploadConfig(name: string, ref: string, rules: UploadRules): UploadConfig {
  return Object.freeze({
    name,
    ref,
    isAllowed: true,
    accept: rules.accept.attribute,
    maxEntries: rules.maxEntries,
    maxEntriesMode: rules.maxEntriesMode,
    maxFileSizeBytes: rules.maxFileSizeBytes,
    chunkSizeBytes: rules.chunkSizeBytes,
    chunkTimeoutMs: rules.chunkTimeoutMs,
    autoUpload: rules.autoUpload,
    isExternal: rules.external !== undefined,
    entries: Object.freeze([]),
    errors: Object.freeze([]),
    consumedCount: 0,
  });
}

/** The entry with this ref, if it is there. */
export function findEntry(config: UploadConfig, ref: string): UploadEntry | undefined {
  return config.entries.find((entry) => entry.ref === ref);
}

/** Are these files to take the place of the one that is there (liveview-features I14)? */
export function isReplacement(config: UploadConfig, files: readonly ClientFile[]): boolean {
  const [file] = files;
  return (
    config.maxEntries === 1 && files.length === 1 && file !== undefined && findEntry(config, file.ref) === undefined
  );
}

/**
 * Adds the files that are new, each with its first error in the order size, `accept`, `validator` (liveview-features I5). One
 * whose ref is there already is left alone.
 */
export function addFiles(
  config: UploadConfig,
  files: readonly ClientFile[],
  ports: { readonly rules: UploadRules; readonly newUuid: () => string },
): UploadConfig {
  const entries = [...config.entries];
  const errors = [...config.errors];
  for (const file of files) {
    if (entries.length >= config.maxEntries + SURPLUS_ENTRIES_MAX) break;
    if (entries.some(({ ref }) => ref === file.ref)) continue;
    const entry = newEntry(config, file, ports.newUuid());
    const error = entryError(entry, ports.rules);
    entries.push(Object.freeze({ ...entry, isValid: error === undefined }));
    if (error !== undefined) errors.push({ ref: file.ref, error });
  }
  return next(config, { entries, errors });
}

/** Adds an error to an entry. */
export function addError(config: UploadConfig, ref: string, error: UploadError): UploadConfig {
  return next(config, { errors: [...config.errors, { ref, error }] });
}

/** Changes one entry. */
export function changeEntry(config: UploadConfig, ref: string, changes: Partial<UploadEntry>): UploadConfig {
  const entries = config.entries.map((entry) => (entry.ref === ref ? Object.freeze({ ...entry, ...changes }) : entry));
  return next(config, { entries });
}

/** Takes an entry away, with its errors; `consumed` says that it counts for `maxEntriesMode: "total"` from now on. */
export function dropEntry(config: UploadConfig, ref: string, consumed: boolean): UploadConfig {
  return next(config, {
    entries: config.entries.filter((entry) => entry.ref !== ref),
    errors: config.errors.filter((one) => one.ref !== ref),
    consumedCount: config.consumedCount + (consumed ? 1 : 0),
  });
}

/** After `disallowUpload`. */
export function disallowed(config: UploadConfig): UploadConfig {
  return next(config, { isAllowed: false });
}

/** Marks those of these entries as preflighted that may begin now: not more than `maxEntries`, and each once. */
export function preflightEntries(
  config: UploadConfig,
  refs: readonly string[],
): { readonly config: UploadConfig; readonly entries: readonly UploadEntry[] } {
  const room = roomOf(config);
  const chosen = config.entries
    .filter(({ isCancelled }) => !isCancelled)
    .filter((entry, index) => index < room && refs.includes(entry.ref) && !entry.isPreflighted)
    .map(({ ref }) => ref);
  const entries = config.entries.map((entry) =>
    chosen.includes(entry.ref) ? Object.freeze({ ...entry, isPreflighted: true }) : entry,
  );
  return { config: next(config, { entries }), entries: entries.filter(({ ref }) => chosen.includes(ref)) };
}

/** Entries that are all there, and those that are not, cancelled ones left out. */
export function uploadedEntries(config: UploadConfig): {
  readonly done: readonly UploadEntry[];
  readonly inProgress: readonly UploadEntry[];
} {
  const entries = config.entries.filter(({ isCancelled }) => !isCancelled);
  return { done: entries.filter(({ isDone }) => isDone), inProgress: entries.filter(({ isDone }) => !isDone) };
}

/** How many entries may be there at once. */
function roomOf(config: UploadConfig): number {
  return config.maxEntries - (config.maxEntriesMode === "total" ? config.consumedCount : 0);
}

/** The next state, with "too-many-files" as it is true of it. */
function next(config: UploadConfig, changes: Partial<UploadConfig>): UploadConfig {
  const changed = { ...config, ...changes };
  const count = changed.entries.filter(({ isCancelled }) => !isCancelled).length;
  const errors = changed.errors.filter(({ error }) => error.type !== "too-many-files");
  if (count > roomOf(changed)) errors.push({ ref: config.ref, error: { type: "too-many-files" } });
  return Object.freeze({ ...changed, entries: Object.freeze(changed.entries), errors: Object.freeze(errors) });
}

function newEntry(config: UploadConfig, file: ClientFile, uuid: string): UploadEntry {
  return {
    ref: file.ref,
    uuid,
    uploadName: config.name,
    uploadRef: config.ref,
    clientName: file.name,
    clientSizeBytes: file.sizeBytes,
    clientType: file.type,
    clientLastModified: file.lastModified,
    clientRelativePath: file.relativePath,
    clientMeta: file.meta,
    progress: 0,
    isPreflighted: false,
    isValid: true,
    isDone: false,
    isCancelled: false,
  };
}

function entryError(entry: UploadEntry, rules: UploadRules): UploadError | undefined {
  if (entry.clientSizeBytes > rules.maxFileSizeBytes) return { type: "too-large" };
  if (!isAccepted(rules.accept, { name: entry.clientName, type: entry.clientType })) return { type: "not-accepted" };
  const message = rules.validator?.(entry);
  return message === undefined ? undefined : { type: "custom", message };
}
