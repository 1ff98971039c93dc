import { attr, component, html } from "@firecrest/template";
import type { UploadConfig } from "./upload-config.ts";

/**
 * The file input of an upload (liveview-protocol §18.1). It must stand in a form with `phx-change`, which is how the server
 * hears of the files.
 */
export const LiveFileInput = component(
  {
    name: "LiveFileInput",
    attrs: {
      /** What `live.allowUpload` returned, or one of `uploads`. */
      upload: attr.any<UploadConfig>().required(),
      /** What the browser offers, in place of what the upload accepts; the server goes by the upload all the same. */
      accept: attr.string(),
      rest: attr.global({ include: ["capture", "disabled", "form", "required", "webkitdirectory"] }),
    },
  },
  ({ upload, accept, rest }) => {
    const { ref, name, maxEntries, autoUpload } = upload;
    // Cancelled entries are no longer the browser's business, though their uploads may still be ending.
    const entries = upload.entries.filter(({ isCancelled }) => !isCancelled);
    const errorRefs = refs(upload.errors);
    return html`<input id=${ref} type="file" name=${name} accept=${accept ?? upload.accept} multiple=${maxEntries > 1} data-phx-hook="Phoenix.LiveFileUpload" data-phx-upload-ref=${ref} data-phx-active-refs=${refs(entries)} data-phx-done-refs=${refs(entries.filter(({ isDone }) => isDone))} data-phx-preflighted-refs=${refs(entries.filter(({ isPreflighted }) => isPreflighted))} data-phx-error-refs=${errorRefs === "" ? undefined : errorRefs} data-phx-auto-upload=${autoUpload} ...${rest}>`;
  },
);

function refs(all: readonly { readonly ref: string }[]): string {
  return [...new Set(all.map(({ ref }) => ref))].join(",");
}
