import { attr, component, html, type Rendered, slot } from "@firecrest/template";
import { LiveError } from "../errors.ts";

/**
 * An element whose name is known only when it is rendered: `<${DynamicTag} tagName=${`h${level}`} class="title">…<//>`. All other
 * attributes are the element's. Throws a `LiveError` ("invalid-tag") for what is no name of an element, and for content in one that
 * can have none.
 */
export const DynamicTag = component(
  {
    name: "DynamicTag",
    attrs: { tagName: attr.string().required(), rest: attr.global({ include: "all" }) },
    slots: { children: slot() },
  },
  ({ tagName, rest, children }) => dynamicElement(tagName, rest, children),
);

/** The element as a template, one for each name. */
export function dynamicElement(tagName: string, attributes: object, content: unknown): Rendered {
  const strings = stringsFor(tagName);
  if (strings.length === 3) return html(strings, attributes, content);
  if (content === undefined) return html(strings, attributes);
  throw new LiveError("invalid-tag", `<${tagName}> got content, but in HTML it can have none. Leave the content out.`);
}

// What a template is prepared from is remembered by its identity, so each name has its own strings. A program has few; whoever takes
// names from a user pays for preparing them again, and for sending them whole.
const NAMES_MAX = 200;
const stringsByName = new Map<string, TemplateStringsArray>();

const TAG_NAME = /^[a-z][a-z0-9._-]{0,63}$/i;
const VOID_TAGS = new Set("area base br col embed hr img input link meta param source track wbr".split(" "));

function stringsFor(tagName: string): TemplateStringsArray {
  const known = stringsByName.get(tagName);
  if (known !== undefined) return known;
  if (!TAG_NAME.test(tagName)) {
    throw new LiveError(
      "invalid-tag",
      `${JSON.stringify(tagName.slice(0, 80))} cannot name an element: a name is a letter, then letters, digits, ".", "_" and "-", 64 at most.`,
    );
  }
  const start = [`<${tagName} ...`, ">"];
  const parts = VOID_TAGS.has(tagName.toLowerCase()) ? start : [...start, `</${tagName}>`];
  const strings = Object.assign(parts, { raw: parts });
  const [oldest] = stringsByName.keys();
  if (stringsByName.size >= NAMES_MAX && oldest !== undefined) stringsByName.delete(oldest);
  stringsByName.set(tagName, strings);
  return strings;
}
