import type { HookCallbacks } from "../live/hooks.ts";

/** Now, and again when what is being shown meanwhile has come to be. */
export function focusSoon(focus: () => unknown): void {
  focus();
  requestAnimationFrame(() => requestAnimationFrame(focus));
}

/** Focuses the first element in another one that takes the focus; with `isForUse`, the first that the Tab key reaches. */
export function focusFirst(element: Element, isForUse = false): boolean {
  return attempt([...element.querySelectorAll<HTMLElement>("*")], isForUse);
}

/** Keeps the focus in an element, whose first and last child are there for it to run against. */
export function focusWrap(element: HTMLElement): HookCallbacks {
  const [first, last] = [element.firstElementChild, element.lastElementChild];
  const focusLast = (): boolean => attempt([...element.querySelectorAll<HTMLElement>("*")].reverse(), false);
  for (const edge of [first, last]) {
    edge?.addEventListener("focus", ({ relatedTarget }: FocusEventInit) => {
      const cameFromInside = relatedTarget instanceof Node && element.contains(relatedTarget);
      if (cameFromInside === (edge === first)) focusLast();
      else focusFirst(element);
    });
  }
  if (!element.contains(document.activeElement)) {
    element.addEventListener("phx:show-end", () => focusFirst(element));
    focusFirst(element);
  }
  return {};
}

/** The browser knows best what can be focused. */
function attempt(elements: readonly HTMLElement[], isForUse: boolean): boolean {
  return elements.some((element) => {
    if (element.getAttribute("aria-hidden") === "true" || (isForUse && element.tabIndex < 0)) return false;
    element.focus();
    return document.activeElement === element;
  });
}
