import { html, type Rendered } from "@firecrest/live";
import { type UploadConfig, type UploadEntry, type UploadError, uploadErrors } from "@firecrest/live/uploads";

/** What is wrong with an upload as a whole, or with one file of it. */
export function UploadErrors({ of, entry }: { readonly of: UploadConfig; readonly entry?: UploadEntry }): Rendered {
  return html`${uploadErrors(of, entry).map((error) => html`<p class="error">${errorText(error)}</p>`)}`;
}

function errorText(error: UploadError): string {
  switch (error.type) {
    case "too-large":
      return "This file is too large.";
    case "not-accepted":
      return "Files of this kind are not accepted.";
    case "content-not-accepted":
      return "What is in this file is not what its name says.";
    case "too-many-files":
      return "These are too many files.";
    default:
      return "That did not work; try again.";
  }
}
