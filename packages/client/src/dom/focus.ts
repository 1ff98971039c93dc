let isRestoring = false;

/** Whether the focus events of this moment are our own doing, and nobody's business. */
export function isRestoringFocus(): boolean {
  return isRestoring;
}

/** Runs a change of the page after which the same element has the focus, with the same selection, if it still exists. */
export function keepFocus(change: () => void): void {
  const focused = document.activeElement;
  const selection = selectionOf(focused);
  change();
  if (focused === document.activeElement || !(focused instanceof HTMLElement) || !focused.isConnected) return;
  isRestoring = true;
  focused.focus({ preventScroll: true });
  if (selection !== undefined) (focused as HTMLInputElement).setSelectionRange(...selection); // it had one
  isRestoring = false;
}

type Selection = [start: number, end: number, direction?: "forward" | "backward" | "none"];

/** Only text inputs have a selection; those of the other types throw or say null. */
function selectionOf(element: Element | null): Selection | undefined {
  if (!(element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement)) return undefined;
  const { selectionStart, selectionEnd, selectionDirection } = element;
  return selectionStart === null || selectionEnd === null
    ? undefined
    : [selectionStart, selectionEnd, selectionDirection ?? "none"];
}
