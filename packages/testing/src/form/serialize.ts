import type { Element } from "domhandler";
import { type Control, renderedValues } from "./controls.ts";
import type { Filling } from "./fill.ts";

/** What of a form is sent. */
export interface FormContent {
  readonly form: Element;
  readonly controls: readonly Control[];
  readonly filling: Filling;
  /** The names of the fields that the user has been at; the others are marked as unused. Undefined: none is marked. */
  readonly used?: ReadonlySet<string> | undefined;
  /** The button that submitted it; sent where it stands among the fields. */
  readonly submitter?: Element | undefined;
  /** Only the fields of this name. */
  readonly only?: string | undefined;
}

/** The names and values that a form sends, in document order. */
export function formPairs({ controls, filling, submitter, only }: FormContent): [string, string][] {
  return controls
    .filter(({ name, isDisabled }) => !isDisabled && (only === undefined || name === only))
    .flatMap((control): [string, string][] => {
      const { element, name } = control;
      if (element === submitter) return [[name, element.attribs["value"] ?? ""]];
      const values = filling.get(element) ?? renderedValues(control);
      return values.map((value) => [name, value]);
    });
}

/**
 * The fields of a form as url-encoded text. A field that the user has not been at is preceded by a marker, `_unused_` before its
 * innermost name, so that the server need not complain about it (liveview-protocol §7.3).
 */
export function serializeForm(content: FormContent): string {
  const params = new URLSearchParams();
  for (const [name, value] of formPairs(content)) {
    if (isUnused(content, name)) params.append(unusedName(name), "");
    params.append(name, value);
  }
  return params.toString();
}

function isUnused({ form, controls, used, submitter }: FormContent, name: string): boolean {
  if (used === undefined || used.has(name) || submitter?.attribs["name"] === name) return false;
  if ("phx-no-unused-field" in form.attribs) return false;
  const named = controls.filter((control) => control.name === name);
  return (
    !named.every(({ kind }) => kind === "hidden") &&
    !named.some(({ element }) => "phx-no-unused-field" in element.attribs)
  );
}

/** `name` → `_unused_name`, `user[email]` → `user[_unused_email]`, `tags[]` → `_unused_tags[]`. */
function unusedName(name: string): string {
  return name.replace(/[^[\]]+(?=\](\[\])?$)|^[^[]+(?=(\[\])?$)/, "_unused_$&");
}
