import { html, type LayoutAssigns, type MountHook, type Rendered, type RootAssigns } from "@firecrest/live";
import type { GalleryPage } from "./page.ts";

/** What the layout knows of the page that it surrounds. */
type ShownPage = Pick<GalleryPage, "path" | "title" | "summary" | "code">;

/** Puts the page's description among the assigns, for the layout. */
export const showPage = ((live) => {
  const shown = live.route?.metadata?.["page"] as ShownPage; // `page` wrote it
  return { shown, pageTitle: shown.title };
}) satisfies MountHook;

/** The document: rendered once per visit, as plain HTML. */
export function rootLayout({ head, pageTitle, content }: RootAssigns): Rendered {
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="description" content="Every feature of Firecrest on a page of its own, with the code beside it.">
    <link rel="icon" href="data:,">
    <title data-default="Gallery" data-suffix=" · Firecrest">${pageTitle ?? "Gallery"} · Firecrest</title>
    ${head}
  </head>
  <body>
    <a class="skip" href="#main">Skip to the content</a>
    ${content}
  </body>
</html>
`;
}

/** What surrounds every page: the list of pages, messages, the running feature and its code. */
export function layoutOf(pages: () => readonly GalleryPage[]): (assigns: LayoutAssigns) => Rendered {
  return ({ content, flash, assigns }) => {
    const shown = assigns["shown"] as ShownPage | undefined; // showPage put it there
    return html`<header class="bar">
  <a class="brand" href="/" data-phx-link="redirect" data-phx-link-state="push">Firecrest gallery</a>
  <p class="connection" role="status">
    <span class="is-online">Live</span>
    <span class="is-connecting">Connecting…</span>
    <span class="is-offline">Offline – trying to reconnect…</span>
  </p>
</header>
<div class="columns">
  <nav aria-label="Features">
    <ul>${pages().map(
      ({ path, title }) =>
        html`<li><a href=${path} data-phx-link="redirect" data-phx-link-state="push" aria-current=${path === shown?.path ? "page" : undefined}>${title}</a></li>`,
    )}</ul>
  </nav>
  <main id="main">
    ${Object.entries(flash).map(([kind, text]) => html`<p class="flash" role="alert" data-kind=${kind}>${text} <button phx-click="lv:clear-flash" phx-value-key=${kind}>Dismiss</button></p>`)}
    <h1>${shown?.title}</h1>
    <p class="summary">${shown?.summary}</p>
    <section class="stage" aria-label="Running">${content}</section>
    ${shown !== undefined && html`<details class="code" open id="code"><summary>Code</summary><pre tabindex="0"><code>${shown.code}</code></pre></details>`}
  </main>
</div>`;
  };
}
