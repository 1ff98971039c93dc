import { COMPONENT, SESSION } from "../dom/marks.ts";
import type { View } from "./view.ts";

/** Who receives an event: a view, or one of its components. */
export interface Target {
  readonly view: View;
  readonly cid?: number;
}

/** A selector, an element, the number of a component of the source's own view, or nothing: the source's own view. */
export type TargetName = string | number | Element | null | undefined;

/**
 * Resolves `phx-target` and the `target` of a command (liveview-protocol.md §7.2). A selector may match many; what matches
 * nothing, or lies outside any view, gets no event.
 */
export function findTargets(name: TargetName, source: View, viewOf: (element: Element) => View | undefined): Target[] {
  if (name === null || name === undefined) return [{ view: source }];
  if (typeof name === "number" || /^\d+$/.test(String(name))) return [{ view: source, cid: Number(name) }];
  const elements = typeof name === "string" ? document.querySelectorAll(name) : [name];
  return [...elements].flatMap((element) => {
    const view = viewOf(element);
    if (view === undefined) return [];
    const component = element.closest(`[${COMPONENT}],[${SESSION}]`)?.getAttribute(COMPONENT);
    return [component ? { view, cid: Number(component) } : { view }];
  });
}
