/** Every mistake and outcome that `live` names; each has an entry in docs/errors.md. */
export type LiveErrorCode =
  | "event-without-handler"
  | "invalid-event-params"
  | "malformed-event"
  | "invalid-assigns"
  | "invalid-navigation"
  | "patch-in-mount"
  | "patch-to-other-view"
  | "patch-loop"
  | "second-navigation"
  | "reserved-assign"
  | "unknown-assign"
  | "only-in-mount"
  | "invalid-hook"
  | "duplicate-hook"
  | "halt-needs-redirect"
  | "too-many-tasks"
  | "incomplete-async-result"
  | "component-without-id"
  | "duplicate-component"
  | "too-many-components"
  | "incomplete-update"
  | "stream-without-each"
  | "nested-without-id"
  | "nested-with-params"
  | "too-many-nested-views"
  | "unnamed-view"
  | "invalid-route"
  | "invalid-config"
  | "form-too-large"
  | "invalid-tag"
  | "async-schema"
  | "client-build-failed"
  | "client-missing"
  | "invalid-upload"
  | "unknown-upload"
  | "upload-active"
  | "upload-in-progress"
  | "upload-consumed";

/** A mistake in a view, a route or a configuration. The message says what happened, why that is wrong, and what to do. */
export class LiveError extends Error {
  /** Which mistake, for programs. */
  readonly code: LiveErrorCode;

  constructor(code: LiveErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = "LiveError";
    this.code = code;
  }
}

/** What a client brings about by what it sends, whoever wrote it: the code of a view is mostly right when they are thrown. */
const PEERS_MISTAKES: readonly LiveErrorCode[] = [
  "event-without-handler",
  "invalid-event-params",
  "malformed-event",
  "form-too-large",
];

/** Whether an error was brought about by what a client sent: worth a warning, not an alarm. */
export function isPeersMistake(error: unknown): boolean {
  return error instanceof LiveError && PEERS_MISTAKES.includes(error.code);
}
