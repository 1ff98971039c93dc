import { LiveError } from "../errors.ts";
import type { UploadEntry } from "./upload-entry.ts";

// What an app can do wrong with its uploads, and what to do instead.

/** A name that was never allowed. */
export function unknownUpload(name: string, known: readonly string[]): LiveError {
  return new LiveError(
    "unknown-upload",
    `There is no upload ${quote(name)} here; those that were allowed: ${known.join(", ") || "none"}. Call allowUpload first, or fix the name.`,
  );
}

/** Allowing or disallowing what is in use. */
export function uploadActive(method: string, name: string, count: number): LiveError {
  return new LiveError(
    "upload-active",
    `${method}("${name}") was called while the upload has ${count} entries, whose files would be lost. Consume or cancel them before.`,
  );
}

/** Consuming half a file. */
export function stillInProgress({ uploadName, clientName }: UploadEntry): LiveError {
  return new LiveError(
    "upload-in-progress",
    `The file ${quote(clientName)} of the upload "${uploadName}" was to be consumed, but not all of it is here. ` +
      "Consume entries that have isDone: when the form is submitted, which waits for them, or in progress.",
  );
}

/** Consuming a file twice. */
export function consumedBefore(uploadName: string, clientName: string): LiveError {
  return new LiveError(
    "upload-consumed",
    `The file ${quote(clientName)} of the upload "${uploadName}" is gone, or is being consumed: a file is consumed once. ` +
      "Return postpone(value) from the function that consumes it to have it again later.",
  );
}

/** An `external` that does not say who takes the file. */
export function missingUploader(name: string): LiveError {
  return new LiveError(
    "invalid-upload",
    `external of the upload "${name}" returned a meta without an uploader, so the browser cannot know who takes the file. ` +
      'Return { meta: { uploader: "…", … } } with the name of a function in the uploaders of the page\'s LiveSocket.',
  );
}

function quote(text: string): string {
  return JSON.stringify(text.slice(0, 80));
}
