/**
 * - `not-connected`: an event could not be sent, or the connection was lost before its answer came.
 * - `timeout`: the server did not answer in time.
 * - `refused`: the server answered with an error; it is the cause.
 * - `unknown-hook`: `phx-hook` names a hook that `LiveSocket` was not given.
 */
export type ClientErrorCode = "not-connected" | "timeout" | "refused" | "unknown-hook";

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
