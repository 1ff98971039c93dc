/**
 * Writes the page's title, between the `data-prefix` and `data-suffix` of the `<title>`. A blank one becomes its
 * `data-default`; without that it changes nothing.
 */
export function writeTitle(title: string | undefined): void {
  const { prefix = "", suffix = "", default: fallback } = document.querySelector("title")?.dataset ?? {};
  const text = title?.trim() ? title : fallback;
  if (text !== undefined) document.title = prefix + text + suffix;
}
