/** Where the server sends the browser; in replies, and as messages of these names (liveview-protocol.md §6). */
export interface Instruction {
  /** Another page, by a full load. */
  readonly redirect?: { readonly to: string; readonly flash?: string };
  /** Another view in this one's place. */
  readonly live_redirect?: { readonly to: string; readonly kind: "push" | "replace"; readonly flash?: string };
  /** The URL changes, the view stays. */
  readonly live_patch?: { readonly to: string; readonly kind: "push" | "replace" };
  /** A patch that turned out to lead to another view. */
  readonly link_redirect?: boolean;
}
