import { html, liveView, route } from "@firecrest/live";
import { type GalleryPage, pageOf } from "./page.ts";

/** The first page: what there is. */
export function indexPage(pages: readonly GalleryPage[]): GalleryPage {
  const view = liveView({
    mount: () => ({}),
    render: () =>
      html`<ul class="index">${pages.map(
        ({ path, title, summary }) =>
          html`<li><a href=${path} data-phx-link="redirect" data-phx-link-state="push">${title}</a><p>${summary}</p></li>`,
      )}</ul>`,
  });
  const description = {
    path: "/",
    title: "Gallery",
    summary: "Every feature on a page of its own, with the code beside it.",
    file: import.meta.url,
  };
  return pageOf(description, [route("/", view)]);
}
