/** What a browser takes from a dead render before it connects. Pure. */

/** The tokens of one page. */
export interface LivePage {
  readonly csrfToken: string;
  /** Id of the main view's container; the view's topic is `lv:<viewId>`. */
  readonly viewId: string;
  readonly session: string;
  /** The container's static token; null where it has none. */
  readonly staticToken: string | null;
}

/** What a browser joins a view by that stands in the main one. */
export interface NestedView {
  readonly id: string;
  readonly session: string;
  readonly staticToken: string | null;
}

/** A page that is no dead render of a live view. */
export class LivePageError extends Error {
  override readonly name = "LivePageError";
}

/** Finds the csrf token and the main view's container in a page. */
export function readLivePage(html: string): LivePage {
  const meta = firstTag(html, /<meta\b[^>]*\bname="csrf-token"[^>]*>/, 'a <meta name="csrf-token">');
  const container = firstTag(html, /<[a-z][^>]*\bdata-phx-main\b[^>]*>/, "an element with data-phx-main");
  return {
    csrfToken: attribute(meta, "content"),
    viewId: attribute(container, "id"),
    session: attribute(container, "data-phx-session"),
    staticToken: attribute(container, "data-phx-static") || null,
  };
}

/**
 * The views inside the main one: their static tokens are in the page, their sessions in the answer to its join (whose text
 * is taken as it is, JSON and all).
 */
export function readNestedViews(html: string, joinReply: string): readonly NestedView[] {
  // Nearly every page has none, and the load must stay cheaper than what it measures.
  if (!joinReply.includes(NESTED_MARK)) return [];
  const staticTokens = new Map(
    nestedContainers(html).map((tag) => [attribute(tag, "id"), attribute(tag, "data-phx-static")]),
  );
  return nestedContainers(joinReply.replaceAll('\\"', '"')).map((tag) => {
    const id = attribute(tag, "id");
    return { id, session: attribute(tag, "data-phx-session"), staticToken: staticTokens.get(id) || null };
  });
}

const NESTED_MARK = "data-phx-parent-id";

function nestedContainers(html: string): readonly string[] {
  return html.match(/<[a-z][^>]*\bdata-phx-parent-id=[^>]*>/g) ?? [];
}

/** The `cookie` header that follows from an answer's `set-cookie` lines (joined by line feeds). */
export function cookieHeader(setCookie: string | undefined): string {
  if (setCookie === undefined) return "";
  return setCookie
    .split("\n")
    .map((line) => line.split(";")[0])
    .join("; ");
}

function firstTag(html: string, pattern: RegExp, what: string): string {
  const tag = pattern.exec(html)?.[0];
  if (tag === undefined) {
    throw new LivePageError(
      `The page has no ${what.replace(/^an? /, "")}; a dead render of a live view has ${what}. It begins with: ${html.slice(0, 80)}`,
    );
  }
  return tag;
}

function attribute(tag: string, name: string): string {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  if (value === undefined)
    throw new LivePageError(
      `The tag ${tag.slice(0, 80)} has no attribute ${name}="…", without which nobody can join the view.`,
    );
  return unescapeAttribute(value);
}

function unescapeAttribute(value: string): string {
  return value
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
