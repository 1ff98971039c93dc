import { stateOf } from "./element-state.ts";

// What a user does to a page without the server: types, ticks, chooses, opens. One rule for all of it: the server's word counts
// when it has changed since its last render; until then the user's stands, as long as the server has not heard of it. A control
// that is being typed into is the user's in any case (liveview-protocol.md §13.3.11).

const CONTROLS = "input,textarea,select";
const STATEFUL = `${CONTROLS},details,dialog`;

/** Remembers what the server's markup says, before the user changes it. */
export function recordServerState(root: ParentNode): void {
  for (const element of root.querySelectorAll(STATEFUL)) stateOf(element).serverState ??= markupState(element);
}

/** The user has changed this control. Ticking one radio button unticks the others of its group. */
export function markDirty(control: HTMLInputElement): void {
  const { type, name, form } = control;
  const group = type === "radio" ? document.getElementsByName(name) : [control];
  for (const peer of group)
    if ((peer as HTMLInputElement).form === form) Object.assign(stateOf(peer), { isDirty: true, isSubmitted: false });
}

/** Whether the user is at work in this control, so that a patch must leave its value alone. */
export function isBeingEdited(control: Element, to: Element): boolean {
  if (control !== document.activeElement || !control.matches(CONTROLS) || isCheckable(control)) return false;
  return !stateOf(control).isSubmitted && !to.hasAttribute("phx-patch-focused");
}

/**
 * Called before `from` is made like `to`: writes onto `to` what the user did and may keep. False if the content of `from` is not
 * to be touched at all.
 */
export function keepUserState(from: Element, to: Element): boolean {
  if (!from.matches(STATEFUL)) return true;
  // Its value cannot be written, except to clear it.
  if ((from as HTMLInputElement).type === "file") return false;
  const state = stateOf(from);
  const now = stateOf(to).serverState ?? markupState(to);
  const isNews = now !== (state.serverState ?? markupState(from));
  state.serverState = now;
  if (!from.matches(CONTROLS)) {
    if (!isNews) to.toggleAttribute("open", from.hasAttribute("open"));
    else if (from instanceof HTMLDialogElement && !to.hasAttribute("open")) from.close(); // or the page stays inert behind it
    return true;
  }
  const isKept = isBeingEdited(from, to) || (!isNews && (state.isDirty === true || isNotEchoed(from, to)));
  if (!isKept) state.isDirty = false;
  if (from instanceof HTMLSelectElement) return chooseOptions(from, to as HTMLSelectElement, isKept);
  if (isKept) keepValue(from as HTMLInputElement, to as HTMLInputElement); // or what has what we use of one
  return true;
}

/**
 * Whether the server knows what the user typed although its markup does not say so: a password, or a field of a form that the
 * browser is to submit as it stands.
 */
function isNotEchoed(from: Element, to: Element): boolean {
  const { form } = to as HTMLInputElement; // or what has none
  return (
    (from.matches("[type=password]") && !stateOf(from).isSubmitted) || form?.hasAttribute("phx-trigger-action") === true
  );
}

/** Whether there is more to an element, or to what is in it, than its markup says. */
export function isStateful(element: Element): boolean {
  const selector = `${STATEFUL},[phx-update=stream],template`;
  return element.matches(selector) || element.querySelector(selector) !== null;
}

/** What the server's markup says about the state that users change. */
function markupState(element: Element): string {
  if (element instanceof HTMLSelectElement) {
    return optionsOf(element)
      .map((option) => (option.hasAttribute("selected") ? option.value : ""))
      .join("");
  }
  const { localName, textContent } = element;
  if (localName === "textarea") return textContent;
  return String(element.getAttribute(isCheckable(element) ? "checked" : localName === "input" ? "value" : "open"));
}

function keepValue(from: HTMLInputElement, to: HTMLInputElement): void {
  to.checked = from.checked;
  // To write a value, even the one it has, cuts it off from the attribute, which the server may go on to change.
  if (!isCheckable(from)) to.value = from.value = from.value; // oxlint-disable-line no-self-assign -- see above
}

/**
 * What is chosen in `to`, by the user or the server, or because it comes first, has to have the attribute: by that morphdom
 * finds it. A select that the user is at has its list open perhaps: false, to leave the list alone if it is the same.
 */
function chooseOptions(from: HTMLSelectElement, to: HTMLSelectElement, isKept: boolean): boolean {
  const chosen = [...from.selectedOptions].map(({ value }) => value);
  for (const option of to.options) if (isKept) option.selected = chosen.includes(option.value);
  for (const option of to.options) option.toggleAttribute("selected", option.selected);
  return !isKept || describe(from) !== describe(to);
}

function describe(select: HTMLSelectElement): string {
  return optionsOf(select)
    .map(({ value, text }) => value + text)
    .join();
}

function optionsOf(select: HTMLSelectElement): HTMLOptionElement[] {
  return [...select.options];
}

function isCheckable(element: Element): boolean {
  return element.matches("[type=checkbox],[type=radio]");
}
