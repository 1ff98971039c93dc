/**
 * Why something from the wire could not be read or written. Over a websocket `malformed-json` means close code 1007 and
 * `malformed-shape` means 1002.
 *
 * - `malformed-json`: the text is not JSON.
 * - `malformed-shape`: it is JSON, or bytes, but not a frame.
 * - `field-too-long`: a field of a binary frame is longer than the 255 bytes its length byte can say.
 *
 * Those of trees are said in few words, because they are part of the browser's bundle (there `malformed-shape` means a diff
 * that does not fit the tree):
 *
 * - `missing-component`: a rendered tree points at a component that no diff has brought.
 * - `missing-root-tag`: a template that claims a root element (`r`) does not begin with one.
 */
export type FrameErrorCode =
  | "malformed-json"
  | "malformed-shape"
  | "field-too-long"
  | "missing-component"
  | "missing-root-tag";

/** What a peer sent cannot be used, or what we were asked to send cannot be said. The one error class of this package. */
export class FrameError extends Error {
  override readonly name = "FrameError";
  /** Which of the documented failures this is. */
  readonly code: FrameErrorCode;

  constructor(code: FrameErrorCode, message: string, options?: { readonly cause: unknown }) {
    super(message, options);
    this.code = code;
  }
}
