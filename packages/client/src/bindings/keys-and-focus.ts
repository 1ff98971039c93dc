import type { BindingHost } from "./host.ts";

const TYPES = { keydown: "keydown", keyup: "keyup", focusin: "focus", focusout: "blur", focus: "focus", blur: "blur" };

/** `phx-keydown`, `phx-keyup`, `phx-focus`, `phx-blur`, and the same with `window-` (liveview-protocol.md §21.4). */
export function bindKeysAndFocus(host: BindingHost): void {
  for (const [name, type] of Object.entries(TYPES))
    window.addEventListener(name, (event) => host.extras.use((extras) => extras?.happened(host, type, event)));
}
