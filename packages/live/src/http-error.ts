/**
 * An answer that a view's `mount` or `handleParams` gives by throwing: there is no such battle (404), not for you (403).
 * The plain page has that status; a connected view makes the browser load the page again, which then has it.
 */
export class HttpError extends Error {
  /** 400 to 499. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = "HttpError";
    this.status = status;
  }
}
