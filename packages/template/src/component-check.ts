import { Slot, type ComponentCall, type NamedSlotRecipe, type PropRecipe } from "./component.ts";
import type { Attr, AttrKind } from "./component-attr.ts";
import type { Declaration } from "./component-define.ts";
import { entriesOf } from "./component-entries.ts";
import { isGlobal } from "./global-attributes.ts";
import type { Source } from "./source.ts";
import type { TemplateErrorCode } from "./template-error.ts";

// What the compiler cannot see in `<${Card} …>` is checked here, in development: whether a call fits the component's declaration.

type Props = Readonly<Record<string, unknown>>;

/** Something with attributes in a template: a component's tag, or that of a named slot. */
interface Tag {
  readonly source: Source;
  readonly offset: number;
  /** As it is written. */
  readonly written: readonly PropRecipe[];
  /** How errors call what it is for. */
  readonly title: string;
}

/** Throws a `TemplateSyntaxError` when a component's tag does not fit its declaration. `props` is what it is called with. */
export function checkCall(declared: Declaration, call: ComponentCall, props: Props): void {
  const tag: Tag = { source: call.source, offset: call.offset, written: call.props, title: declared.title };
  for (const name of Object.keys(props)) checkIsKnown(declared, tag, { name, value: props[name] });
  for (const [name, declaredAttr] of declared.attrs) checkAttr(tag, { name, attr: declaredAttr, value: props[name] });
  for (const name of Object.keys(declared.slots)) checkSlot(declared, call, { name, value: props[name] });
}

function checkIsKnown(declared: Declaration, tag: Tag, { name, value }: { name: string; value: unknown }): void {
  if (value === undefined || declared.attrs.has(name) || Object.hasOwn(declared.slots, name)) return;
  if (name === "children") {
    throw fail(
      tag,
      "unknown-slot",
      tag.offset,
      `takes no content. Remove what stands between its tags, or declare slots: { children: slot() }.`,
    );
  }
  if (isEntries(value)) {
    const known = Object.keys(declared.slots).filter((slotName) => slotName !== "children");
    throw fail(tag, "unknown-slot", tag.offset, `has no slot <:${name}>. ${listed("slots", known)}`);
  }
  if (declared.rest !== undefined && isGlobal(name, declared.rest.globals)) return;
  const known = [...declared.attrs.keys()];
  const cure =
    declared.rest === undefined
      ? ""
      : " What it passes on are the global attributes of HTML, aria-*, data-* and phx-*.";
  throw fail(
    tag,
    "unknown-attr",
    offsetOf(tag, name),
    `knows no attribute "${name}". ${listed("attributes", known)}${cure}`,
  );
}

function checkAttr(tag: Tag, { name, attr, value }: { name: string; attr: Attr; value: unknown }): void {
  const { kind, presence, values, doc } = attr.definition;
  if (value === undefined) {
    if (presence !== "required") return;
    const about = doc === undefined ? "" : ` (${doc})`;
    throw fail(
      tag,
      "missing-attr",
      tag.offset,
      `needs the attribute "${name}"${about}. Write ${howToWrite(name, kind)}.`,
    );
  }
  if (!isOfKind(kind, value)) {
    throw fail(
      tag,
      "wrong-attr",
      offsetOf(tag, name),
      `got ${shown(value)} for "${name}", which is ${KIND_NAMES[kind]}. Write ${howToWrite(name, kind)}${value === null ? ", and undefined to leave it out" : ""}.`,
    );
  }
  if (values !== undefined && !values.includes(value)) {
    throw fail(
      tag,
      "wrong-attr",
      offsetOf(tag, name),
      `got ${shown(value)} for "${name}", which is one of ${values.map(shown).join(", ")}.`,
    );
  }
}

function checkSlot(
  declared: Declaration,
  call: ComponentCall,
  { name, value }: { name: string; value: unknown },
): void {
  const definition = declared.slots[name]?.definition;
  const entries = name === "children" ? [] : entriesOf(value);
  const isEmpty = name === "children" ? value === undefined || value === null || value === false : entries.length === 0;
  const tag: Tag = { source: call.source, offset: call.offset, written: call.props, title: declared.title };
  if (isEmpty && definition?.isRequired === true) {
    const about = definition.doc === undefined ? "" : ` (${definition.doc})`;
    const cure = name === "children" ? "Write something between its tags." : `Write <:${name}>…<//> between its tags.`;
    throw fail(
      tag,
      "missing-slot",
      tag.offset,
      `needs ${name === "children" ? "content" : `the slot <:${name}>`}${about}. ${cure}`,
    );
  }
  if (definition === undefined || definition.attrs === "any") return;
  const written = call.named.filter((recipe) => recipe.name === name);
  entries.forEach((entry, index) => {
    checkEntry(slotTag(tag, name, written[index]), definition.attrs as Readonly<Record<string, Attr>>, entry);
  });
}

// An entry that did not come from a tag came as an attribute of the component.
function slotTag(tag: Tag, name: string, recipe: NamedSlotRecipe | undefined): Tag {
  const title = `<:${name}> of ${tag.title}`;
  if (recipe === undefined) return { ...tag, title, offset: offsetOf(tag, name), written: [] };
  return { ...tag, title, offset: recipe.offset, written: recipe.attributes };
}

function checkEntry(tag: Tag, attrs: Readonly<Record<string, Attr>>, { attributes }: Slot<never>): void {
  for (const name of Object.keys(attributes)) {
    if (attributes[name] === undefined || Object.hasOwn(attrs, name)) continue;
    throw fail(
      tag,
      "unknown-attr",
      offsetOf(tag, name),
      `knows no attribute "${name}". ${listed("attributes", Object.keys(attrs))}`,
    );
  }
  for (const [name, attr] of Object.entries(attrs)) checkAttr(tag, { name, attr, value: attributes[name] });
}

// oxlint-disable-next-line max-params -- the four are one sentence: where, which mistake, at what spot, in which words
function fail(tag: Tag, code: TemplateErrorCode, offset: number, message: string): Error {
  return tag.source.error(code, offset, `${tag.title} ${message}`);
}

/** Where an attribute is written; where it came in with a spread, the tag's own place. */
function offsetOf({ written, offset }: Tag, name: string): number {
  return written.find((recipe) => recipe.name === name)?.offset ?? offset;
}

function isEntries(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((entry) => entry instanceof Slot);
}

function isOfKind(kind: AttrKind, value: unknown): boolean {
  switch (kind) {
    case "any":
      return true;
    case "list":
      return Array.isArray(value);
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    default:
      return typeof value === kind;
  }
}

const KIND_NAMES: Readonly<Record<AttrKind, string>> = {
  string: "a string",
  number: "a number",
  boolean: "a boolean",
  list: "an array",
  object: "an object",
  function: "a function",
  any: "anything",
};

function howToWrite(name: string, kind: AttrKind): string {
  if (kind === "string") return `${name}="…" or ${name}=\${…}`;
  return kind === "boolean" ? `${name} or ${name}=\${…}` : `${name}=\${…}`;
}

function listed(what: string, names: readonly string[]): string {
  return names.length === 0 ? `It has no ${what} of its own.` : `Its ${what} are ${names.join(", ")}.`;
}

const SHOWN_CHARACTERS_MAX = 80;

function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, SHOWN_CHARACTERS_MAX));
  if (Array.isArray(value)) return "an array";
  if (typeof value === "object" && value !== null) return "an object";
  return typeof value === "function" ? "a function" : String(value);
}
