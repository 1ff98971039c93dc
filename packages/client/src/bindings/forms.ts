import { markDirty } from "../dom/user-state.ts";
import type { BindingHost } from "./host.ts";

/** `phx-change` and `phx-submit` (liveview-protocol.md §15.1, §15.3). */
export function bindForms(host: BindingHost): void {
  const changed = (target: EventTarget | null): void => {
    if (!(target instanceof Element)) return;
    markDirty(target as HTMLInputElement); // or what behaves like one, as far as it has what we ask for
    host.extras.use((extras) => extras?.changed(host, target as HTMLInputElement));
  };
  // A change event that only confirms the input events before it would send everything twice.
  let lastInput: EventTarget | null = null;
  window.addEventListener("input", ({ target }) => {
    lastInput = target;
    changed(target);
  });
  window.addEventListener("change", ({ target }) => {
    if (target !== lastInput) changed(target);
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
    host.extras.use((extras) => requestAnimationFrame(() => extras?.formReset(host, target as HTMLFormElement))),
  );
}
