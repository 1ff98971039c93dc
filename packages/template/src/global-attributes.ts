import type { GlobalAttrs } from "./component-attr.ts";
import { isHandlerAttribute } from "./tag-names.ts";

/** The attributes that HTML allows on every element (HTML, "global attributes"; Popover API; EditContext and its neighbours by MDN's list). */
const GLOBAL_NAMES = [
  "accesskey",
  "autocapitalize",
  "autocorrect",
  "autofocus",
  "class",
  "contenteditable",
  "dir",
  "draggable",
  "enterkeyhint",
  "exportparts",
  "hidden",
  "id",
  "inert",
  "inputmode",
  "is",
  "itemid",
  "itemprop",
  "itemref",
  "itemscope",
  "itemtype",
  "lang",
  "nonce",
  "part",
  "popover",
  "role",
  "slot",
  "spellcheck",
  "style",
  "tabindex",
  "title",
  "translate",
  "virtualkeyboardpolicy",
  "writingsuggestions",
] as const;

/** The names that a component with `attr.global()` may be given beside its own attributes. */
export type GlobalAttributes = {
  readonly [Name in (typeof GLOBAL_NAMES)[number]]?: unknown;
} & {
  readonly [name: `aria-${string}` | `data-${string}` | `phx-${string}` | `on${string}`]: unknown;
};

const NAMES: ReadonlySet<string> = new Set(GLOBAL_NAMES);
const PREFIX = /^(?:aria|data|phx)-/;

/** Does `attr.global()` take up an attribute of this name? */
export function isGlobal(name: string, { include, prefixes }: GlobalAttrs): boolean {
  if (include === "all" || include.has(name)) return true;
  if (NAMES.has(name) || PREFIX.test(name) || isHandlerAttribute(name)) return true;
  return prefixes.some((prefix) => name.startsWith(prefix));
}
