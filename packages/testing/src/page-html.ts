/** What a rendered page says about its live view (liveview-protocol §3.1). */
export interface LivePageMarkup {
  /** The container's DOM id. */
  readonly id: string;
  readonly sessionToken: string;
  readonly staticToken: string;
  readonly csrfToken: string;
  /** The view's markup inside the container. */
  readonly content: string;
}

/** Reads a page's container, tokens and content; throws with the page's beginning when it holds no live view. */
export function parseLivePage(page: string): LivePageMarkup {
  const container =
    /<(\w+) id="([^"]+)" data-phx-main[^>]*data-phx-session="([^"]+)" data-phx-static="([^"]*)"[^>]*>/.exec(page);
  const csrf = /<meta name="csrf-token" content="([^"]*)"/.exec(page);
  if (container === null || csrf === null) {
    throw new Error(`The page holds no live view with a CSRF token; it begins ${JSON.stringify(page.slice(0, 200))}.`);
  }
  const [tag, name = "", id = "", sessionToken = "", staticToken = ""] = container;
  const start = container.index + tag.length;
  const end = page.lastIndexOf(`</${name}>`);
  return { id, sessionToken, staticToken, csrfToken: csrf[1] ?? "", content: page.slice(start, end) };
}
