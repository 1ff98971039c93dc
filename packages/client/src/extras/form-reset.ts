import type { BindingHost } from "../bindings/host.ts";

/** A form is reset: its fields are as the server rendered them, and nobody has touched them. The server hears of it as of any change. */
export function wasReset({ kit }: BindingHost, form: HTMLFormElement): void {
  // The fields change after this event.
  requestAnimationFrame(() => {
    for (const control of kit.controlsOf(form)) Object.assign(kit.stateOf(control), { isUsed: false, isDirty: false });
    form.querySelector("[type=reset]")?.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
