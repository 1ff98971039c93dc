import type { Content } from "@firecrest/template";
import type { LiveComponent } from "./live-component.ts";
import type { NestedView } from "./live-render.ts";

/** What content that stands in a template may ask of whoever renders it: the page, or a connected view. */
export interface RenderHost {
  /** A token for a form that is posted to this app. */
  readonly csrfToken: string;
  placeComponent(component: LiveComponent<never>, props: object): Content;
  placeView(nested: NestedView): Content;
}
