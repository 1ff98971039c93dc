import type { AttributePlace, AttributePrinter } from "./attribute-printer.ts";
import type { ComponentCall } from "./component.ts";
import type { Source } from "./source.ts";

/**
 * What a slot holds. `content`: text, templates, lists. `flat`: the same in `title` and `textarea`, where it is all text. `attribute`: one
 * value that becomes one piece of HTML. `composed`: a URL attribute that several slots make up together. `component`: a call.
 */
export type SlotKind = "content" | "flat" | "attribute" | "composed" | "component";

/** One place of a template that changes. All slots have the same fields, so that the loops over them stay fast. */
export interface TemplateSlot {
  readonly kind: SlotKind;
  /** Index into the values of the call; of a composed slot, the first of them. */
  readonly value: number;
  /** Strings and numbers in it are text to be escaped, and nothing more: most slots, and the loops take a short cut for them. */
  readonly isText: boolean;
  /** Its key on the wire, as JSON text: `"3":`. */
  readonly jsonKey: string;
  /** The same up to a text, `"3":"`, and that behind another member: `,"3":"`. */
  readonly textKey: string;
  readonly nextTextKey: string;
  readonly source: Source;
  /** Where it stands in the source. */
  readonly offset: number;
  readonly printer: AttributePrinter | undefined;
  readonly composed: ComposedValue | undefined;
  readonly call: ComponentCall | undefined;
}

/** An attribute value of several parts: constant text, and indexes of values. */
export interface ComposedValue {
  readonly place: AttributePlace;
  readonly parts: readonly (string | number)[];
}

/** A prepared call site (or the content of one of its components): constant text, and the slots between. */
export class Template {
  /** One more than `slots`. */
  readonly statics: readonly string[];
  readonly slots: readonly TemplateSlot[];
  /** Exactly one element at the top, with nothing but white space and comments beside it. */
  readonly hasRoot: boolean;
  readonly source: Source;
  /** Slot n is filled by value n, so that the values can be compared without a look at the slots. */
  readonly isAligned: boolean;
  #staticsJson: string | undefined;

  constructor(parts: Pick<Template, "statics" | "slots" | "hasRoot" | "source">) {
    this.statics = parts.statics.map(flatten);
    this.slots = parts.slots;
    this.hasRoot = parts.hasRoot;
    this.source = parts.source;
    this.isAligned = parts.slots.every((slot, index) => slot.value === index);
  }

  /** The statics as a JSON array: written once, sent often. */
  get staticsJson(): string {
    this.#staticsJson ??= JSON.stringify(this.statics);
    return this.#staticsJson;
  }
}

/**
 * The same text as one piece. What preparation has put together from many is a tree of pieces to the engine, and every
 * page that is built from it walks that tree again when it is encoded: it made the dead render of a table twice as dear.
 */
function flatten(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string;
}
