import { attr, component, html } from "@firecrest/template";
import type { UploadEntry } from "./upload-entry.ts";

/** Shows a selected image before it is uploaded: the browser puts its own copy of the file in (liveview-protocol §18.1). */
export const LiveImagePreview = component(
  {
    name: "LiveImagePreview",
    attrs: {
      entry: attr.any<UploadEntry>().required(),
      /** Default `phx-preview-<ref>`; needed where an entry is shown twice. */
      id: attr.string(),
      rest: attr.global({ include: ["alt", "height", "width"] }),
    },
  },
  ({ entry, id, rest }) =>
    html`<img id=${id ?? `phx-preview-${entry.ref}`} data-phx-upload-ref=${entry.uploadRef} data-phx-entry-ref=${entry.ref} data-phx-hook="Phoenix.LiveImgPreview" data-phx-update="ignore" ...${rest}>`,
);
