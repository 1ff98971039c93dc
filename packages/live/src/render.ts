import type { Rendered } from "@firecrest/template";
import type { Flash } from "./flash.ts";
import type { ViewMatch } from "./router.ts";
import type { LiveScope } from "./scope.ts";

/** What a live layout is given: it is rendered again with its view, so it may show what changes. */
export interface LayoutAssigns {
  /** The view's own markup. */
  readonly content: Rendered;
  readonly flash: Flash;
  /** The view's assigns; a layout serves many views, so it cannot count on any of them. */
  readonly assigns: Readonly<Record<string, unknown>>;
}

/** Wraps every view's markup; part of the view, so its slots are live. */
export type Layout = (assigns: LayoutAssigns) => Rendered;

/**
 * The view's markup for its present assigns, inside its live layout if there is one: what `mount` chose, else the live
 * session's, else the view's own, else the app's, which nested views do without.
 */
export function renderView(appLayout: Layout | undefined, { view, route }: ViewMatch, scope: LiveScope): Rendered {
  const render = (scope.render ?? view.render) as (assigns: object) => Rendered; // renderWith checked it
  const content = render(scope.assigns).ownedBy("view");
  const inherited = route === undefined ? undefined : appLayout;
  const layout = scope.layout ?? route?.liveSession?.layout ?? view.layout ?? inherited;
  return layout === undefined || layout === false
    ? content
    : layout({ content, flash: scope.flash, assigns: scope.assigns }).ownedBy("layout");
}
