import type { BindingHost } from "../bindings/host.ts";

/** `phx-trigger-action`: the browser submits the form itself, with the button that submitted it to us (liveview-protocol.md §13.1). */
export function submitNatively(host: BindingHost, form: HTMLFormElement): void {
  host.socket.disconnect();
  const { submitter } = host.kit.stateOf(form);
  const name = submitter?.getAttribute("name");
  if (submitter && name) {
    const value = submitter.getAttribute("value") ?? "";
    submitter.before(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  // A field may be called "submit".
  HTMLFormElement.prototype.submit.call(form);
}
