/** Every `code` of a {@link ChannelError}. */
export type ChannelErrorCode =
  | "already-joined"
  | "event-without-handler"
  | "invalid-asset"
  | "invalid-header"
  | "invalid-option"
  | "invalid-payload"
  | "invalid-secret"
  | "invalid-topic-pattern"
  | "no-reply-ref"
  | "not-joined"
  | "port-in-use"
  | "request-aborted"
  | "request-too-large"
  | "session-too-large"
  | "transport-missing";

/** A mistake in how this package is used or configured. What a peer does wrong is answered, never thrown. */
export class ChannelError extends Error {
  override readonly name = "ChannelError";
  /** A stable name for programs and for the documentation. */
  readonly code: ChannelErrorCode;

  constructor(code: ChannelErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
