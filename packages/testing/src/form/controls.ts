import type { Document, Element } from "domhandler";
import { textContent } from "domutils";
import { closest, elementsBelow } from "../markup/document.ts";

/** What a control is, as far as it decides what a form sends. */
export type ControlKind = "button" | "checkbox" | "file" | "hidden" | "radio" | "select" | "text";

/** A form's field: one element with a name. */
export interface Control {
  readonly element: Element;
  readonly name: string;
  readonly kind: ControlKind;
  readonly isDisabled: boolean;
}

/** An option of a select. */
export interface Choice {
  readonly value: string;
  readonly isSelected: boolean;
  readonly isDisabled: boolean;
}

/** The named controls of a form in document order: those inside it, and those elsewhere that name it by `form`. */
export function controlsOf(document: Document, form: Element): Control[] {
  return elementsBelow(document).flatMap((element) => {
    const kind = kindOf(element);
    const name = element.attribs["name"];
    if (kind === undefined || name === undefined || name === "" || formOf(document, element) !== form) return [];
    return [{ element, name, kind, isDisabled: isDisabled(element) }];
  });
}

/** The form that an element belongs to. */
export function formOf(document: Document, element: Element): Element | undefined {
  const { form: id } = element.attribs;
  if (id === undefined) return closest(element, ({ name }) => name === "form");
  for (const candidate of elementsBelow(document)) {
    if (candidate.name === "form" && candidate.attribs["id"] === id) return candidate;
  }
  return undefined;
}

/** Whether a user can do nothing with an element: it is disabled, or a fieldset around it is. */
export function isDisabled(element: Element): boolean {
  if ("disabled" in element.attribs && DISABLEABLE.has(element.name)) return true;
  const fieldset = closest(element, ({ name, attribs }) => name === "fieldset" && "disabled" in attribs);
  if (fieldset === undefined || fieldset === element) return false;
  const legend = closest(element, ({ name, parent }) => name === "legend" && parent === fieldset);
  return (
    legend === undefined || legend !== fieldset.children.find((child) => "name" in child && child.name === "legend")
  );
}

/** The options of a select. */
export function choicesOf(select: Element): Choice[] {
  return elementsBelow(select)
    .filter(({ name }) => name === "option")
    .map((option) => ({
      value: option.attribs["value"] ?? textContent(option).replaceAll(/\s+/g, " ").trim(),
      isSelected: "selected" in option.attribs,
      isDisabled:
        closest(option, ({ name, attribs }) => name !== "select" && "disabled" in attribs && name.startsWith("opt")) !==
        undefined,
    }));
}

/** The values that a control sends as the server rendered it: none for an empty box, several for a select of many. */
export function renderedValues({ element, kind }: Pick<Control, "element" | "kind">): readonly string[] {
  const { value } = element.attribs;
  switch (kind) {
    case "checkbox":
    case "radio":
      return "checked" in element.attribs ? [value ?? "on"] : [];
    case "select":
      return selectedValues(element);
    case "hidden":
    case "text":
      return [element.name === "textarea" ? textContent(element) : (value ?? "")];
    case "button":
    case "file":
      return [];
  }
}

/** What the DOM calls an element's value; undefined for what has none. */
export function valueOf(element: Element): string | undefined {
  const kind = kindOf(element);
  if (kind === "button") return element.attribs["value"] ?? "";
  if (kind === "checkbox" || kind === "radio") return element.attribs["value"] ?? "on";
  return kind === undefined ? undefined : (renderedValues({ element, kind })[0] ?? "");
}

function selectedValues(select: Element): string[] {
  const choices = choicesOf(select);
  const selected = choices
    .filter(({ isSelected, isDisabled: isOff }) => isSelected && !isOff)
    .map(({ value }) => value);
  if ("multiple" in select.attribs) return selected;
  // Of several the last counts; of none, a list that drops down shows the first.
  const first = choices.find(({ isDisabled: isOff }) => !isOff);
  const shown = selected.at(-1) ?? (Number(select.attribs["size"] ?? 1) > 1 ? undefined : first?.value);
  return shown === undefined ? [] : [shown];
}

/** What kind of control an element is, if it is one. */
export function kindOf({ name, attribs }: Element): ControlKind | undefined {
  if (name === "select") return "select";
  if (name === "textarea") return "text";
  if (name === "button") return "button";
  if (name !== "input") return undefined;
  const type = (attribs["type"] ?? "text").toLowerCase();
  return INPUT_KINDS[type] ?? "text";
}

const INPUT_KINDS: Readonly<Record<string, ControlKind>> = {
  button: "button",
  checkbox: "checkbox",
  file: "file",
  hidden: "hidden",
  image: "button",
  radio: "radio",
  reset: "button",
  submit: "button",
};

const DISABLEABLE = new Set(["button", "fieldset", "input", "optgroup", "option", "select", "textarea"]);
