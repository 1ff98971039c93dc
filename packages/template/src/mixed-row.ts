import { Rendered } from "./rendered.ts";
import { Source } from "./source.ts";
import { Template } from "./template.ts";

/**
 * On the wire all rows of a list have the same statics. Rows that differ in template, or are no templates at all, become the one slot
 * of this; `DiffWriter.content` writes it.
 */
export const MIXED_ROW = new Template({
  statics: ["", ""],
  slots: [],
  hasRoot: false,
  source: new Source([""], { file: "(mixed list)", line: 0, column: 0 }),
});

/** The template that all rows have in common, or `MIXED_ROW`. */
export function commonTemplate(contents: readonly unknown[]): Template {
  const [first] = contents;
  if (!(first instanceof Rendered)) return MIXED_ROW;
  return contents.every((content) => templateFits(first.template, content)) ? first.template : MIXED_ROW;
}

/** May the row stand in a list whose rows have this template? */
export function templateFits(template: Template, content: unknown): boolean {
  return template === MIXED_ROW || (content instanceof Rendered && content.template === template);
}

/** How many slots a row of this template has. */
export function slotCountOf(template: Template): number {
  return template === MIXED_ROW ? 1 : template.slots.length;
}
