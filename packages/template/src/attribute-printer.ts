import { classText } from "./class-list.ts";
import { escapeHtml } from "./escape.ts";
import { Json, Raw } from "./rendered.ts";
import type { Source } from "./source.ts";
import { styleText } from "./style-text.ts";
import { BOOLEAN_ATTRIBUTES, WORD_ATTRIBUTES, isHandlerAttribute } from "./tag-names.ts";
import { type Primitive, textOf, toPrimitive } from "./text.ts";
import { BLOCKED_URL, isScriptingUrl, isUrlAttribute, reportBlockedUrl } from "./url.ts";

/** What is remembered of an attribute slot, to compare the next value with. */
export type AttributePrint = ValuePrint | AttributeFamily;

type ValuePrint = Primitive | Raw;

/** The attributes that a map under `data`, `aria` or `phx` stands for, as HTML. */
class AttributeFamily {
  readonly #html: string;

  constructor(html: string) {
    this.#html = html;
  }

  get html(): string {
    return this.#html;
  }
}

/** Turns the value of a slot into what is compared, and that into HTML. */
export interface AttributePrinter {
  /** Strings and numbers are escaped, and nothing more. */
  readonly isText: boolean;
  /** Takes only `raw` and `json`. */
  readonly isCode: boolean;
  print(value: unknown): AttributePrint;
  html(print: AttributePrint): string;
}

/** Where an attribute stands, and so what its values may be. */
export interface AttributePlace {
  /** Lower case. */
  readonly tag: string;
  /** As it is written. */
  readonly name: string;
  readonly source: Source;
  readonly offset: number;
}

/** The rules for one attribute's values, derived from its name. */
export interface AttributeRule extends AttributePlace {
  /** `on*`, `srcdoc`: only `raw` and `json`. */
  readonly isCode: boolean;
  readonly isUrl: boolean;
  readonly isBoolean: boolean;
  /** Booleans are the words "true" and "false". */
  readonly hasWords: boolean;
  readonly list: "class" | "style" | undefined;
}

/** Looks an attribute's name up in HTML's tables. */
export function ruleFor(place: AttributePlace): AttributeRule {
  const name = place.name.toLowerCase();
  return {
    ...place,
    isCode: isHandlerAttribute(name) || name === "srcdoc",
    isUrl: isUrlAttribute(place.tag, name),
    isBoolean: BOOLEAN_ATTRIBUTES.has(name),
    hasWords: name.startsWith("aria-") || WORD_ATTRIBUTES.has(name),
    list: name === "class" || name === "style" ? name : undefined,
  };
}

/** For a slot that is a whole attribute: `title=${title}`. `false`, `null` and `undefined` leave it out, `true` writes it bare. */
export function wholePrinter(rule: AttributeRule): AttributePrinter {
  return {
    isText: false,
    isCode: rule.isCode,
    print: (value) => printWhole(rule, value),
    html: (print) => wholeHtml(rule, print),
  };
}

/** For a slot between quotes that the template writes: `title="Hello ${name}"`. The attribute is always there. */
export function quotedPrinter(rule: AttributeRule): AttributePrinter {
  return {
    isText: !rule.isCode && !rule.isUrl,
    isCode: rule.isCode,
    print: (value) => printAttribute(rule, value),
    html: (print) => attributeText(rule, print as ValuePrint), // print() returned one of these
  };
}

/** For `...${attributes}`: an object of attributes by name. Those in `written` (lower case), which the tag itself has, are left out. */
export function spreadPrinter(place: Omit<AttributePlace, "name">, written: ReadonlySet<string>): AttributePrinter {
  const rules: SpreadRules = new Map();
  return {
    isText: false,
    isCode: false,
    print: (value) => spreadHtml(place, value, { written, rules }),
    html: (print) => textOf(print as Primitive), // print() returned a string
  };
}

/** For a slot in `<script>`, `<style>` and other text that is not escaped. */
export function codePrinter(place: AttributePlace): AttributePrinter {
  return {
    isText: false,
    isCode: true,
    print: (value) => printCode(place, value),
    html: (print) => textOf(print as Primitive), // printCode returns a string
  };
}

const FAMILIES = /^(?:data|aria|phx)$/i;

function printWhole(rule: AttributeRule, value: unknown): AttributePrint {
  if (!FAMILIES.test(rule.name) || !isPlainMap(value)) return printAttribute(rule, value);
  return new AttributeFamily(familyHtml(rule, value));
}

/** `data=${{ userId: 1 }}` is `data-user-id="1"`, and so on inwards. */
function familyHtml(place: AttributePlace, map: object): string {
  let html = "";
  for (const [key, entry] of Object.entries(map)) {
    const name = `${place.name}-${key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    checkName(place, name);
    const rule = ruleFor({ ...place, name });
    html += isPlainMap(entry) ? familyHtml(rule, entry) : wholeHtml(rule, printAttribute(rule, entry));
  }
  return html;
}

function isPlainMap(value: unknown): value is object {
  if (!isMap(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function printAttribute(rule: AttributeRule, value: unknown): ValuePrint {
  if (rule.isCode) return printCode(rule, value);
  if (value instanceof Json) return value.text;
  // Kept as Raw where it matters later: a URL that its author vouches for is not checked.
  if (value instanceof Raw) return rule.isUrl ? value : value.html;
  if (rule.list === "class") return classText(value) ?? toPrimitive(value, rule.source, rule.offset);
  if (rule.list === "style" && isMap(value)) return styleText(value);
  return toPrimitive(value, rule.source, rule.offset);
}

function isMap(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function printCode(place: AttributePlace, value: unknown): Primitive {
  if (value instanceof Raw) return value.html;
  if (value instanceof Json) return value.text;
  if (value === false || value === null || value === undefined) return value;
  throw place.source.error(
    "slot-in-code",
    place.offset,
    `A slot stands in ${place.name}, which a browser runs or shows unescaped: text of a user there could be a script. ` +
      "For a value, write ${json(value)}; for code or markup that you vouch for, ${raw(code)}.",
  );
}

function wholeHtml(rule: AttributeRule, print: AttributePrint): string {
  if (print instanceof AttributeFamily) return print.html;
  if (print === null || print === undefined) return "";
  if (typeof print === "boolean" && !rule.hasWords) return print ? ` ${rule.name}` : "";
  return ` ${rule.name}="${attributeText(rule, print)}"`;
}

function attributeText(rule: AttributeRule, print: ValuePrint): string {
  if (print instanceof Raw) return escapeHtml(print.html);
  if (typeof print === "boolean" && rule.hasWords) return String(print);
  const text = textOf(print);
  return rule.isUrl ? escapeHtml(checkedUrl(rule, text)) : escapeHtml(text);
}

/** The URL, or what is shown instead of one that would run a script. */
export function checkedUrl(place: AttributePlace, url: string): string {
  if (!isScriptingUrl(url, place.tag)) return url;
  const { file, line, column } = place.source.site;
  reportBlockedUrl({ url, tag: place.tag, attribute: place.name, template: `${file}:${line}:${column}` });
  return BLOCKED_URL;
}

const ATTRIBUTE_NAME = /^[^\s"'<>/=\u0000-\u001f\u007f]+$/;

/** The rules of the names that a spread has met; undefined for those that the tag itself has. */
type SpreadRules = Map<string, AttributeRule | undefined>;

/** Names come from the program's source, as a rule; one that takes them from elsewhere must not fill the memory. */
const SPREAD_RULES_MAX = 200;

function spreadHtml(
  place: Omit<AttributePlace, "name">,
  value: unknown,
  { written, rules }: { readonly written: ReadonlySet<string>; readonly rules: SpreadRules },
): string {
  if (value === null || value === undefined || value === false) return "";
  if (!isMap(value) || value instanceof Raw) {
    throw place.source.error(
      "unprintable-value",
      place.offset,
      `...\${} got ${typeof value}; it takes an object of attributes by name.`,
    );
  }
  let html = "";
  for (const name of Object.keys(value)) {
    if (!rules.has(name)) {
      checkName(place, name);
      if (rules.size >= SPREAD_RULES_MAX) rules.clear();
      rules.set(name, written.has(name.toLowerCase()) ? undefined : ruleFor({ ...place, name }));
    }
    const rule = rules.get(name);
    const entry = (value as Readonly<Record<string, unknown>>)[name];
    if (rule !== undefined) html += wholeHtml(rule, printWhole(rule, entry));
  }
  return html;
}

function checkName(place: Omit<AttributePlace, "name">, name: string): void {
  if (ATTRIBUTE_NAME.test(name)) return;
  throw place.source.error(
    "bad-attribute-name",
    place.offset,
    `An object of attributes has the key ${JSON.stringify(name)}, which cannot name one.`,
  );
}
