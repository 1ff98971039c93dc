import { attr, component, html, slot } from "@firecrest/template";

/**
 * Keeps the focus inside: Tab goes from the last thing that can be focused to the first and, with Shift, back; the first is focused when
 * it appears. For dialogs and menus.
 */
export const FocusWrap = component(
  {
    name: "FocusWrap",
    attrs: { id: attr.string().required().doc("of the element around the content"), rest: attr.global() },
    slots: { children: slot().required() },
  },
  // The client's hook takes the first and the last child for its sentinels.
  ({ id, rest, children }) =>
    html`<div id=${id} phx-hook="Phoenix.FocusWrap" ...${rest}><div id="${id}-start" tabindex="0" aria-hidden="true"></div>${children}<div id="${id}-end" tabindex="0" aria-hidden="true"></div></div>`,
);
