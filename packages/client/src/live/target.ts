import { COMPONENT, SESSION } from "../dom/marks.ts";
import type { View } from "./view.ts";

/** Who receives an event: a view, or one of its components. */
export interface Target {
  readonly view: View;
  readonly cid?: number;
}

/** What is needed of the page. */
export interface TargetHost {
  /** The view that an element is in, if it is in one that lives. */
  viewOf(element: Element | null): View | undefined;
}

/** A selector, an element, the number of a component of the source's own view, or nothing: the source's own view. */
export type TargetName = string | number | Element | null | undefined;

/**
 * Resolves `phx-target` and the `target` of a command (liveview-protocol.md §7.2). A selector may match many; what matches
 * nothing, or lies outside any view, gets no event.
 */
export function findTargets(name: TargetName, view: View, host: TargetHost): Target[] {
  if (name === null || name === undefined || name === "") return [{ view }];
  if (Number(name) >= 0) return [{ view, cid: Number(name) }];
  return elementsOf(name).flatMap((element) => {
    const owner = host.viewOf(element);
    if (!owner) return [];
    const component = element.closest(`[${COMPONENT}],[${SESSION}]`)?.getAttribute(COMPONENT);
    return [component ? { view: owner, cid: Number(component) } : { view: owner }];
  });
}

/** What a selector matches, or the element itself. */
export function elementsOf(name: string | number | Element): Element[] {
  return typeof name === "object" ? [name] : [...document.querySelectorAll(String(name))];
}
