import type { AttributePlace, AttributePrinter } from "./attribute-printer.ts";
import type { ComponentCall } from "./component.ts";
import type { Source } from "./source.ts";
import { type Mark, type MarkOptions, markStatics } from "./template-marks.ts";

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
  readonly marks: readonly Mark[];
  /** The component, view or slot whose whole markup this is; undefined for a piece of that. */
  owner: string | undefined;
  #staticsJson: string | undefined;
  #marked: MarkedStatics | undefined;

  constructor(
    parts: Pick<Template, "statics" | "slots" | "hasRoot" | "source"> & Partial<Pick<Template, "marks" | "owner">>,
  ) {
    this.statics = parts.statics.map(flatten);
    this.slots = parts.slots;
    this.hasRoot = parts.hasRoot;
    this.source = parts.source;
    this.marks = parts.marks ?? [];
    this.owner = parts.owner;
    this.isAligned = parts.slots.every((slot, index) => slot.value === index);
  }

  /** The statics as these options want them; `statics` itself, if they ask for nothing. */
  staticsFor(options: MarkOptions): readonly string[] {
    if (options.annotate === undefined && options.rootTagAttribute === undefined) return this.statics;
    return this.#markedFor(options).statics;
  }

  /** The same as a JSON array: written once, sent often. */
  staticsJsonFor(options: MarkOptions): string {
    if (options.annotate === undefined && options.rootTagAttribute === undefined) {
      this.#staticsJson ??= JSON.stringify(this.statics);
      return this.#staticsJson;
    }
    return this.#markedFor(options).json;
  }

  // An app has one set of options, so the last one is all there is to keep.
  #markedFor({ annotate, rootTagAttribute }: MarkOptions): MarkedStatics {
    const { owner } = this;
    const last = this.#marked;
    const isSame = last?.annotate === annotate && last?.rootTagAttribute === rootTagAttribute && last?.owner === owner;
    if (last !== undefined && isSame) return last;
    const statics = markStatics(this, { annotate, rootTagAttribute }).map(flatten);
    this.#marked = { annotate, rootTagAttribute, owner, statics, json: JSON.stringify(statics) };
    return this.#marked;
  }
}

/** Marked statics, and what they were marked for. */
interface MarkedStatics extends MarkOptions {
  readonly owner: string | undefined;
  readonly statics: readonly string[];
  readonly json: string;
}

/**
 * The same text as one piece. What preparation has put together from many is a tree of pieces to the engine, and every
 * page that is built from it walks that tree again when it is encoded: it made the dead render of a table twice as dear.
 */
function flatten(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string;
}
