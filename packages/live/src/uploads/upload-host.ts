import type { SocketInfo } from "@firecrest/channels";
import type { Live } from "../live.ts";
import type { UploadConfig } from "./upload-config.ts";
import type { UploadDirectory, UploadOwner } from "./upload-directory.ts";
import type { UploadClaims, UploadNotice } from "./upload-message.ts";

/** What the uploads of a view need of its app, and of its connection. */
export interface UploadPorts {
  /** A fresh DOM id. */
  readonly newId: () => string;
  readonly newUuid: () => string;
  /** Undefined while the page is plain HTML: nothing can be uploaded there. */
  readonly connection: UploadConnection | undefined;
}

/** How the uploads of a view are found, and by whom. */
export interface UploadConnection {
  readonly directory: UploadDirectory;
  readonly view: UploadOwner["view"];
  readonly socket: SocketInfo;
  readonly signToken: (claims: UploadClaims) => string;
}

/** What the uploads of a view or of a component ask of whoever runs it. */
export interface UploadHost {
  readonly ports: UploadPorts;
  /** What the author's functions are called with. */
  readonly live: Live<object>;
  /** False from the end of the view, or of the component, on. */
  readonly isAlive: boolean;
  /** Brings a notice back to `receive`, in a turn of the view. */
  notify(notice: UploadNotice): void;
  /** An upload has a new state: it is to be rendered. */
  changed(config: UploadConfig): void;
}
