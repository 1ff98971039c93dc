import { isWaiting } from "../dom/lock.ts";
import { SESSION } from "../dom/marks.ts";
import { runBinding } from "./element-event.ts";
import type { BindingHost } from "./host.ts";

/** `phx-click`: the nearest element around the target that has it and is not disabled, within the view; before it, `phx-click-away` and links that submit. */
export function bindClicks(host: BindingHost): void {
  let pressed: EventTarget | null = null;
  window.addEventListener("mousedown", ({ target }) => (pressed = target));
  window.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    if (document.querySelector("[phx-click-away]")) {
      const start = event.detail > 0 && pressed instanceof Element ? pressed : event.target;
      host.extras.use((extras) => extras?.clickAway(host, event, start));
    }
    pressed = null;
    const link = event.target.closest("a[data-method]");
    if (link && !event.defaultPrevented) {
      event.preventDefault();
      host.extras.use((extras) => extras?.submitLink(link));
    }
    const element = event.target.closest(`[phx-click]:not([disabled]),[${SESSION}]`);
    if (!element?.hasAttribute("phx-click")) return;
    if (element.getAttribute("href") === "#") event.preventDefault();
    // A second click before the answer to the first would count twice what the user meant once.
    if (!isWaiting(element)) runClick(host, element, event);
  });
}

/** Runs the `phx-click` of an element, if it has one. */
export function runClick(host: BindingHost, element: Element, event: MouseEvent): void {
  const code = element.getAttribute("phx-click");
  if (!code) return;
  const metadata = host.metadata("click", event, element);
  const fire = (): void => runBinding(host, code, { element, type: "click", metadata });
  if (!element.matches("[phx-debounce],[phx-throttle]")) return fire();
  host.extras.use((extras) => (extras ? extras.limit(host.clock, { element, binding: "click", fire }) : fire()));
}
