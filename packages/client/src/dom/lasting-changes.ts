import { stateOf } from "./element-state.ts";

// What commands change on an element lasts: a patch would undo it, so it is applied again to every new version of the
// element before that takes effect (liveview-protocol.md §13.6).

/** Adds or removes a class for good. */
export function setClass(element: Element, name: string, isOn: boolean): void {
  (stateOf(element).classes ??= new Map()).set(name, isOn);
  element.classList.toggle(name, isOn);
}

/** Sets an attribute for good, or removes it (null). */
export function setLastingAttribute(element: Element, name: string, value: string | null): void {
  (stateOf(element).attributes ??= new Map()).set(name, value);
  writeAttribute(element, name, value);
}

/** Sets `style.display` for good. */
export function setDisplay(element: HTMLElement, display: string): void {
  stateOf(element).display = display;
  element.style.display = display;
}

/** Applies to `to` what commands have done to `from`. */
export function applyLastingChanges(from: Element, to: Element): void {
  const { classes, attributes, display } = stateOf(from);
  classes?.forEach((isOn, name) => to.classList.toggle(name, isOn));
  attributes?.forEach((value, name) => writeAttribute(to, name, value));
  if (display !== undefined) (to as HTMLElement).style.display = display; // only HTML elements are shown and hidden
}

function writeAttribute(element: Element, name: string, value: string | null): void {
  if (value === null) element.removeAttribute(name);
  else element.setAttribute(name, value);
}
