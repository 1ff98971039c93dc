import type { BindingHost } from "../bindings/host.ts";
import type { CommandArgs } from "../live/commands.ts";

/** `phx-submit` (liveview-protocol.md §15.3). */
export function submitted(host: BindingHost, form: HTMLFormElement, submitter: HTMLElement | null): void {
  const { boundValues, controlsOf, push, runCommands, serializeForm, stateOf } = host.kit;
  // Until the answer to the first submit, a second one is a double click.
  if (form.classList.contains("phx-submit-loading")) return;
  stateOf(form).submitter = submitter;
  const controls = controlsOf(form);
  for (const control of controls) {
    host.limits.cancel(control);
    Object.assign(stateOf(control), { isUsed: true, isDirty: false, isSubmitted: true });
  }
  const waiting = [form, ...controls, ...form.querySelectorAll("[phx-disable-with]")];
  const send = (args: CommandArgs): void => {
    const deliver = (): void => {
      const payload = {
        type: "form",
        value: serializeForm(form, { submitter }),
        meta: { ...boundValues(form), ...args.value },
      };
      void push(host, args, { element: form, source: form, type: "submit", waiting, form, submitter, payload }).then(
        () => {
          // The answer has been shown: from now on, who is at work in a field is left alone again.
          for (const control of controls) stateOf(control).isSubmitted = false;
        },
      );
    };
    if (!controls.some((control) => control.hasAttribute("data-phx-upload-ref"))) return deliver();
    const hold = (): (() => void) | undefined =>
      host.viewOf(form)?.hold({ type: "submit", elements: waiting, form, submitter });
    host.uploads.use((uploads) => (uploads ? void uploads.submit(host, { form, hold, deliver }) : deliver()));
  };
  runCommands(host, { code: form.getAttribute("phx-submit") ?? "", source: form, push: send });
}
