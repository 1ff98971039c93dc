import type { CallSite } from "./call-site.ts";

/** Why a template could not be prepared or rendered. Each code has one cause and one cure; the message names both. */
export type TemplateErrorCode =
  | "not-a-template"
  | "bad-escape"
  | "unclosed-tag"
  | "unclosed-comment"
  | "misnested-tag"
  | "unexpected-end-tag"
  | "self-closing-tag"
  | "malformed-tag"
  | "duplicate-attribute"
  | "slot-in-comment"
  | "slot-in-tag-name"
  | "slot-in-attribute-name"
  | "slot-in-code"
  | "slot-in-url-scheme"
  | "unknown-entity"
  | "misplaced-named-slot"
  | "component-is-not-a-function"
  | "missing-attr"
  | "unknown-attr"
  | "wrong-attr"
  | "missing-slot"
  | "unknown-slot"
  | "missing-id"
  | "unknown-directive"
  | "unknown-update"
  | "unprintable-value"
  | "bad-attribute-name"
  | "duplicate-key"
  | "no-host"
  | "misplaced-component"
  | "component-without-root"
  | "body-given-twice";

/** A template, or a value in one of its slots, that cannot be rendered. `code` says why. */
export class TemplateError extends Error {
  readonly code: TemplateErrorCode;

  constructor(code: TemplateErrorCode, message: string) {
    super(message);
    this.name = "TemplateError";
    this.code = code;
  }
}

/**
 * A malformed template: thrown when the `html` call site is used for the first time, or, for a slot in code that is not wrapped in
 * `raw` or `json`, whenever such a value arrives.
 *
 * `line` counts from 1 and is exact as long as no `${…}` before the spot spans lines (JavaScript does not tell a tag how long its
 * expressions are); `column` counts from 1, with every slot before it on that line as wide as `${…}`. `spot` is the line of the
 * template with a caret under the place.
 */
export class TemplateSyntaxError extends TemplateError {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly spot: string;

  constructor(code: TemplateErrorCode, message: string, where: { site: CallSite; spot: string }) {
    const { file, line, column } = where.site;
    super(code, `${message}\n    at ${file}:${line}:${column}\n${where.spot}`);
    this.name = "TemplateSyntaxError";
    this.file = file;
    this.line = line;
    this.column = column;
    this.spot = where.spot;
  }
}
