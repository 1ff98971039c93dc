import type { ExitReason } from "@firecrest/actors";
import type { RandomBytes } from "@firecrest/channels";
import type { Live } from "../live.ts";
import type { UploadConfig } from "./upload-config.ts";
import type { UploadDirectory, UploadOwner } from "./upload-directory.ts";
import type { UploadChannelRef, UploadClaims, UploadNotice } from "./upload-message.ts";

/** What the uploads of a view or of a component ask of whoever runs it. */
export interface UploadHost {
  /** What the author's functions are called with. */
  readonly live: Live<object>;
  /** False from the death of the view, or of the component, on. */
  readonly isAlive: boolean;
  /** A fresh DOM id. */
  newId(): string;
  readonly random: RandomBytes;
  /** Undefined while the page is plain HTML: nothing can be uploaded there. */
  readonly connection: UploadConnection | undefined;
  /** An upload has a new state: it is to be rendered. */
  changed(config: UploadConfig): void;
}

/** What joins uploads to the connection of their view. */
export interface UploadConnection {
  readonly directory: UploadDirectory;
  readonly owner: UploadOwner;
  signToken(claims: UploadClaims): string;
  /** Puts a notice in the view's mailbox, full or not, when an upload's actor is dead. */
  watch(channel: UploadChannelRef, toNotice: (reason: ExitReason) => UploadNotice): void;
}
