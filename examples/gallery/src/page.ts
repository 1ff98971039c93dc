import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { type App, type LiveView, type Params, type Route, route } from "@firecrest/live";
import type { Hono } from "hono";
import { highlight } from "./highlight.ts";

/** What pages have in common: the list of pages is grouped by it. */
export type Area =
  | "Start here"
  | "Lists"
  | "Slow work"
  | "Forms"
  | "Uploads"
  | "Components"
  | "In the browser"
  | "Who is there"
  | "When it breaks";

/** One feature: where it is, what it shows, and the code that does it. */
export interface GalleryPage {
  readonly path: string;
  readonly title: string;
  readonly area: Area;
  /** What to try, and what to look at. */
  readonly summary: string;
  readonly routes: readonly Route[];
  /** Its files, coloured, to be shown beside it. */
  readonly files: readonly SourceFile[];
  /** Views that stay when the page around them changes, by name. */
  readonly views: Readonly<Record<string, LiveView<Params>>>;
  /** Adds what answers to plain HTTP requests: posted forms above all. */
  readonly http?: (http: Hono, app: App) => void;
}

/** A file as it is shown. */
export interface SourceFile {
  readonly name: string;
  /** Its text as coloured markup. */
  readonly markup: string;
}

/** How a page is described in its own file. */
interface PageOptions extends Pick<GalleryPage, "path" | "title" | "area" | "summary" | "http"> {
  /** `import.meta.url` of the page's file. Without it no code is shown. */
  readonly file?: string;
  /** Further files that belong to it, relative to its own. */
  readonly also?: readonly string[];
  readonly views?: GalleryPage["views"];
}

/** A page whose view stands at its path alone. */
export function page(options: PageOptions, view: LiveView<Params>): GalleryPage {
  return pageOf(options, [route(options.path, view)]);
}

/** A page of several routes. */
export function pageOf(
  { file, also = [], views = {}, ...options }: PageOptions,
  routes: readonly Route[],
): GalleryPage {
  const files = file === undefined ? [] : [file, ...also.map((name) => new URL(name, file).href)].map(sourceFile);
  const made = { ...options, views, files };
  return { ...made, routes: routes.map((one) => ({ ...one, metadata: { page: made } })) };
}

function sourceFile(url: string): SourceFile {
  return { name: basename(url), markup: highlight(withoutDescription(readFileSync(new URL(url), "utf8")).trimEnd()) };
}

/** What a page's file says about the page itself stands above the code already. */
function withoutDescription(text: string): string {
  return text.replace(/^import .* from "\.\.\/page\.ts";\n/m, "").replace(/\nexport const \w+ = page(Of)?\([^]*$/, "");
}
