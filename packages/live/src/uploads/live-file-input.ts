import { html, type Rendered } from "@firecrest/template";
import { isRecord } from "../record.ts";
import type { UploadConfig } from "./upload-config.ts";
import { missingUpload } from "./upload-mistakes.ts";

/** Attributes of {@link LiveFileInput}: `upload`, and whatever else an input has (`required`, `class`, `webkitdirectory`, …). */
export interface LiveFileInputProps {
  /** One of `uploads`. */
  readonly upload: UploadConfig;
  /** In place of what the upload accepts; the server checks by the upload all the same. */
  readonly accept?: string;
  readonly [attribute: string]: unknown;
}

/**
 * The file input of an upload (liveview-protocol §18.1). It must stand in a form with `phx-change`, which is how the server
 * hears of the files. Throws a LiveError ("unknown-upload") when `upload` is none.
 */
export function LiveFileInput({ upload, accept, ...rest }: LiveFileInputProps): Rendered {
  // A template does not check what it hands over.
  if (!isRecord(upload)) throw missingUpload(upload);
  const { ref, name, maxEntries, autoUpload } = upload;
  // Cancelled entries are no longer the browser's business, though their uploads may still be ending.
  const entries = upload.entries.filter(({ isCancelled }) => !isCancelled);
  const refs = (chosen: readonly { readonly ref: string }[]): string =>
    [...new Set(chosen.map((one) => one.ref))].join(",");
  const errorRefs = refs(upload.errors);
  return html`<input id=${ref} type="file" name=${name} accept=${accept ?? upload.accept} multiple=${maxEntries > 1} data-phx-hook="Phoenix.LiveFileUpload" data-phx-upload-ref=${ref} data-phx-active-refs=${refs(entries)} data-phx-done-refs=${refs(entries.filter(({ isDone }) => isDone))} data-phx-preflighted-refs=${refs(entries.filter(({ isPreflighted }) => isPreflighted))} data-phx-error-refs=${errorRefs === "" ? undefined : errorRefs} data-phx-auto-upload=${autoUpload} ...${rest}>`;
}
