import type { BindingHost } from "../bindings/host.ts";
import type { HookCallbacks } from "../live/hooks.ts";
import { bindDrops } from "./drop.ts";
import { activeFiles, fileOf, isIn, refsIn, UPLOAD_REF } from "./files.ts";
import { callOff } from "./form-uploads.ts";
import { abandon, entriesOf } from "./upload.ts";

/** A live file input (liveview-protocol.md §18.6). */
export function fileInput(element: HTMLElement, host: BindingHost): HookCallbacks {
  const input = element as HTMLInputElement; // as the server renders it
  let errors = refsIn(input, "error");
  let preflighted = refsIn(input, "preflighted");
  // What is chosen is not in the input for long.
  const settleRequired = (): void => {
    if (input.files?.length || activeFiles(input).length || refsIn(input, "active") || refsIn(input, "error"))
      input.required = false;
  };
  input.addEventListener("input", settleRequired);
  settleRequired();
  bindDrops(host);
  return {
    updated() {
      const [errorsNow, preflightedNow] = [refsIn(input, "error"), refsIn(input, "preflighted")];
      if ((errorsNow !== errors && errorsNow) || (preflightedNow !== preflighted && !preflightedNow))
        callOff(input.form);
      errors = errorsNow;
      preflighted = preflightedNow;
      if (!refsIn(input, "active")) input.value = "";
      settleRequired();
      for (const entry of entriesOf(input)) if (!isIn(input, "active", entry.ref)) entry.cancel();
    },
    disconnected: () => abandon(input),
    destroyed: () => abandon(input),
  };
}

/** An image that shows a file before it is uploaded. */
export function imagePreview(element: HTMLElement): HookCallbacks {
  const image = element as HTMLImageElement; // as the server renders it
  const input = document.getElementById(image.getAttribute(UPLOAD_REF) ?? "") as HTMLInputElement | null;
  const file = input && fileOf(input, image.getAttribute("data-phx-entry-ref"));
  if (!file) return {};
  const url = URL.createObjectURL(file);
  image.src = url;
  return { destroyed: () => URL.revokeObjectURL(url) };
}
