import { SESSION } from "../dom/marks.ts";
import { isWaiting } from "../live/element-lock.ts";
import { runBinding } from "./element-event.ts";
import type { Page } from "./page.ts";

/** `phx-click`: the nearest element around the target that has it and is not disabled, within the view. */
export function bindClicks(page: Page): void {
  window.addEventListener("click", (event) => clicked(page, event), { signal: page.signal });
}

function clicked(page: Page, event: MouseEvent): void {
  if (!(event.target instanceof Element)) return;
  const element = event.target.closest(`[phx-click]:not([disabled]),[${SESSION}]`);
  if (!element?.hasAttribute("phx-click")) return;
  if (element.getAttribute("href") === "#") event.preventDefault();
  // A second click before the answer to the first would count twice what the user meant once.
  if (!isWaiting(element)) runClick(page, element, event);
}

/** Runs the `phx-click` of an element, if it has one. */
export function runClick(page: Page, element: Element, event: MouseEvent): void {
  const code = element.getAttribute("phx-click");
  if (code === null) return;
  const metadata = page.metadata("click", event, element);
  const fire = (): void => void runBinding(page, code, { element, type: "click", metadata });
  page.limits.occur({ element, binding: "click", fire });
}
