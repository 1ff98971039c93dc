import { controlsOf, serializeForm } from "../bindings/serialize-form.ts";
import type { TargetName } from "./target.ts";

/** What was in a form before its view joined anew. */
export interface SavedForm {
  readonly id: string;
  /** Its `phx-change`. */
  readonly change: string;
  readonly value: string;
  /** The name of its first visible field. */
  readonly field: string;
}

/** An event that brings a form back. */
export interface Recovery {
  readonly target: TargetName;
  readonly payload: object;
}

/** Takes down what is in forms, before a join overwrites it. Forms without an id or without fields cannot be brought back. */
export function saveForms(forms: Iterable<Element>): SavedForm[] {
  const saved: SavedForm[] = [];
  for (const form of forms) {
    if (!(form instanceof HTMLFormElement) || form.id === "" || form.getAttribute("phx-auto-recover") === "ignore") continue;
    const field = controlsOf(form).find((control) => control.name && control.type !== "hidden" && !control.hasAttribute("phx-change"));
    if (field === undefined) continue;
    saved.push({ id: form.id, change: form.getAttribute("phx-change") ?? "", value: serializeForm(form), field: field.name });
  }
  return saved;
}

/** The events that bring back those forms that the new HTML has too (liveview-protocol.md §15.4). */
export function recoverForms(saved: readonly SavedForm[], html: ParentNode): Recovery[] {
  return saved.flatMap(({ id, change, value, field }) => {
    const form = html.querySelector(`form[id="${CSS.escape(id)}"]`);
    if (form?.getAttribute("phx-change") !== change) return [];
    const payload = { type: "form", event: form.getAttribute("phx-auto-recover") ?? change, value, meta: { _target: field }, uploads: {} };
    return [{ target: form.getAttribute("phx-target"), payload }];
  });
}
