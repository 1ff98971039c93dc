import type { AnyNode, Document, Element } from "domhandler";
import { selectAll } from "css-select";
import { TestingError } from "../errors.ts";
import { textOf } from "./document.ts";

/** Which text an element has to have: a part of it, white space collapsed, or a pattern. */
export type TextFilter = string | RegExp;

/** The elements below `root` that a CSS selector matches, in document order. Throws "invalid-selector". */
export function findAll(root: Element | Document, selector: string): Element[] {
  try {
    return selectAll<AnyNode, Element>(selector, root);
  } catch (error) {
    throw new TestingError(
      "invalid-selector",
      `${JSON.stringify(selector)} is not a CSS selector: ${error instanceof Error ? error.message : String(error)}.`,
      { cause: error },
    );
  }
}

/** Whether an element's text passes. */
export function hasText(element: Element, filter: TextFilter | undefined): boolean {
  if (filter === undefined) return true;
  const text = textOf(element);
  return typeof filter === "string" ? text.includes(filter) : new RegExp(filter.source, withoutG(filter)).test(text);
}

/** A pattern with `g` or `y` remembers where it was, and would skip every other match. */
function withoutG({ flags }: RegExp): string {
  return flags.replaceAll(/[gy]/g, "");
}
