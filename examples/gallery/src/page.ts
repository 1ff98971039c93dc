import { readFileSync } from "node:fs";
import { type LiveView, type Params, type Route, route } from "@firecrest/live";

/** One feature: where it is, what it shows, and the file that does it. */
export interface GalleryPage {
  readonly path: string;
  readonly title: string;
  /** One sentence: what to try, and what to look at. */
  readonly summary: string;
  readonly routes: readonly Route[];
  /** The text of its file, shown beside it. */
  readonly code: string;
}

/** How a page is described in its own file. */
interface PageOptions {
  readonly path: string;
  readonly title: string;
  readonly summary: string;
  /** `import.meta.url` of the page's file. */
  readonly file: string;
}

/** A page whose view stands at its path alone. */
export function page(options: PageOptions, view: LiveView<Params>): GalleryPage {
  return pageOf(options, [route(options.path, view)]);
}

/** A page of several routes. */
export function pageOf({ file, ...options }: PageOptions, routes: readonly Route[]): GalleryPage {
  const made = { ...options, code: readFileSync(new URL(file), "utf8") };
  return { ...made, routes: routes.map((one) => ({ ...one, metadata: { page: made } })) };
}
