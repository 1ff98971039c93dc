import { Slot } from "./component.ts";
import { html } from "./html.ts";
import type { Template } from "./template.ts";

const NO_ENTRIES: readonly never[] = [];
let template: Template | undefined;

/** The default slot from what a caller gave: what stands between the tags, or content passed to a call. Nothing is no slot. */
export function slotOf(given: unknown): Slot<never> | undefined {
  if (given === undefined || given === null || given === false) return undefined;
  return given instanceof Slot ? given : slotWith(given, {});
}

/** The entries of a named slot from what a caller gave: one or a list of them, each content or `{ …attributes, children }`. */
export function entriesOf(given: unknown): readonly Slot<never>[] {
  if (given === undefined || given === null || given === false) return NO_ENTRIES;
  if (!Array.isArray(given)) return [entryOf(given)];
  return given.filter((entry) => entry !== undefined && entry !== null && entry !== false).map(entryOf);
}

function entryOf(given: unknown): Slot<never> {
  if (given instanceof Slot) return given;
  if (typeof given !== "object" || given === null || Object.getPrototypeOf(given) !== Object.prototype) {
    return slotWith(given, {});
  }
  const { children, ...attributes } = given as { readonly children?: unknown };
  return children instanceof Slot
    ? new Slot(children.template, children.values, attributes)
    : slotWith(children, attributes);
}

/** A slot that holds one value: content, or a function of what the component passes. */
function slotWith(content: unknown, attributes: Readonly<Record<string, unknown>>): Slot<never> {
  template ??= html`${content}`.template;
  return new Slot(template, [content], attributes);
}
