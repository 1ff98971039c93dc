import { type Document, Text } from "domhandler";
import { setChildren } from "./document.ts";
import { findAll } from "./select.ts";

/**
 * Writes the page's title, between the `data-prefix` and `data-suffix` of the `<title>`. A blank one becomes its `data-default`;
 * without that it changes nothing (liveview-protocol §8.8).
 */
export function writeTitle(document: Document, title: string | undefined): void {
  const [element] = findAll(document, "title");
  if (element === undefined) return;
  const { "data-prefix": prefix = "", "data-suffix": suffix = "", "data-default": fallback } = element.attribs;
  const text = title?.trim() ? title : fallback;
  if (text !== undefined) setChildren(element, [new Text(prefix + text + suffix)]);
}
