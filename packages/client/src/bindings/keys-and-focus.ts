import { isRestoringFocus } from "../dom/focus.ts";
import { runBinding } from "./element-event.ts";
import type { Page } from "./page.ts";

/** `phx-keydown`, `phx-keyup`, `phx-focus`, `phx-blur`, and the same with `window-`. */
export function bindKeysAndFocus(page: Page): void {
  const { signal } = page;
  for (const type of ["keydown", "keyup"]) {
    // The cast: that is what these events are, but for those that a browser makes up when it fills in a form.
    window.addEventListener(type, (event) => keyPressed(page, type, event as Partial<KeyboardEvent> & Event), { signal });
  }
  for (const [domEvent, type] of [["focusin", "focus"], ["focusout", "blur"]] as const) {
    window.addEventListener(domEvent, (event) => focusMoved(page, type, event), { signal });
    window.addEventListener(type, (event) => {
      if (event.target === window) fireAll(page, `phx-window-${type}`, { type, event });
    }, { signal });
  }
}

function keyPressed(page: Page, type: string, event: Partial<KeyboardEvent> & Event): void {
  if (event.key === undefined) return;
  const attribute = `phx-${type}`;
  const { target } = event;
  const { key } = event;
  if (target instanceof Element && target.hasAttribute(attribute)) fire(page, target, { attribute, type, event, key });
  else fireAll(page, `phx-window-${type}`, { type, event, key });
}

function focusMoved(page: Page, type: string, event: Event): void {
  const { target } = event;
  if (isRestoringFocus() || !(target instanceof Element)) return;
  if (type === "blur") page.limits.flush(target);
  if (target.hasAttribute(`phx-${type}`)) fire(page, target, { attribute: `phx-${type}`, type, event });
}

interface Cause {
  readonly type: string;
  readonly event: Event;
  readonly key?: string;
}

function fireAll(page: Page, attribute: string, cause: Cause): void {
  for (const element of document.querySelectorAll(`[${attribute}]`)) fire(page, element, { ...cause, attribute });
}

function fire(page: Page, element: Element, { attribute, type, event, key }: Cause & { attribute: string }): void {
  const wanted = element.getAttribute("phx-key");
  if (key !== undefined && wanted !== null && wanted.toLowerCase() !== key.toLowerCase()) return;
  const code = element.getAttribute(attribute) ?? "";
  const metadata = { ...(key !== undefined && { key }), ...page.metadata(type, event, element) };
  const run = (): void => void runBinding(page, code, { element, type, metadata });
  // Leaving a field is said at once: what was held back for it has just been.
  if (type === "blur") run();
  else page.limits.occur({ element, binding: attribute, key, fire: run });
}
