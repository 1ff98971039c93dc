import { type Content, each, html } from "@firecrest/template";
import type { FormInputs, NestedForm } from "../forms/form-fields.ts";
import { type Children, showChildren } from "./children.ts";
import { hiddenInput } from "./form.ts";

/** What `InputsFor` takes. */
export interface InputsForProps<Input> {
  /** What `form.inputs(name)` or `form.nested(name)` gives. */
  readonly for: FormInputs<Input> | NestedForm<Input>;
  /** Leave out the hidden inputs; where they would not be allowed, `nested.hidden` says what to write. Default false. */
  readonly skipHidden?: boolean;
  /** What is shown for each of the records: a function gets its form. */
  readonly children: Children<NestedForm<Input>>;
}

/**
 * The fields of each record of a list: `${InputsFor({ for: entry.inputs("addresses"), children: (address) => html`…` })}`. Beside them, in
 * hidden inputs, goes what each record is known by and where it stands: when records are added, moved or dropped, everybody's input stays
 * with its record. A control of the name `inputs.sortName` adds one, one of the name `inputs.dropName` drops the one of its value.
 */
export function InputsFor<Input>({ for: forms, skipHidden = false, children }: InputsForProps<Input>): Content {
  if (!isList(forms)) return showChildren(children, forms);
  const records = each(
    forms,
    ({ persistentId }) => persistentId,
    (nested) =>
      html`${!skipHidden && nested.hidden.map(({ name, value }) => hiddenInput(name, value))}${showChildren(children, nested)}`,
  );
  // Sent even when all records have gone, so that the list is known to be empty.
  return html`${records}${!skipHidden && hiddenInput(forms.dropName, "")}`;
}

function isList<Input>(forms: FormInputs<Input> | NestedForm<Input>): forms is FormInputs<Input> {
  return Array.isArray(forms);
}
