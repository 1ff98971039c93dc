/** The page's token against forged requests. */
export function csrfToken(): string | undefined {
  return document.querySelector<HTMLMetaElement>("meta[name=csrf-token]")?.content;
}

/** The URLs of the page's scripts and styles with `phx-track-static`, by which the server knows whether they are its latest. */
export function trackedStatics(): string[] | undefined {
  const elements = [...document.querySelectorAll<HTMLScriptElement & HTMLLinkElement>("[phx-track-static]")];
  return elements.length ? elements.map(({ src, href }) => src || href) : undefined;
}

/**
 * Writes the page's title, between the `data-prefix` and `data-suffix` of the `<title>`. A blank one becomes its
 * `data-default`; without that it changes nothing.
 */
export function writeTitle(title: string | undefined): void {
  const { prefix = "", suffix = "", default: fallback } = document.querySelector("title")?.dataset ?? {};
  const text = title?.trim() ? title : fallback;
  if (text !== undefined) document.title = prefix + text + suffix;
}
