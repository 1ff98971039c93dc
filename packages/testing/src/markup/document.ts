import { type ChildNode, cloneNode, Document, Element, type ParentNode } from "domhandler";
import { textContent } from "domutils";
import { parse, parseFragment, serialize, serializeOuter } from "parse5";
import { adapter } from "parse5-htmlparser2-tree-adapter";
import { CLIENT_MARKS, PORTAL } from "./marks.ts";

const OPTIONS = { treeAdapter: adapter };
/** What a portal is called while we have it: a template's content is no part of the document, and selectors do not find it. */
const OPEN_PORTAL = "phx-portal";

/** A page as a browser reads it. */
export function parseDocument(html: string): Document {
  const document = parse(html, { ...OPTIONS, sourceCodeLocationInfo: true });
  if (html.includes(PORTAL)) openPortals(document);
  return document;
}

/** What is inside an element of a page, character by character as it stands in the text that the page was parsed from. */
export function sourceInside({ sourceCodeLocation }: Element, html: string): string {
  const start = sourceCodeLocation?.startTag?.endOffset;
  return start === undefined ? "" : html.slice(start, sourceCodeLocation?.endTag?.startOffset);
}

/** Markup as the content of an element like `context`: what may stand in a table depends on being in one. */
export function parseContent(context: Element, html: string): ChildNode[] {
  const fragment = parseFragment(context, html, OPTIONS);
  if (html.includes(PORTAL)) openPortals(fragment);
  return fragment.children;
}

/** What is inside an element, as a browser's `innerHTML` says it, without the client's marks. */
export function innerHtml(parent: ParentNode): string {
  return serialize(withoutMarks(parent), OPTIONS);
}

/** An element with what is inside it, as a browser's `outerHTML` says it, without the client's marks. */
export function outerHtml(element: Element): string {
  return serializeOuter(withoutMarks(element), OPTIONS);
}

/** The text inside an element, white space collapsed. */
export function textOf(element: Element): string {
  return textContent(element).replaceAll(/\s+/g, " ").trim();
}

/** The elements below a node, in document order, itself not included. */
export function elementsBelow(parent: ParentNode): readonly Element[] {
  const found: Element[] = [];
  collectElements(parent, found);
  return found;
}

/** Pages of thousands of elements are walked at every patch, so this is a bare loop. */
function collectElements(parent: ParentNode, found: Element[]): void {
  for (const child of parent.children) {
    if (!("children" in child)) continue;
    if ("attribs" in child) found.push(child);
    collectElements(child, found);
  }
}

/** The nearest ancestor for which `accepts` is true, `element` itself included. */
export function closest(element: Element, accepts: (element: Element) => boolean): Element | undefined {
  for (let current: ParentNode | null = element; current !== null; current = current.parent) {
    if (current instanceof Element && accepts(current)) return current;
  }
  return undefined;
}

/** Whether `inner` is `outer`, or inside it. */
export function contains(outer: Element, inner: Element): boolean {
  return closest(inner, (element) => element === outer) !== undefined;
}

/** Gives a node these children, taking them from where they were; what it had before is no longer in the document. */
export function setChildren(parent: ParentNode, children: readonly ChildNode[]): void {
  for (const child of parent.children) if (child.parent === parent) child.parent = null;
  parent.children = [...children];
  children.forEach((child, index) => {
    child.parent = parent;
    child.prev = children[index - 1] ?? null;
    child.next = children[index + 1] ?? null;
  });
}

function openPortals(parent: ParentNode): void {
  for (const element of elementsBelow(parent)) {
    if (element.name !== "template" || !(PORTAL in element.attribs)) continue;
    const [content] = element.children;
    element.name = OPEN_PORTAL;
    setChildren(element, content instanceof Document ? content.children : []);
  }
}

function withoutMarks<Node extends ParentNode>(node: Node): Node {
  const copy = cloneNode(node, true);
  if (copy instanceof Element) cleanElement(copy);
  for (const element of elementsBelow(copy)) cleanElement(element);
  return copy;
}

function cleanElement(element: Element): void {
  for (const mark of CLIENT_MARKS) delete element.attribs[mark];
  if (element.name !== OPEN_PORTAL) return;
  const content = new Document(element.children);
  setChildren(content, element.children);
  element.name = "template";
  setChildren(element, [content]);
}
