import { html, type LayoutAssigns, type MountHook, raw, type Rendered, type RootAssigns } from "@firecrest/live";
import { Link, LiveTitle } from "@firecrest/live/components";
import type { GalleryPage } from "./page.ts";

/** Puts the page's description among the assigns, for the layout. */
export const showPage = ((live) => {
  const galleryPage = live.route?.metadata?.["page"] as GalleryPage; // `pageOf` wrote it
  return { galleryPage, pageTitle: galleryPage.title };
}) satisfies MountHook;

/** The document: rendered once per visit, as plain HTML. */
export function rootLayout({ head, pageTitle, content }: RootAssigns): Rendered {
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="description" content="Every feature of Firecrest on a page of its own, with the code beside it.">
    <meta name="theme-color" media="(prefers-color-scheme: light)" content="#f7f6f3">
    <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#14151a">
    <link rel="icon" href="data:,">
    ${LiveTitle({ title: pageTitle ?? "", default: "Gallery", suffix: " · Firecrest" })}
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
export function layoutOf(pages: readonly GalleryPage[]): (assigns: LayoutAssigns) => Rendered {
  return ({ content, flash, assigns }) => {
    const shown = assigns["galleryPage"] as GalleryPage | undefined; // showPage put it there
    return html`<header class="bar">
  <${Link} navigate="/" class="brand"><span>Firecrest</span> gallery<//>
  <p class="connection" role="status">
    <span class="is-online">Live</span>
    <span class="is-connecting">Connecting…</span>
    <span class="is-offline">Offline – reconnecting…</span>
    <span class="is-broken">Crashed – restarting…</span>
  </p>
</header>
<div class="columns">
  <nav class="features" id="features" aria-label="Features" phx-hook="FeatureList">${contents(pages, shown)}</nav>
  <main id="main" tabindex="-1">
    <div class="flashes">${Object.entries(flash).map(([kind, text]) => html`<${Message} kind=${kind} text=${text} />`)}</div>
    <h1>${shown?.title}</h1>
    <p class="summary">${shown?.summary}</p>
    <div class=${["feature", shown?.files.length === 0 && "is-alone"]}>
      <section class="stage" aria-label="Running">${content}</section>
      ${shown !== undefined && shown.files.length > 0 && source(shown)}
    </div>
    ${neighbours(pages, shown)}
  </main>
</div>`;
  };
}

/** The pages by area. */
function contents(pages: readonly GalleryPage[], shown?: GalleryPage): readonly Rendered[] {
  const areas = [...new Set(pages.map(({ area }) => area))];
  return areas.map(
    (area) => html`<h2>${area}</h2>
<ul>${pages
      .filter((page) => page.area === area)
      .map(
        ({ path, title }) =>
          html`<li><${Link} navigate=${path} aria-current=${path === shown?.path ? "page" : undefined}>${title}<//></li>`,
      )}</ul>`,
  );
}

function Message({ kind, text }: { readonly kind: string; readonly text: string }): Rendered {
  return html`<div class="flash" role="alert" data-kind=${kind}>
  <p>${text}</p>
  <button class="is-quiet" phx-click="lv:clear-flash" phx-value-key=${kind}>Dismiss</button>
</div>`;
}

function source({ files }: GalleryPage): Rendered {
  return html`<section class="code" aria-label="Code">${files.map(
    ({ name, markup }) => html`<figure>
  <figcaption>${name}</figcaption>
  <pre tabindex="0"><code>${raw(markup)}</code></pre>
</figure>`,
  )}</section>`;
}

function neighbours(pages: readonly GalleryPage[], shown: GalleryPage | undefined): Rendered {
  const index = pages.findIndex(({ path }) => path === shown?.path);
  const before = pages[index - 1];
  const after = pages[index + 1];
  return html`<nav class="neighbours" aria-label="Before and after">
  ${before !== undefined && html`<${Link} navigate=${before.path} rel="prev">← ${before.title}<//>`}
  ${index >= 0 && html`<${Link} navigate="/">All pages<//>`}
  ${after !== undefined && html`<${Link} navigate=${after.path} rel="next">${after.title} →<//>`}
</nav>`;
}
