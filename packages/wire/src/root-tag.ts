import { FrameError } from "./frame-error.ts";

/** The first tag up to its name. Only white space and comments may stand before it. */
const OPENING = /^((?:\s|<!--(?:(?!-->).)*-->)*)<([^\s/>]+)/s;

/** After a tag's name: its first attribute called `id`, looked for outside the values of the others. */
const ID = /^[^>"']*(?:(?:"[^"]*"|'[^']*')[^>"']*)*?(\sid=(?:"[^"]*"|'[^']*'))/;

/** Where the root element of a template begins. */
export interface RootOpening {
  /** What stands before the element. */
  readonly before: string;
  readonly tag: string;
  /** The first static from the tag's name on: where attributes can be put in. */
  readonly rest: string;
}

/** Cuts the statics of a template with one root element open behind the name of its tag. @throws FrameError `missing-root-tag` */
export function openRoot([first = ""]: readonly string[]): RootOpening {
  const [opening, before = "", tag = ""] = OPENING.exec(first) ?? [];
  if (opening === undefined) throw new FrameError("missing-root-tag", `No root tag in ${first.slice(0, 80)}`);
  return { before, tag, rest: first.slice(opening.length) };
}

/** The ` id="…"` of a start tag, given its text behind the name; "" if it has none. */
export function idAttribute(startTag: string): string {
  return ID.exec(startTag)?.[1] ?? "";
}

/**
 * How an element without content ends, from behind its attributes, with whatever stands after the element. What its
 * template does not close is a void element.
 */
export function closeRoot(
  statics: readonly string[],
  tag: string,
): { readonly closing: string; readonly after: string } {
  const last = statics[statics.length - 1] ?? "";
  const start = last.toLowerCase().lastIndexOf(`</${tag.toLowerCase()}`);
  const end = last.indexOf(">", start < 0 ? last.lastIndexOf(">") : start) + 1;
  return { closing: start < 0 ? "/>" : `>${last.slice(start, end)}`, after: last.slice(end) };
}
