import type { Rendered } from "@firecrest/template";
import type { Environment } from "./environment.ts";
import type { Flash } from "./flash.ts";
import type { LiveHandle } from "./live.ts";
import type { LiveView } from "./live-view.ts";

/** What a live layout is given: it is rendered again with its view, so it may show what changes. */
export interface LayoutAssigns {
  /** The view's own markup. */
  readonly content: Rendered;
  readonly flash: Flash;
}

/** Wraps every view's markup; part of the view, so its slots are live. */
export type Layout = (assigns: LayoutAssigns) => Rendered;

/** The view's markup for its present assigns, inside the app's live layout if there is one. */
export function renderView(environment: Environment, view: LiveView, live: LiveHandle): Rendered {
  const content = view.render(live.assigns).ownedBy("view");
  return environment.layout === undefined
    ? content
    : environment.layout({ content, flash: live.flash }).ownedBy("layout");
}
