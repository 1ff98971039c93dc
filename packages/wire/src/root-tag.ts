import { FrameError } from "./frame-error.ts";

/** The first tag up to its name. Only white space and comments may stand before it. */
const OPENING = /^((?:\s|<!--(?:(?!-->).)*-->)*)<([a-z][^\s/>]*)/is;

/** After a tag's name: its first attribute called `id`, looked for outside the values of the others. */
const ID = /^(?:[^>"']|"[^"]*"|'[^']*')*?(\sid=(?:"[^"]*"|'[^']*'))/;

/** The last closing tag, if there is one, and what stands after the element. */
const CLOSING = /(<\/[^<>]*>)?((?:\s|<!--(?:(?!-->).)*-->)*)$/s;

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
 * How an element without content ends, from behind its attributes, and what stands after it. What its template does not
 * close is a void element.
 */
export function closeRoot(statics: readonly string[]): { readonly closing: string; readonly after: string } {
  const [, closingTag, after = ""] = CLOSING.exec(statics[statics.length - 1] ?? "") ?? [];
  return { closing: closingTag ? `>${closingTag}` : "/>", after };
}
