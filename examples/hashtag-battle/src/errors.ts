import { DrizzleQueryError } from "drizzle-orm/errors";

/** What can go wrong before or outside a request; `AppError.code` is one of these. */
export type AppErrorCode =
  | "config-invalid"
  | "database-unreachable"
  | "database-in-use"
  | "database-lost"
  | "embedded-postgres"
  | "migration-changed"
  | "import-refused";

/**
 * A mistake in how the app was started or set up, told in full sentences: what happened → why → what to do.
 * The main program prints `message` and exits non-zero; it needs no stack.
 */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: AppErrorCode;

  constructor(code: AppErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/**
 * The message of anything that was thrown. Of a failed query it is PostgreSQL's own: drizzle's repeats the whole query
 * with all its parameters. An AggregateError (Node's refused connection to `localhost`) has none of its own.
 */
export function messageOf(error: unknown): string {
  if (error instanceof DrizzleQueryError && error.cause !== undefined) return messageOf(error.cause);
  if (error instanceof AggregateError && error.message === "") return error.errors.map(messageOf).join("; ");
  return error instanceof Error ? error.message : String(error);
}

/** The `code` of a system or PostgreSQL error (`ECONNREFUSED`, `28P01`), "" when it has none. */
export function codeOf(error: unknown): string {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "";
}
