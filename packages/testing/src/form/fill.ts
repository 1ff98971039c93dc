import type { Element } from "domhandler";
import { TestingError } from "../errors.ts";
import { excerpt, listing } from "../markup/excerpt.ts";
import { choicesOf, type Control } from "./controls.ts";
import { type FieldValue, flattenFields, type FormFields } from "./fields.ts";

/** What a user has put into a form's controls, over what the server rendered. */
export type Filling = ReadonlyMap<Element, readonly string[]>;

/** A form and its controls. */
export interface FormControls {
  readonly form: Element;
  readonly controls: readonly Control[];
}

/**
 * Fills in a form as a user could: throws "field-mismatch" for a field that is not there, cannot be changed, or does not offer the
 * value, and shows the HTML around it.
 */
export function fillForm(parts: FormControls, fields: FormFields): Filling {
  const filling = new Map<Element, readonly string[]>();
  for (const { name, value } of flattenFields(fields)) {
    for (const [element, values] of fillField(parts, { name, value })) filling.set(element, values);
  }
  return filling;
}

interface Field {
  readonly name: string;
  readonly value: FieldValue;
}

function fillField(parts: FormControls, { name, value }: Field): Filling {
  const named = namedControls(parts, { name, value });
  const enabled = named.filter(({ isDisabled }) => !isDisabled);
  if (enabled.length === 0) throw mismatch(`The field ${quoted(name)} is disabled: a user cannot change it.`, named);
  // A hidden field before a box of its name is what an empty box sends.
  const shown = enabled.filter(({ kind }) => kind !== "hidden");
  const [first] = shown;
  switch (first?.kind) {
    case "radio":
      return fillRadios(name, shown, value);
    case "checkbox":
      return fillBoxes(name, shown, value);
    case "select":
      return new Map([[first.element, selection(first, value)]]);
    case "text":
      return new Map([[first.element, [textFor(name, shown, value)]]]);
    case "button":
      throw mismatch(`The field ${quoted(name)} is a button. Choose it by submitter("[name=…]").`, shown);
    case "file":
      throw mismatch(`The field ${quoted(name)} takes files. Choose them by page.fileInput(selector, files).`, shown);
    default:
      throw mismatch(
        `The field ${quoted(name)} is hidden: a user cannot change it. What a script would put there, give to submit or change as { extra }.`,
        enabled,
      );
  }
}

/** The controls that a field means: those of its name, or for a list those of its name with `[]`. */
function namedControls({ form, controls }: FormControls, { name, value }: Field): Control[] {
  const named = controls.filter((control) => control.name === name);
  if (named.length > 0) return named;
  const listed = Array.isArray(value) ? controls.filter((control) => control.name === `${name}[]`) : [];
  if (listed.length > 0) return listed;
  const names = [...new Set(controls.map((control) => control.name))].join(", ") || "none";
  throw new TestingError(
    "field-mismatch",
    `The form has no field ${quoted(name)}. Its fields are: ${names}. The form is:\n${excerpt(form)}`,
  );
}

function textFor(name: string, controls: readonly Control[], value: FieldValue): string {
  if (controls.length > 1) throw several(name, controls);
  if (controls.some(({ element }) => "readonly" in element.attribs))
    throw mismatch(`The field ${quoted(name)} is read-only: a user cannot change it.`, controls);
  return textValue(controls, value);
}

function fillRadios(name: string, radios: readonly Control[], value: FieldValue): Filling {
  const text = textValue(radios, value);
  if (!radios.some(({ element }) => onValue(element) === text)) throw notOffered(name, text, radios);
  return new Map(radios.map(({ element }) => [element, onValue(element) === text ? [text] : []]));
}

function fillBoxes(name: string, boxes: readonly Control[], value: FieldValue): Filling {
  if (typeof value === "boolean" || value === null) {
    if (boxes.length > 1) throw several(name, boxes);
    return new Map(boxes.map(({ element }) => [element, value === true ? [onValue(element)] : []]));
  }
  const wanted = (Array.isArray(value) ? value : [value]).map(String);
  for (const text of wanted) {
    if (!boxes.some(({ element }) => onValue(element) === text)) throw notOffered(name, text, boxes);
  }
  return new Map(boxes.map(({ element }) => [element, wanted.includes(onValue(element)) ? [onValue(element)] : []]));
}

function selection(select: Control, value: FieldValue): readonly string[] {
  const { element, name } = select;
  const isList = Array.isArray(value);
  if (isList && !("multiple" in element.attribs))
    throw mismatch(`The select ${quoted(name)} takes one value, but got a list of ${value.length}.`, [select]);
  const wanted = isList ? value.map(String) : [textValue([select], value)];
  const offered = choicesOf(element).filter(({ isDisabled }) => !isDisabled);
  for (const text of wanted) {
    if (!offered.some((choice) => choice.value === text)) throw notOffered(name, text, [select]);
  }
  return wanted;
}

function textValue(controls: readonly Control[], value: FieldValue): string {
  if (value === null) return "";
  if (typeof value === "string" || typeof value === "number") return String(value);
  throw mismatch(
    `The field ${quoted(controls[0]?.name ?? "")} takes a text, but got ${JSON.stringify(value)}.`,
    controls,
  );
}

function onValue({ attribs }: Element): string {
  return attribs["value"] ?? "on";
}

function several(name: string, controls: readonly Control[]): TestingError {
  return mismatch(`${controls.length} fields have the name ${quoted(name)}; which one is meant?`, controls);
}

function notOffered(name: string, value: string, controls: readonly Control[]): TestingError {
  return mismatch(`The field ${quoted(name)} does not offer the value ${quoted(value)}.`, controls);
}

function mismatch(message: string, controls: readonly Control[]): TestingError {
  const elements = controls.map(({ element }) => element);
  const [only] = elements;
  const spot = elements.length === 1 && only !== undefined ? excerpt(only) : listing(elements);
  return new TestingError("field-mismatch", `${message} It is:\n${spot}`);
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
