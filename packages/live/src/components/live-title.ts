import { attr, component, html } from "@firecrest/template";

/**
 * The `<title>` of a root layout: `${LiveTitle({ title: pageTitle, default: "Shop", suffix: " · Example" })}`. Its attributes tell the
 * client how to write the titles that a view sets later.
 */
export const LiveTitle = component(
  {
    name: "LiveTitle",
    attrs: {
      /** The view's `pageTitle`. */
      title: attr.string(),
      /** Before every title. Default: nothing. */
      prefix: attr.string(),
      /** Behind every title. Default: nothing. */
      suffix: attr.string(),
      /** Instead of a title that is missing or blank. Without it a view that sets a blank title changes nothing. */
      default: attr.string(),
    },
  },
  ({ title = "", prefix, suffix, default: fallback }) =>
    html`<title data-prefix=${prefix} data-default=${fallback} data-suffix=${suffix}>${prefix}${title.trim() === "" ? fallback : title}${suffix}</title>`,
);
