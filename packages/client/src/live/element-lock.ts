import { stateOf } from "../dom/element-state.ts";
import { LOADING_CLASSES, loadingClass, REF_LOADING, REF_LOCK, REF_SRC } from "../dom/marks.ts";

// While an event is on its way, the elements that it concerns show that they are loading, and no patch touches them: what the
// user does meanwhile would be undone by a render that does not know of it yet (liveview-protocol.md §14).

/** What waits for the answer to one event. */
export interface Waiting {
  /** `click`, `change`, …: gives the loading class its name. */
  readonly type: string;
  readonly loading: readonly Element[];
  readonly locked: readonly Element[];
  /** The form is being submitted: its controls are disabled meanwhile, and only these show the loading class. */
  readonly submitting?: readonly Element[];
}

/** Marks elements until the answer to event number `ref` of the view. */
export function markWaiting(viewId: string, ref: number, { type, loading, locked, submitting }: Waiting): void {
  for (const element of new Set([...loading, ...locked])) {
    element.setAttribute(REF_SRC, viewId);
    if (loading.includes(element)) {
      element.setAttribute(REF_LOADING, String(ref));
      if (submitting === undefined || submitting.includes(element)) showLoading(element, type);
      if (submitting !== undefined) freeze(element);
    }
    if (locked.includes(element)) element.setAttribute(REF_LOCK, String(ref));
  }
}

/**
 * The answer to event number `ref` is here: releases what waits for it or for an earlier one, through `unlock` where an element
 * has been patched in the meantime. What waits for a newer one stays.
 */
export function releaseWaiting(root: ParentNode, ref: number, { viewId, unlock }: Release): void {
  for (const element of root.querySelectorAll(`[${REF_SRC}="${viewId}"]`)) {
    if (numberIn(element, REF_LOCK) <= ref) {
      const { clone } = stateOf(element);
      stateOf(element).clone = undefined;
      if (clone !== undefined) unlock(element, clone);
      announce(element, REF_LOCK, "phx:undo-lock:");
      // What is in the clone was copied while older events of its elements were under way.
      if (clone !== undefined) releaseWaiting(element, ref, { viewId, unlock });
    }
    if (numberIn(element, REF_LOADING) <= ref && !element.hasAttribute(REF_LOCK)) {
      thaw(element);
      announce(element, REF_LOADING, "phx:undo-loading:");
    }
    if (!element.hasAttribute(REF_LOCK) && !element.hasAttribute(REF_LOADING)) {
      element.removeAttribute(REF_SRC);
      element.classList.remove(...LOADING_CLASSES);
    }
  }
}

/** How elements are released. */
export interface Release {
  readonly viewId: string;
  readonly unlock: (element: Element, clone: HTMLElement) => void;
}

/** Whether the element waits for the answer to an event. */
export function isWaiting(element: Element): boolean {
  return element.hasAttribute(REF_SRC);
}

/** More than any ref if there is none. */
function numberIn(element: Element, name: string): number {
  return Number(element.getAttribute(name) ?? Number.POSITIVE_INFINITY);
}

function announce(element: Element, name: string, event: string): void {
  const ref = element.getAttribute(name);
  element.removeAttribute(name);
  if (ref !== null) element.dispatchEvent(new CustomEvent(event + ref, { bubbles: true, detail: { ref: Number(ref) } }));
}

function showLoading(element: Element, type: string): void {
  element.classList.add(loadingClass(type));
  const text = element.getAttribute("phx-disable-with");
  if (text === null) return;
  if (text !== "" && !element.hasAttribute("data-phx-disable-with-restore")) {
    element.setAttribute("data-phx-disable-with-restore", element.textContent ?? "");
    stateOf(element).content = [...element.childNodes];
    element.textContent = text;
  }
  setFlag(element, "disabled");
}

/** A control of a form that is being submitted. */
function freeze(element: Element): void {
  if (element.localName === "button" || (element as HTMLInputElement).type === "file") setFlag(element, "disabled");
  else if (element.localName === "input" || element.localName === "textarea") setFlag(element, "readonly");
}

function setFlag(element: Element, name: string): void {
  const note = `data-phx-${name}`;
  if (element.hasAttribute(note)) return;
  element.setAttribute(note, element.hasAttribute(name) ? name : "");
  element.setAttribute(name, "");
}

function thaw(element: Element): void {
  const { content } = stateOf(element);
  if (element.hasAttribute("data-phx-disable-with-restore")) element.replaceChildren(...(content ?? []));
  element.removeAttribute("data-phx-disable-with-restore");
  for (const name of ["disabled", "readonly"]) {
    if (element.getAttribute(`data-phx-${name}`) === "") element.removeAttribute(name);
    element.removeAttribute(`data-phx-${name}`);
  }
}
