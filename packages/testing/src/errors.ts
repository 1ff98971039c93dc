import type { Redirect } from "./page/redirect.ts";

/** Every mistake and outcome that `testing` names; each has an entry in docs/errors.md. */
export type TestingErrorCode =
  | "diff-mismatch"
  | "duplicate-id"
  | "element-disabled"
  | "element-missing"
  | "element-not-unique"
  | "field-mismatch"
  | "form-without-id"
  | "invalid-selector"
  | "join-refused"
  | "never-settles"
  | "no-binding"
  | "no-page"
  | "no-redirect"
  | "not-in-process"
  | "redirected"
  | "socket-closed"
  | "socket-refused"
  | "upload-refused"
  | "view-crashed"
  | "view-left";

/** What is known about a TestingError beyond its message. */
export interface TestingErrorOptions {
  readonly cause?: unknown;
  readonly redirect?: Redirect;
}

/** What a page did instead of what the test asked for. The message shows the HTML around the spot where there is one. */
export class TestingError extends Error {
  /** What happened, for programs. */
  readonly code: TestingErrorCode;
  /** With "redirected": where to. */
  readonly redirect: Redirect | undefined;

  constructor(code: TestingErrorCode, message: string, { cause, redirect }: TestingErrorOptions = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "TestingError";
    this.code = code;
    this.redirect = redirect;
  }
}
