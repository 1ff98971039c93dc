// The attributes that the client itself puts into the page (liveview-protocol.md §3.3, §3.5, §14).

/** Which view's event an element waits for. */
export const REF_SRC = "data-phx-ref-src";
/** Until the answer to this event it shows that it is loading. */
export const REF_LOADING = "data-phx-ref-loading";
/** Until the answer to this event no patch touches it. */
export const REF_LOCK = "data-phx-ref-lock";
/** The ref of the stream that a row belongs to. */
export const STREAM = "data-phx-stream";
/** A container of a live view; its value is the signed session. */
export const SESSION = "data-phx-session";
/** What a view's container was rendered with. */
export const STATIC = "data-phx-static";
/** The container of a view that live navigation takes along. */
export const STICKY = "data-phx-sticky";
/** The container of the view that a nested view belongs to. */
export const PARENT_ID = "data-phx-parent-id";
/** The id of the view at the root of a view's tree. */
export const ROOT_ID = "data-phx-root-id";
/** The component whose root this is, by its number in its view. */
export const COMPONENT = "data-phx-component";
/** The view that a component belongs to. */
export const COMPONENT_VIEW = "data-phx-view";
/** Identifies an element without id across renders. */
export const MAGIC_ID = "data-phx-id";
/** In a render: this element has not changed, and its content was left out. */
export const SKIP = "data-phx-skip";
/** What a portal shows: the view that it belongs to. */
export const TELEPORTED = "data-phx-teleported";
