import { stateOf } from "../dom/element-state.ts";
import { markDirty } from "../dom/user-state.ts";
import { type CommandArgs, runCommands } from "../live/commands.ts";
import type { Uploads } from "../live/parts.ts";
import { boundValues, push } from "./element-event.ts";
import type { BindingHost } from "./host.ts";
import { controlsOf, serializeForm } from "./serialize-form.ts";

/** `phx-change` and `phx-submit` (liveview-protocol.md §15.1, §15.3). */
export function bindForms(host: BindingHost): void {
  // A change event that only confirms the input events before it would send everything twice.
  let lastInput: EventTarget | null = null;
  window.addEventListener("input", ({ target }) => {
    lastInput = target;
    changed(host, target);
  });
  window.addEventListener("change", ({ target }) => {
    if (target !== lastInput) changed(host, target);
    lastInput = null;
  });
  window.addEventListener("submit", (event) => submitted(host, event));
  window.addEventListener("reset", ({ target }) => wasReset(host, target as HTMLFormElement)); // what else would be reset
}

function changed(host: BindingHost, target: EventTarget | null): void {
  if (!(target instanceof Element)) return;
  const control = target as HTMLInputElement; // or what behaves like one, as far as it has what we ask for
  const { form } = control;
  markDirty(control);
  const source = control.hasAttribute("phx-change") ? control : form;
  const code = source?.getAttribute("phx-change");
  // Half a number is no number yet.
  if (!source || !form || !code || control.validity?.badInput) return;
  const fire = (): void => changedFor(host, code, { control, form, source });
  host.limits.occur({ element: control, binding: "change", fire, isLastWanted: true });
}

interface Change {
  readonly control: HTMLInputElement;
  readonly form: HTMLFormElement;
  /** The one of them that has the binding. */
  readonly source: Element;
}

function changedFor(host: BindingHost, code: string, { control, form, source }: Change): void {
  stateOf(control).isUsed = true;
  const only = source === control ? control.name : undefined;
  for (const sent of controlsOf(form, only)) stateOf(sent).isDirty = false;
  const send = (args: CommandArgs): void => {
    const meta = { ...boundValues(form), _target: control.name || "undefined", ...args.value };
    const deliver = (parts?: Uploads): void => {
      const payload = {
        type: "form",
        value: serializeForm(form, { only }),
        meta,
        uploads: parts?.select(control) ?? {},
      };
      void push(host, args, { element: form, source, type: "change", waiting: [control, form], payload }).then(() =>
        parts?.selected(host, control),
      );
    };
    if (isUpload(control)) host.uploads.use(deliver);
    else deliver();
  };
  runCommands(host, { code, source: control, push: send });
}

function submitted(host: BindingHost, event: SubmitEvent): void {
  const form = event.target as HTMLFormElement; // what else would be submitted
  const code = form.getAttribute("phx-submit");
  if (!code) return;
  event.preventDefault();
  // Until the answer to the first submit, a second one is a double click.
  if (form.classList.contains("phx-submit-loading")) return;
  const controls = controlsOf(form);
  for (const control of controls) {
    host.limits.cancel(control);
    Object.assign(stateOf(control), { isUsed: true, isDirty: false, isSubmitted: true });
  }
  const { submitter } = event;
  stateOf(form).submitter = submitter;
  const waiting = [form, ...controls, ...form.querySelectorAll("[phx-disable-with]")];
  const type = "submit";
  const send = (args: CommandArgs): void => {
    const deliver = (): void => {
      const payload = {
        type: "form",
        value: serializeForm(form, { submitter }),
        meta: { ...boundValues(form), ...args.value },
      };
      void push(host, args, { element: form, source: form, type, waiting, form, submitter, payload }).then(() => {
        // The answer has been shown: from now on, who is at work in a field is left alone again.
        for (const control of controls) stateOf(control).isSubmitted = false;
      });
    };
    if (!controls.some(isUpload)) return deliver();
    const hold = (): (() => void) | undefined => host.viewOf(form)?.hold({ type, elements: waiting, form, submitter });
    host.uploads.use((parts) => (parts ? void parts.submit(host, { form, hold, deliver }) : deliver()));
  };
  runCommands(host, { code, source: form, push: send });
}

/** A live file input: what is chosen in it is uploaded apart. */
function isUpload(control: Element): boolean {
  return control.hasAttribute("data-phx-upload-ref");
}

/** The fields are as the server rendered them, and untouched; the server hears of it as of any change. */
function wasReset(host: BindingHost, form: HTMLFormElement): void {
  // The fields change after this event.
  requestAnimationFrame(() => {
    for (const control of controlsOf(form)) Object.assign(stateOf(control), { isUsed: false, isDirty: false });
    changed(host, form.querySelector("[type=reset]"));
  });
}
