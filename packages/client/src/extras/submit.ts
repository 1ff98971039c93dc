import type { BindingHost } from "../bindings/host.ts";
import type { CommandArgs } from "../live/commands.ts";
import { UPLOAD_REF } from "../uploads/files.ts";
import { submit } from "../uploads/form-uploads.ts";
import { cancelLimits } from "./rate-limit.ts";
import { controlsOf, serializeForm } from "./serialize-form.ts";

/** `phx-submit` (liveview-protocol.md §15.3). */
export function submitted(host: BindingHost, form: HTMLFormElement, submitter: HTMLElement | null): void {
  const { boundValues, push, runCommands, stateOf } = host.kit;
  // Until the answer to the first submit, a second one is a double click.
  if (form.classList.contains("phx-submit-loading")) return;
  stateOf(form).submitter = submitter;
  const controls = controlsOf(form);
  for (const control of controls) {
    cancelLimits(control, false);
    Object.assign(stateOf(control), { isUsed: true, isDirty: false, isSubmitted: true });
  }
  const waiting = [form, ...controls, ...form.querySelectorAll("[phx-disable-with]")];
  const send = (args: CommandArgs): void => {
    const deliver = (): void => {
      const payload = {
        type: "form",
        value: serializeForm(host.kit, form, { submitter }),
        meta: { ...boundValues(form), ...args.value },
      };
      void push(host, args, { element: form, source: form, type: "submit", waiting, form, submitter, payload }).then(
        () => {
          // The answer has been shown: from now on, who is at work in a field is left alone again.
          for (const control of controls) stateOf(control).isSubmitted = false;
        },
      );
    };
    if (!controls.some((control) => control.hasAttribute(UPLOAD_REF))) return deliver();
    const hold = (): (() => void) | undefined =>
      host.viewOf(form)?.hold({ type: "submit", elements: waiting, form, submitter });
    void submit(host, { form, hold, deliver });
  };
  runCommands(host, { code: form.getAttribute("phx-submit") ?? "", source: form, push: send });
}
