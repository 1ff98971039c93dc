import type { BindingHost } from "../bindings/host.ts";
import { isVisible } from "./transition.ts";

/** `phx-click-away`: for those in view that a click is not in. `pressed` is where the button went down (liveview-protocol.md §21.4). */
export function clickAway(host: BindingHost, event: MouseEvent, pressed: Element): void {
  // What is hidden was not clicked by anybody: a script has done it.
  if (!isVisible(pressed)) return;
  for (const element of document.querySelectorAll("[phx-click-away]")) {
    if (isIn(pressed, element) || !isVisible(element) || !isInView(element)) continue;
    const metadata = host.metadata("click", event, element);
    host.kit.runBinding(host, element.getAttribute("phx-click-away") ?? "", { element, type: "click", metadata });
  }
}

/** Whether an element is in another one, or is it. What a portal shows is where it came from, too. */
function isIn(inner: Element, outer: Element): boolean {
  if (outer.contains(inner)) return true;
  const source = inner.closest("[data-phx-teleported-src]")?.getAttribute("data-phx-teleported-src");
  const portal = source && document.getElementById(source);
  return portal ? isIn(portal, outer) : false;
}

function isInView(element: Element): boolean {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  return right > 0 && bottom > 0 && left < window.innerWidth && top < window.innerHeight;
}
