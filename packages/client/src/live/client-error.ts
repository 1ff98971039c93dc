/**
 * - `closed`: an event could not be sent, or the connection was lost before its answer came. The view reconnects by itself.
 * - `timeout`: the server did not answer in time.
 * - `error`: the server refused the event; what it said is the cause.
 * - `unknown-hook`: `phx-hook` names a hook that `LiveSocket` was not given.
 * - `part-missing`: a part of the client that is loaded when it is needed could not be loaded.
 * - `no-commands`: the command `exec` found an element without the attribute that it names.
 * - `unknown-uploader`: the server names an uploader that `LiveSocket` was not given.
 * - `unknown-target`: a portal is to be shown in an element that is not there.
 * - `unknown-upload`: a hook's `upload` names a file input that is not there, or is there more than once.
 */
export type ClientErrorCode =
  | "closed"
  | "timeout"
  | "error"
  | "unknown-hook"
  | "part-missing"
  | "no-commands"
  | "unknown-target"
  | "unknown-uploader"
  | "unknown-upload";

/** What went wrong on the browser side. The one error class of this package. */
export class ClientError extends Error {
  override readonly name = "ClientError";
  /** Which of the documented failures this is. */
  readonly code: ClientErrorCode;

  constructor(code: ClientErrorCode, message: string, options?: { readonly cause: unknown }) {
    super(message, options);
    this.code = code;
  }
}
