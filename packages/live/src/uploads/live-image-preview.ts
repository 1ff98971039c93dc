import { html, type Rendered } from "@firecrest/template";
import type { UploadEntry } from "./upload-entry.ts";

/** Attributes of {@link LiveImagePreview}: `entry`, and whatever else an image has (`width`, `alt`, `class`, …). */
export interface LiveImagePreviewProps {
  readonly entry: UploadEntry;
  /** Default `phx-preview-<ref>`; needed when an entry is shown twice. */
  readonly id?: string;
  readonly [attribute: string]: unknown;
}

/** Shows a selected image before it is uploaded: the browser puts its own copy of the file in (liveview-protocol §18.1). */
export function LiveImagePreview({ entry, id, ...rest }: LiveImagePreviewProps): Rendered {
  return html`<img id=${id ?? `phx-preview-${entry.ref}`} data-phx-upload-ref=${entry.uploadRef} data-phx-entry-ref=${entry.ref} data-phx-hook="Phoenix.LiveImgPreview" data-phx-update="ignore" ...${rest}>`;
}
