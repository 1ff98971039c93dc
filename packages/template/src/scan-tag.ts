import { SLOT, type Source } from "./source.ts";

/** One attribute as it is written. */
export interface Attribute {
  /** "" for a spread, whose value is the one slot. */
  readonly name: string;
  /** What stands in the quotes, with `SLOT` for slots; undefined when there is no `=`. */
  readonly value: string | undefined;
  /** Where the white space before the attribute begins. */
  readonly from: number;
  readonly nameAt: number;
  readonly valueAt: number;
  /** Behind the closing quote. */
  readonly to: number;
  readonly quote: '"' | "'" | "";
}

/** An element, a component call (`<${Card}>`) or the content for a named slot of one (`<:footer>`). */
export interface Tag {
  readonly kind: "element" | "component" | "named-slot";
  /** As it is written; "" for a component. */
  readonly name: string;
  readonly offset: number;
  /** Behind `>`. */
  readonly to: number;
  readonly attributes: readonly Attribute[];
  readonly selfClosing: boolean;
}

const TAG_NAME = /[^\s/>]*/y;
const GOOD_TAG_NAME = /^[a-z][^"'<=&\uFDD0]*$/i;
const SPACE = /\s*/y;
const ATTRIBUTE_NAME = /[^\s/>=]+/y;
const EQUALS = /\s*=\s*/y;
const UNQUOTED = /[^\s>]+/y;

/** Reads the start tag at `offset` of the source, where a `<` stands and something that can be a name behind it. */
export function scanTag(source: Source, offset: number): Tag {
  const head = scanTagName(source, offset);
  const attributes: Attribute[] = [];
  for (let at = head.to; ; ) {
    const nameAt = at + match(SPACE, source, at).length;
    if (source.text.startsWith(">", nameAt)) {
      return { ...head, offset, attributes, selfClosing: false, to: nameAt + 1 };
    }
    if (source.text.startsWith("/>", nameAt)) {
      return { ...head, offset, attributes, selfClosing: true, to: nameAt + 2 };
    }
    if (nameAt >= source.text.length) {
      throw source.error("unclosed-tag", offset, 'The template ends in the middle of this tag. Add the missing ">".');
    }
    const attribute = scanAttribute(source, { from: at, nameAt }, head.kind);
    forbidDuplicate(source, attributes, attribute);
    attributes.push(attribute);
    at = attribute.to;
  }
}

function scanTagName(source: Source, offset: number): Pick<Tag, "kind" | "name" | "to"> {
  const written = match(TAG_NAME, source, offset + 1);
  const to = offset + 1 + written.length;
  if (written === SLOT) return { kind: "component", name: "", to };
  const name = written.startsWith(":") ? written.slice(1) : written;
  if (name.includes(SLOT)) {
    throw source.error(
      "slot-in-tag-name",
      offset + 1 + written.indexOf(SLOT),
      "A slot stands in a tag name; names are fixed when the template is prepared. " +
        "Choose between two templates, or call a component: <${Component}>.",
    );
  }
  if (!GOOD_TAG_NAME.test(name)) {
    throw source.error("malformed-tag", offset, `<${written} is not a tag name. Write &lt; for a "<" that is text.`);
  }
  return { kind: name === written ? "element" : "named-slot", name, to };
}

function scanAttribute(
  source: Source,
  { from, nameAt }: Pick<Attribute, "from" | "nameAt">,
  kind: Tag["kind"],
): Attribute {
  const name = match(ATTRIBUTE_NAME, source, nameAt);
  const nameEnd = nameAt + name.length;
  if (name === `...${SLOT}`) {
    return { name: "", value: SLOT, from, nameAt, valueAt: nameEnd - 1, to: nameEnd, quote: "" };
  }
  checkAttributeName(source, name, nameAt);
  const equals = match(EQUALS, source, nameEnd);
  const valueAt = nameEnd + equals.length;
  if (equals === "") return { name, value: undefined, from, nameAt, valueAt, to: nameEnd, quote: "" };
  const quote = source.text[valueAt];
  if (quote !== '"' && quote !== "'") return { name, ...scanUnquoted(source, valueAt, kind), from, nameAt, valueAt };
  const to = source.text.indexOf(quote, valueAt + 1);
  if (to < 0) {
    throw source.error("unclosed-tag", valueAt, `The quote that opens the value of ${name} is never closed.`);
  }
  return { name, value: source.text.slice(valueAt + 1, to), from, nameAt, valueAt: valueAt + 1, to: to + 1, quote };
}

// HTML takes the slash of `href=/a/>` for part of the value. Behind a slot, and in a component, it can only be meant to end the tag.
function scanUnquoted(source: Source, at: number, kind: Tag["kind"]): Pick<Attribute, "value" | "to" | "quote"> {
  let value = match(UNQUOTED, source, at);
  const endsTag = value.endsWith("/") && source.text[at + value.length] === ">";
  if (endsTag && (kind !== "element" || value.endsWith(`${SLOT}/`))) value = value.slice(0, -1);
  if (value === "")
    throw source.error("malformed-tag", at, 'An attribute has "=" but no value. Write ="" for an empty one.');
  return { value, to: at + value.length, quote: "" };
}

function checkAttributeName(source: Source, name: string, nameAt: number): void {
  if (name.includes(SLOT)) {
    throw source.error(
      "slot-in-attribute-name",
      nameAt + name.indexOf(SLOT),
      "A slot stands where an attribute name belongs. For one that is there or not, write disabled=${condition}; " +
        "to add attributes by name, spread an object: ...${attributes}.",
    );
  }
  if (name === "" || /["'<]/.test(name)) {
    throw source.error(
      "malformed-tag",
      nameAt,
      `${JSON.stringify(name || source.text[nameAt])} is not an attribute name.`,
    );
  }
}

function forbidDuplicate(source: Source, attributes: readonly Attribute[], attribute: Attribute): void {
  if (attribute.name === "") return;
  if (attributes.some((other) => other.name.toLowerCase() === attribute.name.toLowerCase())) {
    throw source.error(
      "duplicate-attribute",
      attribute.nameAt,
      `The attribute ${attribute.name} is written twice; a browser would take the first and drop this one. Remove one of them.`,
    );
  }
}

function match(pattern: RegExp, source: Source, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(source.text)?.[0] ?? "";
}
