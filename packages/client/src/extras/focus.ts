/** Now, and again when what is being shown meanwhile has come to be. */
export function focusSoon(focus: () => unknown): void {
  focus();
  requestAnimationFrame(() => requestAnimationFrame(focus));
}

/** Focuses the first element in another one that takes the focus; with `isForUse`, the first that the Tab key reaches. */
export function focusFirst(element: Element, isForUse = false): boolean {
  return attempt([...element.querySelectorAll<HTMLElement>("*")], isForUse);
}

/** Focuses the last element in another one that takes the focus. */
function focusLast(element: Element): boolean {
  return attempt([...element.querySelectorAll<HTMLElement>("*")].reverse(), false);
}

/** The browser knows best what can be focused. */
function attempt(elements: readonly HTMLElement[], isForUse: boolean): boolean {
  return elements.some((element) => {
    if (element.ariaHidden === "true" || (isForUse && element.tabIndex < 0)) return false;
    element.focus();
    return document.activeElement === element;
  });
}
