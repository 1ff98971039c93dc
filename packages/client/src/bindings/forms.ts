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
  window.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement; // what else would be submitted
    if (!form.getAttribute("phx-submit")) return;
    event.preventDefault();
    host.extras.use((extras) => extras?.submitted(host, form, event.submitter));
  });
  // What else would be reset.
  window.addEventListener("reset", ({ target }) =>
    host.extras.use((extras) => extras?.wasReset(host, target as HTMLFormElement)),
  );
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
        value: serializeForm(form, { only, submitter: /button|submit/.test(control.type) ? control : null }),
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

/** A live file input: what is chosen in it is uploaded apart. */
function isUpload(control: Element): boolean {
  return control.hasAttribute("data-phx-upload-ref");
}
