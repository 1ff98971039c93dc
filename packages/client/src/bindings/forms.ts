import { EVENTS } from "@firecrest/wire";
import { stateOf } from "../dom/element-state.ts";
import { markDirty } from "../dom/user-state.ts";
import type { CommandArgs } from "../live/commands.ts";
import { boundValues, loadingElements } from "./element-event.ts";
import type { Page } from "./page.ts";
import { controlsOf, serializeForm } from "./serialize-form.ts";

/** `phx-change` and `phx-submit` (liveview-protocol.md §15.1, §15.3). */
export function bindForms(page: Page): void {
  const { signal } = page;
  // A change event that only confirms the input events before it would send everything twice.
  let lastInput: EventTarget | null = null;
  window.addEventListener("input", (event) => {
    lastInput = event.target;
    changed(page, event.target);
  }, { signal });
  window.addEventListener("change", (event) => {
    if (event.target !== lastInput) changed(page, event.target);
    lastInput = null;
  }, { signal });
  window.addEventListener("submit", (event) => submitted(page, event), { signal });
  window.addEventListener("reset", (event) => wasReset(page, event), { signal });
}

interface FormPush {
  readonly form: HTMLFormElement;
  /** The element whose binding it is. */
  readonly source: Element;
  readonly type: "change" | "submit";
  readonly meta: object;
  readonly value: string;
  readonly locked: readonly Element[];
  readonly loading: readonly Element[];
  readonly submitting?: readonly Element[];
}

function changed(page: Page, target: EventTarget | null): void {
  if (!(target instanceof HTMLElement)) return;
  const control = target as HTMLInputElement; // or what behaves like one, as far as it has what we ask for
  markDirty(control);
  const { form } = control;
  const source = control.hasAttribute("phx-change") ? control : form;
  const code = source?.getAttribute("phx-change") ?? null;
  // Half a number is no number yet.
  if (!(form instanceof HTMLFormElement) || code === null || control.validity?.badInput) return;
  const fire = (): void => void page.run(code, control, (args) => pushChange(page, control, { source: source ?? form, form, args }));
  page.limits.occur({ element: control, binding: "change", fire, isLastWanted: true });
}

interface Change {
  readonly form: HTMLFormElement;
  readonly source: Element;
  readonly args: CommandArgs;
}

function pushChange(page: Page, control: HTMLInputElement, { form, source, args }: Change): void {
  stateOf(control).isUsed = true;
  const only = source === control ? control.name : undefined;
  for (const sent of controlsOf(form, only)) stateOf(sent).isDirty = false;
  pushForm(page, args, {
    form,
    source,
    type: "change",
    meta: { _target: control.name || "undefined" },
    value: serializeForm(form, { only }),
    locked: [control, form],
    loading: [control, form],
  });
}

function submitted(page: Page, event: SubmitEvent): void {
  const form = event.target as HTMLFormElement; // what else would submit
  const code = form.getAttribute("phx-submit");
  if (code === null) return;
  event.preventDefault();
  const controls = controlsOf(form);
  for (const control of controls) {
    page.limits.cancel(control);
    Object.assign(stateOf(control), { isUsed: true, isDirty: false, isSubmitted: true });
  }
  // Until the answer to the first submit, a second one is a double click.
  if (form.classList.contains("phx-submit-loading")) return;
  page.run(code, form, (args) => {
    const { submitter } = event;
    pushForm(page, args, {
      form,
      source: form,
      type: "submit",
      meta: {},
      value: serializeForm(form, { submitter }),
      locked: [...controls, ...form.querySelectorAll("[phx-disable-with]")],
      loading: [form, ...controls, ...form.querySelectorAll("[phx-disable-with]")],
      submitting: submitter === null ? [form, ...form.querySelectorAll("[phx-disable-with]")] : [form, submitter],
    });
  });
}

function pushForm(page: Page, args: CommandArgs, push: FormPush): void {
  const view = page.viewOf(push.form);
  if (view === undefined) return;
  const { type, locked, submitting } = push;
  const loading = [...push.loading, ...loadingElements(args)];
  for (const target of page.targets(args.target ?? push.source.getAttribute("phx-target"), view)) {
    const payload = {
      type: "form",
      event: args.event,
      value: push.value,
      meta: { ...push.meta, ...boundValues(push.form), ...args.value },
      uploads: type === "change" ? {} : undefined,
      cid: target.cid,
    };
    const answer = target.view.push(EVENTS.event, payload, { type, loading, locked, ...(submitting && { submitting }) });
    const answered = (): void => controlsOf(push.form).forEach((control) => (stateOf(control).isSubmitted = false));
    if (type === "submit") void answer.then(answered, answered);
  }
}

/** The fields are as the server rendered them, and untouched; the server hears of it as of any change. */
function wasReset(page: Page, { target }: Event): void {
  const form = target as HTMLFormElement; // what else would be reset
  for (const control of controlsOf(form)) Object.assign(stateOf(control), { isUsed: false, isDirty: false });
  // The fields change after this event.
  requestAnimationFrame(() => changed(page, form.querySelector("[type=reset]") ?? controlsOf(form)[0] ?? null));
}
