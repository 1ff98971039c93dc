import { type FormField, html, type Rendered } from "@firecrest/live";

interface InputProps {
  readonly field: FormField;
  readonly label: string;
  readonly type?: "text" | "email" | "number" | "password";
  readonly autocomplete?: string;
}

/** One field of a form: its label, its control, what is wrong with it. */
export function Input({ field, label, type = "text", autocomplete = "off" }: InputProps): Rendered {
  const { id, name, value, errors } = field;
  const isWrong = errors.length > 0;
  // A password never comes back from the server: its control is the browser's.
  return html`<div class="field">
  <label for=${id}>${label}</label>
  <input id=${id} name=${name} type=${type} value=${value} autocomplete=${autocomplete} maxlength="100" phx-debounce="200"
    phx-update=${type === "password" && "ignore"} aria-invalid=${isWrong || undefined} aria-describedby=${isWrong && `${id}-error`}>
  ${isWrong && html`<p class="error" id="${id}-error">${errors.join(" ")}</p>`}
</div>`;
}
