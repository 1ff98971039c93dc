import { LiveError } from "./errors.ts";

/**
 * An answer that a view's `mount` gives by throwing, and `handleParams` with it: there is no such battle (404), not for
 * you (403). The plain page has that status; a view that joins makes the browser load the page again, which then has it.
 * Thrown by anything later it is an error like any other: the view ends and is mounted afresh.
 */
export class HttpError extends Error {
  /** 400 to 499. */
  readonly status: number;

  /** Throws a LiveError ("invalid-config") for any other status: a fault of the server is not a client's error. */
  constructor(status: number, message: string) {
    super(message);
    if (!Number.isInteger(status) || status < 400 || status > 499) {
      throw new LiveError(
        "invalid-config",
        `An HttpError has a status from 400 to 499, not ${status}. Throw an Error for a fault.`,
      );
    }
    this.name = "HttpError";
    this.status = status;
  }
}
