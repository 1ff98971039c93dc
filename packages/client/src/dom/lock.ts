import { type ElementState, stateOf } from "./element-state.ts";
import { REF_LOADING, REF_LOCK, REF_SRC, STREAM } from "./marks.ts";

// While an event is on its way, the elements that it concerns show that they are loading, and no patch touches them: what the
// user does meanwhile would be undone by a render that does not know of it yet (liveview-protocol.md §14). Patches go to a clone
// of the element, which it is made equal to when the answer comes.

/** The classes that say for an event of which type an element waits. */
const LOADING = /^phx-\w+-loading$/;

/** What waits for the answer to one event. */
export interface Waiting {
  /** `click`, `change`, …: gives the loading class its name. */
  readonly type: string;
  /** They show that they are loading, and are locked, unless they are only shown. */
  readonly elements: Iterable<Element>;
  /** The form that is being submitted: it is not locked, but its controls are, and are disabled. */
  readonly form?: Element | undefined;
  /** The button that submits: of all of these only it and the form show that they are loading. */
  readonly submitter?: Element | null | undefined;
}

/** Marks elements until the answer to event number `ref` of the view. */
export function lock(viewId: string, ref: number, { type, elements, form, submitter }: Waiting): void {
  for (const element of elements) {
    element.setAttribute(REF_SRC, viewId);
    element.setAttribute(REF_LOADING, String(ref));
    if (element !== form) element.setAttribute(REF_LOCK, String(ref));
    if (!submitter || element === form || element === submitter) showLoading(element, type);
    if (form) freeze(element as HTMLInputElement);
  }
}

/**
 * The answer to event number `ref` is here: frees what waits for it or for an earlier one, and calls `unlock` where patches came
 * meanwhile. What waits for a newer one stays.
 */
export function unlock(viewId: string, ref: number, apply: (element: Element, clone: Element) => void): void {
  for (const element of document.querySelectorAll(`[${REF_SRC}="${viewId}"]`)) {
    const state = stateOf(element);
    const lockRef = element.getAttribute(REF_LOCK);
    if (!mayTake(element, REF_LOCK, ref)) continue;
    const { clone, frozen, content } = state;
    if (mayTake(element, REF_LOADING, ref)) {
      element.removeAttribute(REF_SRC);
      thaw(element, frozen, content);
      state.frozen = state.content = undefined;
    }
    state.clone = undefined;
    if (clone) apply(element, clone);
    element.dispatchEvent(new CustomEvent(`phx:undo-lock:${lockRef}`, { bubbles: true, detail: { ref } }));
  }
}

/** Whether the element waits for the answer to an event. */
export function isWaiting(element: Element): boolean {
  return element.hasAttribute(REF_SRC);
}

/** What the element will become when it is unlocked, as it would look if nothing in it waited for anything. */
export function lockedClone(element: Element): Element {
  return (stateOf(element).clone ??= cloneUnmarked(element));
}

/** Takes to a new version of an element what the server does not know of: the marks of what it waits for, and of its stream. */
export function carryMarks(from: Element, to: Element): void {
  for (const name of [REF_SRC, REF_LOADING, REF_LOCK, STREAM]) {
    const value = from.getAttribute(name);
    if (value !== null) to.setAttribute(name, value);
  }
  if (isWaiting(from)) to.classList.add(...loadingClasses(from));
}

function mayTake(element: Element, name: string, ref: number): boolean {
  if (Number(element.getAttribute(name) ?? -1) > ref) return false;
  element.removeAttribute(name);
  return true;
}

function cloneUnmarked(element: Element): Element {
  const clone = element.cloneNode(true) as Element; // a clone is what it is of
  const copies = [clone, ...clone.querySelectorAll("*")];
  [element, ...element.querySelectorAll("*")].forEach((original, index) => {
    const copy = copies[index] as Element; // the clone has all that the original has, in the same order
    const { clone: nested, frozen, content, ...state } = stateOf(original);
    Object.assign(stateOf(copy), state);
    for (const name of [REF_SRC, REF_LOADING, REF_LOCK]) copy.removeAttribute(name);
    thaw(
      copy,
      frozen,
      content?.map((node) => node.cloneNode(true)),
    );
    if (nested && index > 0) copy.replaceWith(cloneUnmarked(nested));
  });
  return clone;
}

function showLoading(element: Element, type: string): void {
  element.classList.add(`phx-${type}-loading`);
  const text = element.getAttribute("phx-disable-with");
  if (text === null) return;
  const state = stateOf(element);
  if (text && !state.content) {
    state.content = [...element.childNodes];
    element.textContent = text;
  }
  freeze(element as HTMLInputElement, "disabled");
}

/** Controls of a form that is being submitted: what is text stays readable. */
function freeze(element: HTMLInputElement, property = frozenProperty(element)): void {
  if (!property || element[property]) return;
  element[property] = true;
  stateOf(element).frozen = property;
}

function frozenProperty({ localName, type }: HTMLInputElement): "disabled" | "readOnly" | undefined {
  if (localName === "button" || type === "file") return "disabled";
  return localName === "input" || localName === "textarea" ? "readOnly" : undefined;
}

function thaw(element: Element, frozen: ElementState["frozen"], content: ElementState["content"]): void {
  element.classList.remove(...loadingClasses(element));
  if (content) element.replaceChildren(...content);
  if (frozen) (element as HTMLInputElement)[frozen] = false; // what was frozen has the property
}

function loadingClasses(element: Element): string[] {
  return [...element.classList].filter((name) => LOADING.test(name));
}
