import { html, liveView, route } from "@firecrest/live";
import { Link } from "@firecrest/live/components";
import { type GalleryPage, pageOf } from "./page.ts";

/** The first page: what there is. */
export function indexPage(pages: readonly GalleryPage[]): GalleryPage {
  const areas = [...new Set(pages.map(({ area }) => area))];
  const view = liveView({
    mount: () => ({}),
    render: () =>
      html`<div class="index">${areas.map((area) => html`<section><h2>${area}</h2><ul>${entries(pages, area)}</ul></section>`)}</div>`,
  });
  const description = {
    path: "/",
    title: "Every feature on a page of its own",
    area: "Start here",
    summary: "The code stands beside what it does. Open a page in two windows, look at the network, break it.",
  } as const;
  return pageOf(description, [route("/", view)]);
}

function entries(pages: readonly GalleryPage[], area: string) {
  return pages
    .filter((page) => page.area === area)
    .map(({ path, title, summary }) => html`<li><${Link} navigate=${path}>${title}<//><p>${summary}</p></li>`);
}
