import { type ChildNode, type Element, isTag, isText } from "domhandler";
import { CLIENT_MARKS } from "./marks.ts";

/** How much of the HTML a message shows. */
const LINES_MAX = 30;
const VALUE_CHARS_MAX = 60;
const TEXT_CHARS_MAX = 80;

/** An element as a message shows it: indented, its long values and everything after 30 lines cut. */
export function excerpt(element: Element): string {
  return cut([...linesOf(element, 1)]);
}

/** Several elements as a message shows them: each by its start tag and the beginning of its text. */
export function listing(elements: readonly Element[]): string {
  return cut(elements.map((element) => `  ${summary(element)}`));
}

/** What is inside an element as a message shows it. */
export function contentExcerpt(element: Element): string {
  const lines = element.children.flatMap((child) => [...nodeLines(child, 1)]);
  return lines.length === 0 ? "  (nothing)" : cut(lines);
}

function cut(lines: readonly string[]): string {
  if (lines.length <= LINES_MAX) return lines.join("\n");
  return [...lines.slice(0, LINES_MAX), `  … ${lines.length - LINES_MAX} more lines`].join("\n");
}

function* nodeLines(node: ChildNode, depth: number): Generator<string> {
  if (isTag(node)) yield* linesOf(node, depth);
  else if (isText(node) && node.data.trim() !== "") yield `${indent(depth)}${shortText(node.data)}`;
}

function* linesOf(element: Element, depth: number): Generator<string> {
  const inner = element.children.filter((child) => isTag(child) || (isText(child) && child.data.trim() !== ""));
  if (!inner.some(isTag)) return yield `${indent(depth)}${summary(element)}`;
  yield `${indent(depth)}${startTag(element)}`;
  for (const child of inner) yield* nodeLines(child, depth + 1);
  yield `${indent(depth)}</${element.name}>`;
}

/** `<li class="done">Wash the dishes</li>` */
function summary(element: Element): string {
  const text = element.children.map((child) => (isText(child) ? child.data : isTag(child) ? "…" : "")).join("");
  return VOID_ELEMENTS.has(element.name)
    ? startTag(element)
    : `${startTag(element)}${shortText(text)}</${element.name}>`;
}

function startTag({ name, attribs }: Element): string {
  const attributes = Object.entries(attribs)
    .filter(([attribute]) => !CLIENT_MARKS.includes(attribute))
    .map(([attribute, value]) =>
      value === "" ? ` ${attribute}` : ` ${attribute}="${shorten(value, VALUE_CHARS_MAX)}"`,
    );
  return `<${name}${attributes.join("")}>`;
}

function shortText(text: string): string {
  return shorten(text.replaceAll(/\s+/g, " ").trim(), TEXT_CHARS_MAX);
}

function shorten(text: string, charsMax: number): string {
  return text.length <= charsMax ? text : `${text.slice(0, charsMax)}…`;
}

function indent(depth: number): string {
  return "  ".repeat(depth);
}

const VOID_ELEMENTS = new Set([
  "area",
  "base",
  "br",
  "col",
  "embed",
  "hr",
  "img",
  "input",
  "link",
  "meta",
  "source",
  "track",
  "wbr",
]);
