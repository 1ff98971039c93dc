import { attr, component, html, slot } from "@firecrest/template";
import { dynamicElement } from "./dynamic-tag.ts";

/**
 * Content that the browser shows elsewhere: at the end of the element that `target` selects, a dialog at the end of `body` for example.
 * It stays this view's own: its events come here. Portals may stand in portals (liveview-protocol.md §3.4).
 */
export const Portal = component(
  {
    name: "Portal",
    attrs: {
      /** Unlike that of any other element. */
      id: attr.string().required(),
      /** A CSS selector for one element of the page, inside or outside of the view. */
      target: attr.string().required().doc("a CSS selector"),
      /** Of the element around the content. Default: none. */
      class: attr.any(),
      /** The tag of the element around the content. Default "div". */
      container: attr.string().default("div"),
    },
    slots: { children: slot().required() },
  },
  ({ id, target, class: classes, container, children }) => {
    // The client moves the one element that is in here.
    const attributes = { id: `_lv_portal_wrap_${id}`, ...(classes !== undefined && { class: classes }) };
    return html`<template id=${id} data-phx-portal=${target}>${dynamicElement(container, attributes, children)}</template>`;
  },
);
