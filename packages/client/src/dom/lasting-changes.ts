import { stateOf } from "./element-state.ts";

// What commands change on an element lasts: a patch would undo it, so it is applied again to every new version of the
// element before that takes effect (liveview-protocol.md §13.6).

/** Changes an element. `from` is its present version; when the change is made, both are the same. */
export type LastingChange = (to: HTMLElement, from: Element) => void;

/** Makes a change, and makes it again after every patch, until another change of this name takes its place. */
export function changeForGood(element: HTMLElement, name: string, change: LastingChange): void {
  (stateOf(element).changes ??= new Map()).set(name, change);
  change(element, element);
}

/** Adds or removes a class for good. What is so already is left to the server. */
export function setClass(element: HTMLElement, name: string, isOn: boolean): void {
  if (element.classList.contains(name) !== isOn)
    changeForGood(element, `.${name}`, (to) => to.classList.toggle(name, isOn));
}

/** Applies to `to` what was done to `from`. */
export function applyLastingChanges(from: Element, to: HTMLElement): void {
  stateOf(from).changes?.forEach((change) => change(to, from));
}
