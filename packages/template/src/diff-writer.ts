import { Slot, slotContent } from "./component.ts";
import { callComponent } from "./component-call.ts";
import { composeUrl } from "./compose-url.ts";
import { type ListDiff, diffList } from "./diff-list.ts";
import { diffStream } from "./diff-stream.ts";
import { Each } from "./each.ts";
import { jsonOfHtml, jsonOfText, jsonTextBody } from "./escape.ts";
import { ComponentId, Hosted, resolveHosted } from "./hosted.ts";
import { ROOT, STATICS, TEMPLATES } from "./json-keys.ts";
import { LazyPrint, NO_PRINT, NodePrint } from "./prints.ts";
import { Json, Raw, Rendered } from "./rendered.ts";
import { contentHtml } from "./render-to-string.ts";
import type { AssignOptions, RenderOptions, Scope } from "./scope.ts";
import { StreamRows } from "./stream-rows.ts";
import type { Template, TemplateSlot } from "./template.ts";
import { type Primitive, textOf, toPrimitive } from "./text.ts";
import { Recorder } from "./tracked.ts";

/** A function in a slot, and the text that tells it from others. */
interface Lazy {
  readonly read: (assigns: unknown) => unknown;
  readonly text: string;
}

function lazyOf(read: unknown): Lazy {
  return { read: read as Lazy["read"], text: String(read) }; // only called for functions
}

/** How a view's messages are written. */
export interface DiffOptions extends Omit<Scope, "assigns">, AssignOptions {
  /** The client knows runs of moved rows. */
  readonly listRuns: boolean;
}

/**
 * Writes one message: compares values with prints and writes the JSON text of what differs, in one pass, with nothing in between.
 *
 * Every method that returns JSON returns "" for "nothing to send", and leaves the new print in `print`, to be taken by its caller at once;
 * returning both would cost an object for every slot.
 */
export class DiffWriter implements Scope {
  readonly assigns: object;
  readonly development: boolean;
  readonly host: unknown;
  readonly listRuns: boolean;
  readonly annotate: RenderOptions["annotate"];
  readonly rootTagAttribute: RenderOptions["rootTagAttribute"];
  readonly #temporaryAssigns: AssignOptions["temporaryAssigns"];
  /** The print of what was written last. */
  print: unknown;
  /** How many lazy slots and hosted contents were met: a row with one must not be skipped. */
  lazyCount = 0;
  /** The innermost list of which rows are being updated. */
  updating: ListDiff | undefined;
  #recorder: Recorder | undefined;
  /** The statics that go into the table, which is the message's or a list's. */
  #templates: Template[] | undefined;
  /** Statics go into their nodes: in a component, outside of lists, there is no table. */
  #isInline: boolean;

  constructor(assigns: object, options: DiffOptions, part: "view" | "body" = "view") {
    this.assigns = assigns;
    this.development = options.development;
    this.host = options.host;
    this.listRuns = options.listRuns;
    this.annotate = options.annotate;
    this.rootTagAttribute = options.rootTagAttribute;
    this.#temporaryAssigns = options.temporaryAssigns;
    this.#isInline = part === "body";
  }

  /** All slots of a template that the client does not have yet, as members of a JSON object. Leaves the list of prints in `print`. */
  writeSlots(template: Template, values: readonly unknown[]): string {
    const { slots } = template;
    // oxlint-disable-next-line unicorn/no-new-array -- of that length; one that grows takes up to sixteen places too many
    const prints = new Array<unknown>(slots.length);
    let members = "";
    for (let index = 0; index < slots.length; index += 1) {
      const slot = slots[index] as TemplateSlot; // index < length
      const value = values[slot.value];
      // Nearly all values are these two, and take a short cut; a number has nothing to escape.
      if (slot.isText && (typeof value === "string" || typeof value === "number")) {
        const body = typeof value === "string" ? jsonTextBody(value) : String(value);
        members = `${members}${index === 0 ? slot.textKey : slot.nextTextKey}${body}"`;
        prints[index] = value;
        continue;
      }
      members = `${members}${index === 0 ? "" : ","}${slot.jsonKey}${this.#slot(slot, values, NO_PRINT)}`;
      prints[index] = this.print;
    }
    this.print = prints;
    return members;
  }

  /** The slots of a template that differ from `prints`, as members of a JSON object; brings `prints` up to date. */
  diffSlots(template: Template, values: readonly unknown[], prints: unknown[]): string {
    const { slots } = template;
    if (template.isAligned && startsWithEqual(prints, values)) return "";
    let members = "";
    for (let index = 0; index < slots.length; index += 1) {
      const slot = slots[index] as TemplateSlot; // index < length
      const value = values[slot.value];
      const before = prints[index];
      // Prints are primitives or objects of ours, so equal means: an unchanged primitive.
      if (value === before) continue;
      // The short cut again.
      if (slot.isText && areTextsOrNumbers(value, before)) {
        const body = typeof value === "string" ? jsonTextBody(value) : String(value);
        members = `${members}${members === "" ? slot.textKey : slot.nextTextKey}${body}"`;
        prints[index] = value;
        continue;
      }
      const json = this.#slot(slot, values, before);
      if (this.print !== before) prints[index] = this.print;
      if (json !== "") members = `${members}${members === "" ? "" : ","}${slot.jsonKey}${json}`;
    }
    return members;
  }

  mayAsk(): boolean {
    return this.updating?.willStand() ?? true;
  }

  /** A template's statics, or their number in the table. Children come before their parents, so the root has the highest. */
  staticsOf(template: Template): string | number {
    if (this.#isInline) return template.staticsJsonFor(this);
    this.#templates ??= [];
    const known = this.#templates.indexOf(template);
    return known < 0 ? this.#templates.push(template) - 1 : known;
  }

  /** Before the rows of a list: whether it has to bring a table, as in a component the outermost does. */
  openTable(): boolean {
    if (!this.#isInline) return false;
    this.#isInline = false;
    return true;
  }

  /** The list that brings a table, with it. */
  closeTable(list: string): string {
    const table = this.tableJson();
    this.#isInline = true;
    this.#templates = undefined;
    return table === "" ? list : `${list.slice(0, -1)},${TEMPLATES}${table}}`;
  }

  /** The statics that this message needs, as a JSON object; "" for none. */
  tableJson(): string {
    if (this.#templates === undefined || this.#templates.length === 0) return "";
    return `{${this.#templates.map((template, index) => `"${index}":${template.staticsJsonFor(this)}`).join(",")}}`;
  }

  /** A complete node, statics included, as members of a JSON object. Leaves a `NodePrint`. */
  writeNode({ template, values, isWhole }: Rendered): string {
    const members = this.writeSlots(template, values);
    this.print = new NodePrint(template, this.print as unknown[]); // writeSlots left it
    return `${members}${members === "" ? "" : ","}${STATICS}${this.staticsOf(template)}${isWhole && template.hasRoot ? `,${ROOT}` : ""}`;
  }

  #slot(slot: TemplateSlot, values: readonly unknown[], before: unknown): string {
    const value = values[slot.value];
    switch (slot.kind) {
      case "component":
        return this.content(slot, callComponent(slot, values, this.development), before);
      case "composed":
        return this.#composed(slot, values, before);
      default:
        return this.#value(slot, value, before);
    }
  }

  #value(slot: TemplateSlot, value: unknown, before: unknown): string {
    if (typeof value === "function") return this.#lazy(slot, lazyOf(value), before);
    if (slot.kind === "attribute") return this.#attribute(slot, value, unwrapped(before));
    if (slot.kind === "flat" && typeof value === "object" && value !== null) {
      this.lazyCount += 1; // there may be one in there, and contentHtml does not say
      this.#recorder?.giveUp();
      return this.#raw(new Raw(contentHtml(slot, value, this)), unwrapped(before));
    }
    return this.content(slot, value, before);
  }

  /** What stands between tags. */
  content(slot: TemplateSlot, value: unknown, printed: unknown): string {
    if (typeof value === "function") return this.#lazy(slot, lazyOf(value), printed);
    const before = unwrapped(printed);
    switch (typeof value) {
      case "string":
        this.print = value;
        return value === before || isSameText(value, before) ? "" : jsonOfText(value);
      case "number":
        this.print = value;
        return value === before || isSameText(value, before) ? "" : `"${value}"`;
      case "object":
        return value === null ? this.#text(value, before) : this.#object(slot, value, before);
      default:
        return this.#text(toPrimitive(value, slot.source, slot.offset), before);
    }
  }

  #object(slot: TemplateSlot, value: object, before: unknown): string {
    if (value instanceof Rendered) return this.#rendered(value, before);
    if (value instanceof Each) return diffList(this, { slot, value }, before);
    if (Array.isArray(value)) return this.#array(slot, value, before);
    if (value instanceof Raw) return this.#raw(value, before);
    if (value instanceof Json) return this.#text(value.text, before);
    if (value instanceof Slot) return this.content(slot, slotContent(value, []), before);
    if (value instanceof StreamRows) return diffStream(this, { slot, value }, before);
    if (value instanceof Hosted) return this.#hosted(slot, value, before);
    if (value instanceof ComponentId) return this.#componentId(value, before);
    return this.#text(toPrimitive(value, slot.source, slot.offset), before);
  }

  // A list of texts is a text; one without entries may be a list that lost them, and diffList knows.
  #array(slot: TemplateSlot, value: readonly unknown[], before: unknown): string {
    if (value.length > 0 && value.every(isPrimitive)) return this.#text(value.map(textOf).join(""), before);
    return diffList(this, { slot, value }, before);
  }

  #rendered(rendered: Rendered, before: unknown): string {
    const { template, values } = rendered;
    if (!(before instanceof NodePrint) || before.template !== template) return `{${this.writeNode(rendered)}}`;
    const members = this.diffSlots(template, values, before.prints);
    this.print = before;
    return members === "" ? "" : `{${members}}`;
  }

  #text(value: Primitive, before: unknown): string {
    this.print = value;
    return value === before || isSameText(value, before) ? "" : jsonOfText(textOf(value));
  }

  #raw(value: Raw, before: unknown): string {
    this.print = value;
    return before instanceof Raw && before.html === value.html ? "" : jsonOfHtml(value.html);
  }

  // Its answer may depend on anything, so whatever holds it has to be evaluated each time.
  #hosted(slot: TemplateSlot, value: Hosted, before: unknown): string {
    this.lazyCount += 1;
    this.#recorder?.giveUp();
    return this.content(slot, resolveHosted(slot, value, this), before);
  }

  #componentId(value: ComponentId, before: unknown): string {
    this.print = value;
    return before instanceof ComponentId && before.cid === value.cid ? "" : String(value.cid);
  }

  #attribute({ printer }: TemplateSlot, value: unknown, before: unknown): string {
    if (printer === undefined) return "";
    const print = printer.print(value);
    this.print = print;
    if (print === before) return "";
    const html = printer.html(print);
    // Values of different types can still read the same, 1 and "1", and so can two `Raw`.
    const isNew = before === NO_PRINT || areTextsOrNumbers(print, before);
    return isNew || printer.html(before as Primitive | Raw) !== html ? jsonOfHtml(html) : "";
  }

  #composed(slot: TemplateSlot, values: readonly unknown[], before: unknown): string {
    const parts = slot.composed?.parts.map((part) => (typeof part === "number" ? values[part] : part)) ?? [];
    const read = (assigns: unknown) => composeUrl(slot, values, (part) => part(assigns));
    if (!parts.some((part) => typeof part === "function")) return this.#raw(read(undefined), unwrapped(before));
    return this.#lazy(slot, { read, text: parts.map(String).join() }, before);
  }

  #lazy(slot: TemplateSlot, { read, text }: Lazy, before: unknown): string {
    this.lazyCount += 1;
    const temporary = this.#temporaryAssigns?.(this.assigns);
    if (
      before instanceof LazyPrint &&
      before.text === text &&
      before.reads.every((reads) => reads.areCurrent(this.assigns, temporary))
    ) {
      this.#recorder?.adopt(before.reads);
      this.print = before;
      return "";
    }
    const outer = this.#recorder;
    const recorder = new Recorder(this.assigns, temporary);
    this.#recorder = recorder;
    const value = read(recorder.assigns);
    const known = unwrapped(before);
    const json = slot.kind === "composed" ? this.content(slot, value, known) : this.#value(slot, value, known);
    this.#recorder = outer;
    const reads = recorder.finish();
    outer?.adopt(reads);
    if (reads !== undefined) this.print = new LazyPrint(this.print, reads, text);
    return json;
  }
}

function unwrapped(print: unknown): unknown {
  return print instanceof LazyPrint ? unwrapped(print.print) : print;
}

// Most rows of most lists have not changed. The prints of a row may go on behind its values.
function startsWithEqual(prints: readonly unknown[], values: readonly unknown[]): boolean {
  for (let index = 0; index < values.length; index += 1) {
    if (values[index] !== prints[index]) return false;
  }
  return true;
}

function isPrimitive(value: unknown): value is Primitive {
  return value === null || !["object", "function", "symbol"].includes(typeof value);
}

// Two of these that are not equal read differently, whatever becomes of them. (NaN does not equal itself.)
function areTextsOrNumbers(value: unknown, before: unknown): boolean {
  return typeof value === typeof before && (typeof value === "string" || Number.isFinite(value));
}

// Only for primitives that are not equal. Most that read the same are of two types; one has to look.
function isSameText(value: Primitive, before: unknown): boolean {
  if (areTextsOrNumbers(value, before)) return false;
  if (typeof before === "object" ? before !== null : typeof before === "symbol") return false;
  return textOf(value) === textOf(before as Primitive); // the other types are Primitive
}
