import { html, type Rendered } from "@firecrest/template";
import { LiveTitle } from "./components/live-title.ts";

/** The browser files that a page loads. */
export interface PageAssets {
  /** URL of the entry's script, if the app has a browser entry. */
  readonly script: string | undefined;
  /** URL of its stylesheet, if it has one. */
  readonly style: string | undefined;
}

/** What the document around a view is made from; rendered once, as plain HTML. */
export interface RootAssigns {
  /** For `<head>`: the CSRF token, the stylesheet and the script. */
  readonly head: Rendered;
  /** The view's `pageTitle` at its first render. */
  readonly pageTitle: string | undefined;
  /** The view in its container. */
  readonly content: Rendered;
}

/** Renders the document around a view. */
export type RootLayout = (assigns: RootAssigns) => Rendered;

/** What belongs into every page's `<head>`. The token is public; without the session's cookie it opens nothing. */
export function pageHead(assets: PageAssets, csrfToken: string): Rendered {
  return html`<meta name="csrf-token" content=${csrfToken}>${
    assets.style === undefined ? undefined : html`<link rel="stylesheet" phx-track-static href=${assets.style}>`
  }${
    assets.script === undefined
      ? undefined
      : html`<script type="module" phx-track-static src=${assets.script}></script>`
  }`;
}

/** The document when an app brings none of its own. */
export function defaultRootLayout({ head, pageTitle, content }: RootAssigns): Rendered {
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    ${LiveTitle({ title: pageTitle, default: "Firecrest" })}
    ${head}
  </head>
  <body>
    ${content}
  </body>
</html>
`;
}
