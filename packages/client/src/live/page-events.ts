/** Dispatches the event `phx:<name>` on the window; false if a listener has prevented what it announces. */
export function emit(name: string, detail: unknown, cancelable = false): boolean {
  return window.dispatchEvent(new CustomEvent(`phx:${name}`, { detail, cancelable }));
}

/** Tells the page that it begins to wait for something, or that it waits no longer: for a bar on top, say. */
export function emitLoading(moment: "start" | "stop", kind: "initial" | "patch" | "redirect" | "error", to = location.href): void {
  emit(`page-loading-${moment}`, { to, kind });
}
