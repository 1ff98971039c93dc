import type { Kit } from "../live/kit.ts";
import { controlsOf, serializeForm } from "./serialize-form.ts";

const COMPONENT = "data-phx-component";

/** What was in a form before its view joined anew. */
export interface SavedForm {
  readonly id: string;
  /** Its `phx-change`. */
  readonly change: string;
  readonly value: string;
  /** The name of its first visible field. */
  readonly field: string;
}

/** Takes down what is in forms, before a join overwrites it. Forms without an id or without fields cannot be brought back. */
export function saveForms(forms: Iterable<Element>, kit: Kit): SavedForm[] {
  const saved: SavedForm[] = [];
  for (const form of forms) {
    if (!(form instanceof HTMLFormElement) || form.id === "" || form.getAttribute("phx-auto-recover") === "ignore")
      continue;
    const field = controlsOf(form).find(
      (control) => control.name && !control.matches("[type=hidden],[phx-change],button,fieldset"),
    );
    if (field === undefined) continue;
    saved.push({
      id: form.id,
      change: form.getAttribute("phx-change") ?? "",
      value: serializeForm(kit, form),
      field: field.name,
    });
  }
  return saved;
}

/** The payloads of the events that bring back those forms that the new HTML has too (liveview-protocol.md §15.4). */
export function recoverForms(saved: readonly SavedForm[], html: ParentNode): object[] {
  return saved.flatMap(({ id, change, value, field }) => {
    const form = html.querySelector(`form[id="${CSS.escape(id)}"]`);
    if (form?.getAttribute("phx-change") !== change) return [];
    const event = form.getAttribute("phx-auto-recover") ?? change;
    return [{ type: "form", event, value, meta: { _target: field }, uploads: {}, cid: componentOf(form, html) }];
  });
}

/** The page does not show the new HTML yet, so a target is looked up in that. */
function componentOf(form: Element, html: ParentNode): number | undefined {
  const target = form.getAttribute("phx-target");
  if (target === null) return undefined;
  const component = /^\d+$/.test(target)
    ? target
    : html.querySelector(target)?.closest(`[${COMPONENT}]`)?.getAttribute(COMPONENT);
  return component ? Number(component) : undefined;
}
