// The attributes by which a page and its client tell each other about views (liveview-protocol §3.3, §3.5).

/** A container of a live view; its value is the signed session. */
export const SESSION = "data-phx-session";
/** What a view's container was rendered with. */
export const STATIC = "data-phx-static";
/** The container of the view that a nested view belongs to. */
export const PARENT_ID = "data-phx-parent-id";
/** A nested view that stays when the page navigates. */
export const STICKY = "data-phx-sticky";
/** The view that the router mounted. */
export const MAIN = "data-phx-main";
/** The component whose root this is, by its number in its view. */
export const COMPONENT = "data-phx-component";
/** The view that a component belongs to. */
export const COMPONENT_VIEW = "data-phx-view";
/** Identifies an element without id across renders. */
export const MAGIC_ID = "data-phx-id";
/** In a render: this element has not changed, and its content was left out. */
export const SKIP = "data-phx-skip";
/** The ref of the stream that a row belongs to. */
export const STREAM = "data-phx-stream";
/** Content that a browser moves elsewhere. */
export const PORTAL = "data-phx-portal";

/** What only the client puts there. */
export const CLIENT_MARKS: readonly string[] = [COMPONENT, COMPONENT_VIEW, MAGIC_ID, SKIP, STREAM];
