import { Slot } from "@firecrest/template";
import { isMutable } from "./assigns.ts";

/** Whether a component that was given `before` would show the same for `after`: nothing replaced, and nothing that could have changed in place. */
export function sameProps(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): boolean {
  const names = Object.keys(after);
  return names.length === Object.keys(before).length && names.every((name) => isSame(before[name], after[name]));
}

function isSame(before: unknown, after: unknown): boolean {
  if (before instanceof Slot && after instanceof Slot) {
    return before.template === after.template && areSame(before.values, after.values);
  }
  return Object.is(before, after) && !isMutable(after);
}

function areSame(before: readonly unknown[], after: readonly unknown[]): boolean {
  return before.length === after.length && before.every((value, index) => isSame(value, after[index]));
}
