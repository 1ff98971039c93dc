import {
  type AttributePlace,
  codePrinter,
  quotedPrinter,
  ruleFor,
  spreadPrinter,
  wholePrinter,
} from "./attribute-printer.ts";
import { checkTag } from "./check-tag.ts";
import type { ComponentCall, NamedSlotRecipe, PropRecipe } from "./component.ts";
import { decodeEntities } from "./entities.ts";
import type { TextToken } from "./scanner.ts";
import type { Attribute, Tag } from "./scan-tag.ts";
import { SLOT, type Source } from "./source.ts";
import { NEWLINE_EATING_TAGS } from "./tag-names.ts";
import { Template, type TemplateSlot } from "./template.ts";
import type { Mark } from "./template-marks.ts";
import type { TreeChild, TreeNode } from "./tree.ts";
import { schemeOfPrefix } from "./url.ts";
import { writeTag } from "./write-tag.ts";

// How error messages call the places where a browser runs or shows text as it stands.
const CODE = "a script, style sheet or the like";

/** Writes a tree as constant text and the slots between. `owner`: of whom it is the whole markup, where that is known by now. */
export function buildTemplate(source: Source, children: readonly TreeChild[], owner?: string): Template {
  const builder = new TemplateBuilder(source);
  builder.addChildren(children);
  return builder.finish(hasOneRoot(source, children), owner);
}

class TemplateBuilder {
  readonly #source: Source;
  readonly #statics: string[] = [];
  readonly #slots: TemplateSlot[] = [];
  readonly #marks: Mark[] = [];
  #text = "";
  #depth = 0;

  constructor(source: Source) {
    this.#source = source;
  }

  finish(hasRoot: boolean, owner: string | undefined): Template {
    return new Template({
      statics: [...this.#statics, this.#text],
      slots: this.#slots,
      hasRoot,
      source: this.#source,
      marks: this.#marks,
      owner,
    });
  }

  addChildren(children: readonly TreeChild[]): void {
    for (const child of children) {
      if ("mode" in child) this.#addText(child);
      else if (child.open.tag.kind === "element") this.#addElement(child);
      else this.#addComponent(child);
    }
  }

  #addText({ mode, from, to }: TextToken): void {
    let at = from;
    for (const offset of slotOffsets(this.#source, from, to)) {
      this.#text += this.#source.text.slice(at, offset);
      at = offset + 1;
      if (mode === "code") this.#addSlot("attribute", offset, { printer: codePrinter(this.#place("", CODE, offset)) });
      else this.#addSlot(mode === "escapable" ? "flat" : "content", offset);
    }
    this.#text += this.#source.text.slice(at, to);
  }

  #addElement({ open, children, close }: TreeNode): void {
    const { tag } = open;
    const { start, end } = writeTag(tag.name);
    checkTag(this.#source, tag);
    this.#text += start;
    this.#mark("tag", tag.offset);
    this.#addAttributes(tag);
    this.#depth += 1;
    // The parser drops one newline here. If the first thing is a value, which may begin with one, it is given one to drop.
    if (NEWLINE_EATING_TAGS.has(tag.name.toLowerCase()) && this.#startsWithSlot(children)) this.#text += "\n";
    this.addChildren(children);
    this.#depth -= 1;
    // However the end tag is spelled (`</P >`), it stays; only htm's `<//>` is not HTML.
    if (close !== undefined) this.#text += close.isShort ? end : this.#source.text.slice(close.from, close.to);
  }

  #startsWithSlot([first]: readonly TreeChild[]): boolean {
    if (first === undefined) return false;
    return "mode" in first ? this.#source.text[first.from] === SLOT : first.open.tag.kind === "component";
  }

  #addAttributes(tag: Tag): void {
    let end = tag.offset + 1 + tag.name.length;
    for (const attribute of tag.attributes) {
      if (attribute.value?.includes(SLOT)) this.#addAttribute(tag, attribute);
      else this.#text += this.#source.text.slice(attribute.from, attribute.to);
      end = attribute.to;
    }
    this.#text += this.#source.text.slice(end, tag.to);
  }

  #addAttribute(tag: Tag, attribute: Attribute): void {
    const offset = attribute.valueAt + (attribute.value?.indexOf(SLOT) ?? 0);
    if (attribute.name === "") {
      const written = new Set(tag.attributes.map(({ name }) => name.toLowerCase()));
      this.#addSlot("attribute", offset, { printer: spreadPrinter(this.#place(tag.name, "", offset), written) });
      return;
    }
    const rule = ruleFor(this.#place(tag.name, attribute.name, offset));
    const isAlone = attribute.value === SLOT;
    if (isAlone && rule.list === undefined && (attribute.quote === "" || rule.isBoolean)) {
      this.#addSlot("attribute", offset, { printer: wholePrinter(rule) });
      return;
    }
    this.#addQuoted(attribute, () => {
      if (rule.isUrl && this.#mayTakeScheme(tag, attribute)) {
        this.#addSlot("composed", offset, { composed: { place: rule, parts: this.#parts(attribute) } });
      } else this.#addQuotedParts(tag, attribute);
    });
  }

  #addQuoted(attribute: Attribute, addValue: () => void): void {
    const { text } = this.#source;
    this.#text += text.slice(attribute.from, attribute.valueAt) + (attribute.quote === "" ? '"' : "");
    addValue();
    this.#text += attribute.quote === "" ? '"' : attribute.quote;
  }

  #addQuotedParts(tag: Tag, attribute: Attribute): void {
    let offset = attribute.valueAt;
    for (const part of this.#parts(attribute)) {
      if (typeof part === "string") {
        // Text that stood without quotes gets double ones.
        this.#text += attribute.quote === "" ? part.replaceAll('"', "&quot;") : part;
        offset += part.length;
      } else {
        // Whatever these values are, they come behind the scheme.
        const rule = { ...ruleFor(this.#place(tag.name, attribute.name, offset)), isUrl: false };
        this.#addSlot("attribute", offset, { printer: quotedPrinter(rule) });
        offset += 1;
      }
    }
  }

  // Only the first of several slots can still make the scheme, and only if the text before does not settle it.
  #mayTakeScheme(tag: Tag, attribute: Attribute): boolean {
    const value = attribute.value ?? "";
    const prefix = value.slice(0, value.indexOf(SLOT));
    const scheme = schemeOfPrefix(prefix, tag.name.toLowerCase());
    if (scheme === "scripting" || scheme === "entity") {
      throw this.#source.error(
        "slot-in-url-scheme",
        attribute.valueAt + prefix.length,
        `The text before the slot in ${attribute.name} does not let its scheme be checked: it runs a script, or hides behind an entity. ` +
          "Write the characters themselves, or pass the whole URL as raw(url) if you vouch for it.",
      );
    }
    return scheme === "open";
  }

  #addComponent({ open, children }: TreeNode): void {
    const { tag } = open;
    checkTag(this.#source, tag);
    this.#mark("call", tag.offset);
    const content = children.filter((child) => "mode" in child || child.open.tag.kind !== "named-slot");
    const named = children.flatMap((child) =>
      "mode" in child || child.open.tag.kind !== "named-slot" ? [] : [this.#namedSlot(child)],
    );
    const props = tag.attributes.map((attribute) => this.#prop(attribute));
    const call: ComponentCall = {
      props,
      named,
      children: content.every((child) => isBlank(this.#source, child))
        ? undefined
        : buildTemplate(this.#source, content, ":children"),
      source: this.#source,
      offset: tag.offset,
    };
    for (const { name } of named) this.#forbidName(tag, name, props);
    this.#addSlot("component", tag.offset + 1, { call });
  }

  #forbidName(tag: Tag, name: string, props: readonly PropRecipe[]): void {
    if (name !== "children" && !props.some((prop) => prop.name === name)) return;
    throw this.#source.error(
      "misplaced-named-slot",
      tag.offset,
      `The component gets "${name}" twice: as a named slot, and as ${name === "children" ? "its content" : "an attribute"}. Rename one of them.`,
    );
  }

  #namedSlot({ open, children }: TreeNode): NamedSlotRecipe {
    const { name, offset } = open.tag;
    checkTag(this.#source, open.tag);
    const attributes = open.tag.attributes.map((attribute) => this.#prop(attribute));
    return { name, attributes, template: buildTemplate(this.#source, children, `:${name}`), offset };
  }

  #prop(attribute: Attribute): PropRecipe {
    const { name, nameAt: offset } = attribute;
    if (attribute.value === undefined) return { name, offset, parts: true };
    const decode = (part: string | number) =>
      typeof part === "string" ? decodeEntities(part, this.#source, attribute.valueAt) : part;
    return { name, offset, parts: attribute.value === "" ? [""] : this.#parts(attribute).map(decode) };
  }

  #parts(attribute: Attribute): readonly (string | number)[] {
    const parts: (string | number)[] = [];
    const end = attribute.valueAt + (attribute.value?.length ?? 0);
    let at = attribute.valueAt;
    for (const offset of slotOffsets(this.#source, at, end)) {
      if (offset > at) parts.push(this.#source.text.slice(at, offset));
      parts.push(this.#source.slotNumber(offset));
      at = offset + 1;
    }
    if (end > at) parts.push(this.#source.text.slice(at, end));
    return parts;
  }

  #place(tag: string, name: string, offset: number): AttributePlace {
    return { tag: tag.toLowerCase(), name, source: this.#source, offset };
  }

  #mark(kind: Mark["kind"], offset: number): void {
    const isOutermost = this.#depth === 0;
    this.#marks.push({ kind, index: this.#statics.length, at: this.#text.length, offset, isOutermost });
  }

  #addSlot(
    kind: TemplateSlot["kind"],
    offset: number,
    extra: Partial<Pick<TemplateSlot, "printer" | "composed" | "call">> = {},
  ): void {
    const { printer, composed, call } = extra;
    const value = this.#source.slotNumber(offset);
    const isText = kind === "content" || kind === "flat" || printer?.isText === true;
    const jsonKey = `"${this.#slots.length}":`;
    const keys = { jsonKey, textKey: `${jsonKey}"`, nextTextKey: `,${jsonKey}"` };
    this.#slots.push({ kind, value, isText, ...keys, source: this.#source, offset, printer, composed, call });
    this.#statics.push(this.#text);
    this.#text = "";
  }
}

function* slotOffsets(source: Source, from: number, to: number): Generator<number> {
  for (let at = source.text.indexOf(SLOT, from); at >= 0 && at < to; at = source.text.indexOf(SLOT, at + 1)) yield at;
}

function isBlank(source: Source, child: TreeChild): boolean {
  return "mode" in child && (child.mode === "markup" || source.text.slice(child.from, child.to).trim() === "");
}

// The client finds the root's tag behind white space and comments that stay on their line, and its id in the form ` id="…"`.
const BESIDE_ROOT = /^(?:\s*|<!--.*-->)$/;

function hasOneRoot(source: Source, children: readonly TreeChild[]): boolean {
  const roots = children.filter(
    (child) => !("mode" in child) || !BESIDE_ROOT.test(source.text.slice(child.from, child.to)),
  );
  const [root] = roots;
  if (roots.length !== 1 || root === undefined || "mode" in root || root.open.tag.kind !== "element") return false;
  const id = root.open.tag.attributes.find(({ name }) => name.toLowerCase() === "id");
  if (id === undefined || id.value === SLOT) return true;
  const isQuoted = id.quote !== "" || (id.value ?? "").includes(SLOT);
  return isQuoted && / id=["']?$/.test(source.text.slice(id.from, id.valueAt));
}
