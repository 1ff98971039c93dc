import { parse, type Selector, SelectorType, stringify } from "css-what";
import type { Element } from "domhandler";
import { TestingError } from "../errors.ts";
import { contentExcerpt, excerpt, listing } from "./excerpt.ts";
import { findAll, hasText, type TextFilter } from "./select.ts";

/** Which element a test means. */
export interface Wanted {
  readonly selector: string;
  readonly text: TextFilter | undefined;
}

/** The elements that are meant. Throws "invalid-selector". */
export function matching(root: Element, { selector, text }: Wanted): Element[] {
  return findAll(root, selector).filter((element) => hasText(element, text));
}

/** The one element that is meant. Throws "element-missing" and "element-not-unique", with the HTML around the spot. */
export function findOne(root: Element, wanted: Wanted): Element {
  const found = matching(root, wanted);
  const [first, second] = found;
  if (first === undefined) throw missing(root, wanted);
  if (second !== undefined) throw notUnique(wanted, found);
  return first;
}

function notUnique(wanted: Wanted, found: readonly Element[]): TestingError {
  return new TestingError(
    "element-not-unique",
    `${describe(wanted)} is not one element but ${found.length}. Say more: a parent, an id, a text. They are:\n${listing(found)}`,
  );
}

function missing(root: Element, wanted: Wanted): TestingError {
  return new TestingError("element-missing", `There is no ${describe(wanted)}. ${nearMiss(root, wanted)}`);
}

function describe({ selector, text }: Wanted): string {
  if (text === undefined) return JSON.stringify(selector);
  return `${JSON.stringify(selector)} with the text ${typeof text === "string" ? JSON.stringify(text) : String(text)}`;
}

/** What is there instead: elements with another text, the nearest ancestor, elements of that kind, or simply everything. */
function nearMiss(root: Element, { selector, text }: Wanted): string {
  if (text !== undefined) {
    const others = findAll(root, selector);
    if (others.length > 0) return `What the selector finds has other texts:\n${listing(others)}`;
  }
  const steps = stepsOf(selector);
  for (let count = steps.length - 1; count > 0; count--) {
    const ancestor = steps.slice(0, count).join("");
    const [found] = findAll(root, ancestor);
    if (found !== undefined) return `Inside ${JSON.stringify(ancestor)} there is:\n${excerpt(found)}`;
  }
  const [, name] = /^\s*[>+~]?\s*([a-z][\w-]*)/i.exec(steps.at(-1) ?? "") ?? [];
  const alike = name === undefined ? [] : findAll(root, name);
  if (alike.length > 0) return `Its <${name}> elements are:\n${listing(alike)}`;
  return `The view shows:\n${contentExcerpt(root)}`;
}

/** `main > ul li.done` → `main`, ` > ul`, ` li.done`. Nothing for a list of selectors: any of them may be the one that was meant. */
function stepsOf(selector: string): string[] {
  const [only = [], other] = parse(selector);
  if (other !== undefined) return [];
  const steps: Selector[][] = [[]];
  for (const token of only) {
    if (COMBINATORS.has(token.type)) steps.push([token]);
    else steps.at(-1)?.push(token);
  }
  return steps.map((tokens) => stringify([tokens]));
}

const COMBINATORS = new Set<string>([
  SelectorType.Descendant,
  SelectorType.Child,
  SelectorType.Adjacent,
  SelectorType.Sibling,
]);
