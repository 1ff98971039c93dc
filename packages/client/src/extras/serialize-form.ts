import type { Kit } from "../live/kit.ts";

/** What of a form is sent. */
export interface FormSelection {
  /** The button that submitted it, or says that it has changed; sent where it stands among the fields. */
  readonly submitter?: HTMLElement | null | undefined;
  /** Only the fields of this name. */
  readonly only?: string | undefined;
}

/**
 * The fields of a form as `application/x-www-form-urlencoded` text, without its files. A field that the user has not touched
 * yet is preceded by a marker, `_unused_` before its innermost name, so that the server need not complain about it
 * (liveview-protocol.md §7.3).
 */
export function serializeForm(
  kit: Pick<Kit, "stateOf">,
  form: HTMLFormElement,
  { submitter, only }: FormSelection = {},
): string {
  const params = new URLSearchParams();
  for (const [name, value] of readForm(form, submitter)) {
    if (typeof value !== "string" || (only !== undefined && name !== only)) continue;
    if (name !== submitter?.getAttribute("name") && isUnused(kit, form, name)) params.append(unusedName(name), "");
    params.append(name, value);
  }
  return params.toString();
}

/** The elements of a form that have this name. */
export function controlsOf(form: HTMLFormElement, name?: string): HTMLInputElement[] {
  // The cast: other controls have what we use of an input, or undefined in its place.
  const controls = [...form.elements] as HTMLInputElement[];
  return name === undefined ? controls : controls.filter((control) => control.name === name);
}

/** Only buttons that submit are fields to the browser: for a moment, any other one is. */
function readForm(form: HTMLFormElement, submitter: HTMLElement | null = null): FormData {
  const type = submitter?.getAttribute("type");
  if (!submitter || !type) return new FormData(form, submitter);
  submitter.setAttribute("type", "submit");
  const data = new FormData(form, submitter);
  submitter.setAttribute("type", type);
  return data;
}

function isUnused({ stateOf }: Pick<Kit, "stateOf">, form: HTMLFormElement, name: string): boolean {
  const controls = controlsOf(form, name);
  if (form.hasAttribute("phx-no-unused-field") || controls.every(({ type }) => type === "hidden")) return false;
  return !controls.some((control) => stateOf(control).isUsed === true || control.hasAttribute("phx-no-unused-field"));
}

/** `name` → `_unused_name`, `user[email]` → `user[_unused_email]`, `tags[]` → `_unused_tags[]`. */
function unusedName(name: string): string {
  return name.replace(/[^[\]]+(?=\](\[\])?$)|^[^[]+(?=(\[\])?$)/, "_unused_$&");
}
