import { attr, component, hosted, html, slot } from "@firecrest/template";
import type { RenderHost } from "../render-host.ts";
import { leadsAway } from "./leads-away.ts";

/**
 * A link: to another live view over the same socket (`navigate`), to another URL of this view (`patch`), or to any page (`href`), which
 * also takes a `method` other than "get": a script then submits a form with the page's CSRF token (liveview-protocol.md §16.3, §3.4).
 * Without any of them it goes nowhere (`#`) and carries a `phx-click`. A URL that would run a script is shown as `about:blank#blocked`.
 */
export const Link = component(
  {
    name: "Link",
    attrs: {
      /** A path of a live view in the same live session; from any other page it is an ordinary link. */
      navigate: attr.string(),
      /** A path of this view: its `handleParams` runs. */
      patch: attr.string(),
      /** Any URL; the browser loads it. */
      href: attr.any<string | URL>(),
      /** For `navigate` and `patch`: take the place of the current entry of the browser's history. Default false. */
      replace: attr.boolean().default(false),
      /** For `href`: what the browser asks with. Default "get". */
      method: attr.string().default("get"),
      /** For a `method` other than "get": the token to send. Default: the page's own, except for another site, which gets none. */
      csrfToken: attr.string(),
      rest: attr.global({ include: ["download", "hreflang", "ping", "referrerpolicy", "rel", "target", "type"] }),
    },
    slots: { children: slot().required() },
  },
  ({ navigate, patch, href, replace, method, csrfToken, rest, children }) => {
    const to = navigate ?? patch;
    if (to !== undefined) {
      const kind = navigate === undefined ? "patch" : "redirect";
      const state = replace ? "replace" : "push";
      return html`<a href=${to} data-phx-link=${kind} data-phx-link-state=${state} ...${rest}>${children}</a>`;
    }
    if (href === undefined || href === "#") return html`<a href="#" ...${rest}>${children}</a>`;
    if (method.toLowerCase() === "get") return html`<a href=${href} ...${rest}>${children}</a>`;
    const submitting = (token: string | undefined) =>
      html`<a href=${href} data-method=${method} data-csrf=${token} data-to=${href} ...${rest}>${children}</a>`;
    if (csrfToken !== undefined || leadsAway(String(href))) return submitting(csrfToken);
    return html`${hosted((host: RenderHost) => submitting(host.csrfToken))}`;
  },
);
