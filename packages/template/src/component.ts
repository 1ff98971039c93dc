import type { Content } from "./content.ts";
import { Rendered } from "./rendered.ts";
import type { Source } from "./source.ts";
import type { Template } from "./template.ts";

/**
 * A function component: props in, content out. Called at every render of the template that names it: `<${Card} title=${title}>…<//>`.
 * Attributes arrive as props under the names they are written with (`true` for one without a value), `...${object}` adds its entries, the
 * content arrives as `children`, and each `<:name>` of the content as an entry of the list `name`.
 */
export type Component<Props = Record<string, unknown>> = (props: Props) => Content;

/**
 * Content that a caller put into a component: the default slot (`props.children`) or one entry of a named one. Place it as it is,
 * `${props.children}`, or with an argument, `${renderSlot(props.children, item)}`: every function that stands as a slot directly in the
 * content is then called with the argument.
 */
export class Slot<Argument = void, Attributes = Readonly<Record<string, unknown>>> {
  /** What was written on the tag: `<:column label="Name">` has the attribute `label`. Empty for the default slot. */
  readonly attributes: Attributes;
  readonly template: Template;
  readonly values: readonly unknown[];
  /** For the type checker only: what the content is called with. */
  declare readonly argument?: (argument: Argument) => void;

  constructor(template: Template, values: readonly unknown[], attributes: Attributes) {
    this.template = template;
    this.values = values;
    this.attributes = attributes;
  }
}

/** How a prop of a component call is made: a constant, one value, several in a text, or (name "") all entries of a value. */
export interface PropRecipe {
  readonly name: string;
  readonly offset: number;
  /** Constant text, and indexes of values; a boolean is an attribute without a value. */
  readonly parts: readonly (string | number)[] | true;
}

/** One entry of a named slot in a component call. */
export interface NamedSlotRecipe {
  readonly name: string;
  readonly attributes: readonly PropRecipe[];
  readonly template: Template;
  readonly offset: number;
}

/** A prepared `<${Component}>`. */
export interface ComponentCall {
  readonly props: readonly PropRecipe[];
  readonly named: readonly NamedSlotRecipe[];
  /** Undefined when the content is nothing but white space, comments and named slots. */
  readonly children: Template | undefined;
  readonly source: Source;
  readonly offset: number;
}

type AnySlots = Slot<never, unknown> | readonly Slot<never, unknown>[] | undefined;

// The compiler shows the text where an argument is missing.
type TakingNothing<Given> = [Given] extends [Slot<void, unknown> | readonly Slot<void, unknown>[] | undefined]
  ? unknown
  : "The component passes something to this slot: renderSlot(slot, argument).";

/**
 * The content of a slot: all its entries, when it is a named one; nothing, when the caller gave none. With an argument, functions in
 * the content are called with it; without, they are lazy slots like anywhere.
 */
export function renderSlot<Argument>(
  slot: Slot<Argument, unknown> | readonly Slot<Argument, unknown>[] | undefined,
  argument: Argument,
): Content;
export function renderSlot<Given extends AnySlots>(slot: Given & TakingNothing<Given>): Content;
export function renderSlot(
  slot: Slot<never, unknown> | readonly Slot<never, unknown>[] | undefined,
  ...argument: readonly unknown[]
): Content {
  if (slot === undefined) return undefined;
  return slot instanceof Slot ? slotContent(slot, argument) : slot.map((entry) => slotContent(entry, argument));
}

/** What a slot stands for: its one value, when it is nothing else, or its template. */
export function slotContent(slot: Slot<never, unknown>, argument: readonly unknown[]): Content {
  const { template } = slot;
  const values = argument.length === 0 ? slot.values : withArgument(slot, argument[0]);
  const [only] = template.slots;
  // Without a template of its own around it, the value costs nothing on the wire.
  if (only?.kind === "content" && template.statics.every((text) => text === "")) return values[only.value] as Content;
  return new Rendered(template, values);
}

// The values are those of the whole call site; only the functions of this content are for the argument.
function withArgument({ template, values }: Slot<never, unknown>, argument: unknown): readonly unknown[] {
  const called = values.slice();
  for (const slot of template.slots) {
    if (slot.kind === "component") continue;
    for (const index of slot.composed?.parts ?? [slot.value]) {
      const value = typeof index === "number" ? values[index] : undefined;
      if (typeof value === "function") called[index as number] = value(argument);
    }
  }
  return called;
}
