import type { CallSite } from "./call-site.ts";
import { type TemplateErrorCode, TemplateSyntaxError } from "./template-error.ts";

/**
 * Stands for a slot in the joined text of a template. A noncharacter of Unicode: HTML forbids it, so no honest template holds one.
 */
export const SLOT = "\uFDD0";

const SPOT_CHARACTERS_MAX = 80;
const SLOT_SHOWN = "${…}";

/** The text of one call site with `SLOT` where its values go, and how to point into it. */
export class Source {
  readonly text: string;
  readonly site: CallSite;
  readonly #slotNumbers: ReadonlyMap<number, number>;

  constructor(strings: readonly string[], site: CallSite) {
    this.site = site;
    this.text = strings.join(SLOT);
    // JavaScript leaves out the text of a template whose escapes it cannot read.
    const broken = strings.findIndex((string: string | undefined) => string === undefined);
    if (broken >= 0) {
      const before = strings.slice(0, broken).join(SLOT).length;
      throw this.error(
        "bad-escape",
        before,
        "A backslash in the template begins no escape that JavaScript knows. Write \\\\ for a backslash.",
      );
    }
    this.#slotNumbers = numberSlots(this.text);
    if (this.#slotNumbers.size !== strings.length - 1) {
      throw this.error(
        "malformed-tag",
        this.text.indexOf(SLOT),
        "The template holds U+FDD0, which is not a character. Remove it.",
      );
    }
  }

  /** Which value of the call goes to the slot at `offset`: 0 for the first. */
  slotNumber(offset: number): number {
    return this.#slotNumbers.get(offset) ?? -1;
  }

  /** The error to throw about the place `offset` of `text`. */
  error(code: TemplateErrorCode, offset: number, message: string): TemplateSyntaxError {
    return new TemplateSyntaxError(code, message, { site: this.place(offset), spot: this.#spot(offset) });
  }

  /** Where in its file the place `offset` of `text` is. */
  place(offset: number): CallSite {
    const lines = this.text.slice(0, offset).split("\n");
    const width = shown(lines.at(-1) ?? "").length;
    // On its first line the template starts behind "html`".
    const column = lines.length === 1 ? this.site.column + "html`".length + width : width + 1;
    return { file: this.site.file, line: this.site.line + lines.length - 1, column };
  }

  #spot(offset: number): string {
    const lineStart = this.text.lastIndexOf("\n", offset - 1) + 1;
    const lineEnd = this.text.indexOf("\n", offset);
    const line = shown(this.text.slice(lineStart, lineEnd < 0 ? undefined : lineEnd));
    const caretAt = shown(this.text.slice(lineStart, offset)).length;
    const from = Math.max(0, caretAt - SPOT_CHARACTERS_MAX / 2);
    return `    ${line.slice(from, from + SPOT_CHARACTERS_MAX)}\n    ${" ".repeat(caretAt - from)}^`;
  }
}

function numberSlots(text: string): ReadonlyMap<number, number> {
  const numbers = new Map<number, number>();
  for (let offset = text.indexOf(SLOT); offset >= 0; offset = text.indexOf(SLOT, offset + 1)) {
    numbers.set(offset, numbers.size);
  }
  return numbers;
}

function shown(text: string): string {
  return text.replaceAll(SLOT, SLOT_SHOWN).replaceAll(/[\t\r]/g, " ");
}
