import type { UploadConfig } from "./upload-config.ts";
import type { UploadEntry } from "./upload-entry.ts";

/** Why a file is not, or not yet, uploaded: for the user's eyes, in words that the app chooses by `type`. */
export type UploadError =
  /** It is bigger than `maxFileSizeBytes`. */
  | { readonly type: "too-large" }
  /** Neither its name nor its type is in `accept`. */
  | { readonly type: "not-accepted" }
  /** More than `maxEntries`; an error of the whole upload, not of one entry. */
  | { readonly type: "too-many-files" }
  /** Its bytes are not what its name says, or not in `accept`; `contentType` is what they are, where that is known. */
  | { readonly type: "content-not-accepted"; readonly contentType: string | undefined }
  /** What the app's own `validator` said. */
  | { readonly type: "custom"; readonly message: string }
  /** The browser could not bring it to where `external` sent it. */
  | { readonly type: "external-client-failure" }
  /** `external` gave this reason instead of a place. */
  | { readonly type: "external-metadata-failure"; readonly reason: unknown }
  /** The writer threw `reason`, or was not done in time. */
  | { readonly type: "writer-failure"; readonly reason: unknown };

/** An error, and whose it is: the `ref` of an entry, or of the upload. */
export interface UploadErrorAt {
  readonly ref: string;
  readonly error: UploadError;
}

/** The errors of a whole upload ("too-many-files"), or of one of its entries (liveview-features I6). */
export function uploadErrors(config: UploadConfig, entry?: Pick<UploadEntry, "ref">): readonly UploadError[] {
  const ref = entry?.ref ?? config.ref;
  return config.errors.filter((one) => one.ref === ref).map(({ error }) => error);
}

/** What the client hears of an error, as a JSON value: a word, or what the app's own function said (liveview-protocol §18.3). */
export function errorToWire(error: UploadError): unknown {
  switch (error.type) {
    case "custom":
      return error.message;
    case "external-metadata-failure":
      return error.reason;
    default:
      // A writer's reason stays here: it may hold paths, hosts and keys.
      return error.type.replaceAll("-", "_");
  }
}
