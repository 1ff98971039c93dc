import type { BindingHost } from "../bindings/host.ts";
import type { CommandArgs } from "../live/commands.ts";
import { UPLOAD_REF } from "../uploads/files.ts";
import { select, selected } from "../uploads/form-uploads.ts";
import { limit } from "./rate-limit.ts";
import { controlsOf, serializeForm } from "./serialize-form.ts";

/** A control has changed, or says that it has: `phx-change` of it or of its form (liveview-protocol.md §15.1). */
export function changed(host: BindingHost, control: HTMLInputElement): void {
  const { form } = control;
  const source = control.hasAttribute("phx-change") ? control : form;
  const code = source?.getAttribute("phx-change");
  // Half a number is no number yet.
  if (!source || !form || !code || control.validity?.badInput) return;
  const fire = (): void => changedFor(host, code, { control, form, source });
  limit(host.clock, { element: control, binding: "change", fire, isLastWanted: true });
}

/** The fields are as the server rendered them; it hears of it as of any change. */
export function formReset(host: BindingHost, form: HTMLFormElement): void {
  for (const control of controlsOf(form)) Object.assign(host.kit.stateOf(control), { isUsed: false, isDirty: false });
  const button = form.querySelector<HTMLInputElement>("[type=reset]");
  if (button) changed(host, button);
}

interface Change {
  readonly control: HTMLInputElement;
  readonly form: HTMLFormElement;
  /** The one of them that has the binding. */
  readonly source: Element;
}

function changedFor(host: BindingHost, code: string, { control, form, source }: Change): void {
  const { boundValues, push, runCommands, stateOf } = host.kit;
  stateOf(control).isUsed = true;
  const only = source === control ? control.name : undefined;
  for (const sent of controlsOf(form, only)) stateOf(sent).isDirty = false;
  // A button that says it has changed is what adds a row, or removes one: its value is the news.
  const submitter = control.localName === "button" ? control : null;
  const isUpload = control.hasAttribute(UPLOAD_REF);
  const send = (args: CommandArgs): void => {
    const payload = {
      type: "form",
      value: serializeForm(host.kit, form, { submitter, only }),
      meta: { ...boundValues(form), _target: control.name || "undefined", ...args.value },
      uploads: isUpload ? select(control) : {},
    };
    const event = { element: form, source, type: "change", waiting: [control, form], payload };
    void push(host, args, event).then(() => {
      if (isUpload) selected(host, control);
    });
  };
  runCommands(host, { code, source: control, push: send });
}
