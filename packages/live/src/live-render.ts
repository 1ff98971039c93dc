import { type Hosted, hosted } from "@firecrest/template";
import type { Container } from "./container.ts";
import { LiveError } from "./errors.ts";
import type { LiveView, Params } from "./live-view.ts";
import type { RenderHost } from "./render-host.ts";

/** How a view is placed in a template. */
export interface LiveRenderOptions {
  /** The DOM id of its container, unique in the page. */
  readonly id: string;
  /** JSON values that the view finds in `live.session`, over those of the session cookie. The browser can read them, and not change them. */
  readonly session?: Readonly<Record<string, unknown>>;
  /** The element around it, over the one of its definition. */
  readonly container?: Container;
  /**
   * Whether it survives live navigation: a player that goes on while the page around it changes. It is then a tree of its
   * own, shares no assigns with the view around it, and must be listed in `createApp({ views })`. So must a view in a root layout,
   * which no other view is around. Default false.
   */
  readonly sticky?: boolean;
}

/** A view that stands in the template of another one. */
export interface NestedView extends LiveRenderOptions {
  readonly view: LiveView;
}

/**
 * Another live view in a template: `${liveRender(Clock, { id: "clock" })}`. It has an actor of its own, so that its crash is
 * its own; it ends with the view around it. It has no params and no `handleParams`.
 */
export function liveRender(view: LiveView<Params>, options: LiveRenderOptions): Hosted {
  if (typeof options.id !== "string" || options.id === "") {
    throw new LiveError(
      "nested-without-id",
      "liveRender was called without an id. The browser finds the view's container by it: give it one that is unique in the page.",
    );
  }
  if (view.handleParams !== undefined) {
    throw new LiveError(
      "nested-with-params",
      `The view ${JSON.stringify(options.id)} that liveRender places has handleParams, but only the view of a route has a URL. Pass what it needs as its session.`,
    );
  }
  const nested: NestedView = { ...options, view };
  return hosted((host: RenderHost) => host.placeView(nested));
}
