import { copyAttributes } from "./attributes.ts";
import { stateOf } from "./element-state.ts";

// What a user does to a page without the server: types, ticks, chooses, opens. One rule for all of it: the server's word counts
// when it has changed since its last render; until then the user's stands, as long as the server has not heard of it. A control
// that is being typed into is the user's in any case (liveview-protocol.md §13.3.11).

/** A control with a value of its own. */
type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const CONTROLS = "input,textarea,select";
const STATEFUL = `${CONTROLS},details,dialog`;

/** Remembers what the server's markup says, before the user changes it. */
export function recordServerState(root: ParentNode): void {
  for (const element of root.querySelectorAll(STATEFUL)) stateOf(element).serverState ??= markupState(element);
}

/**
 * Called before `from` is made like `to`. Writes onto `to` what the user did and may keep; true if `from` is finished with that.
 */
export function keepUserState(from: Element, to: Element): boolean {
  if (!from.matches(STATEFUL) || from.localName !== to.localName) return false;
  const state = stateOf(from);
  const now = stateOf(to).serverState ?? markupState(to);
  const isServerNews = now !== (state.serverState ?? markupState(from));
  state.serverState = now;
  if (!from.matches(CONTROLS)) {
    if (!isServerNews) to.toggleAttribute("open", from.hasAttribute("open"));
    else if (from instanceof HTMLDialogElement && !to.hasAttribute("open")) from.close(); // or the page stays inert behind it
    return false;
  }
  const control = from as Control; // by its name
  if (isBeingEdited(control, to) || (state.isDirty === true && !isServerNews)) return keepControl(control, to as Control);
  state.isDirty = false;
  return false;
}

/** The user has changed this control. Ticking one radio button unticks the others of its group. */
export function markDirty(control: Element): void {
  Object.assign(stateOf(control), { isDirty: true, isSubmitted: false });
  if (!(control instanceof HTMLInputElement) || control.type !== "radio") return;
  for (const peer of document.getElementsByName(control.name)) {
    if (peer instanceof HTMLInputElement && peer.form === control.form) stateOf(peer).isDirty = true;
  }
}

/** Whether the user is at work in this control, so that a patch must leave its value alone. */
export function isBeingEdited(control: Element, to: Element): boolean {
  if (control !== document.activeElement || !control.matches(CONTROLS) || isCheckable(control)) return false;
  return stateOf(control).isSubmitted !== true && !to.hasAttribute("phx-patch-focused");
}

/** What the server's markup says about the state that users change. */
function markupState(element: Element): string {
  switch (element.localName) {
    case "input":
      return isCheckable(element) ? String(element.hasAttribute("checked")) : String(element.getAttribute("value"));
    case "textarea":
      return String(element.textContent);
    case "select":
      return [...element.querySelectorAll<HTMLOptionElement>("option[selected]")].map((option) => option.value).join();
    default:
      return String(element.hasAttribute("open"));
  }
}

function keepControl(control: Control, to: Control): boolean {
  if (control instanceof HTMLSelectElement) return keepSelection(control, to as HTMLSelectElement);
  if (isCheckable(control)) {
    (to as HTMLInputElement).checked = control.checked;
    return false;
  }
  // To write a property, even with the value it has, cuts it off from the attribute, which is the server's to change.
  control.value = control.value; // oxlint-disable-line no-self-assign
  if (control instanceof HTMLTextAreaElement) control.defaultValue = (to as HTMLTextAreaElement).defaultValue;
  copyAttributes(control, to);
  return true;
}

function keepSelection(control: HTMLSelectElement, to: HTMLSelectElement): boolean {
  const chosen = new Set([...control.selectedOptions].map((option) => option.value));
  const isSame = ({ text, value }: HTMLOptionElement, index: number): boolean =>
    text === to.options[index]?.text && value === to.options[index]?.value;
  for (const option of to.options) option.selected = chosen.has(option.value);
  if (control.options.length !== to.options.length || ![...control.options].every(isSame)) return false;
  // Its list may be open just now: do not touch it.
  copyAttributes(control, to);
  return true;
}

function isCheckable(element: Element): element is HTMLInputElement {
  return element instanceof HTMLInputElement && (element.type === "checkbox" || element.type === "radio");
}
