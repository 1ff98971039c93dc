import type { LastingChange } from "./lasting-changes.ts";

/** What the client remembers about an element, beside the DOM: nothing of it can be seen, copied or patched away. */
export interface ElementState {
  /** What a locked element will become when it is unlocked (liveview-protocol.md §14). */
  clone?: Element | undefined;
  /** What the element held before `phx-disable-with` put a text there. */
  content?: readonly Node[] | undefined;
  /** The property that was set while a form is being submitted. */
  frozen?: "disabled" | "readOnly" | undefined;
  /** What commands did to it, by name: it outlives patches (§13.6). */
  changes?: Map<string, LastingChange> | undefined;
  /** A command has set its id: patches know it by its magic id alone. */
  hasOwnId?: boolean;
  /** The user has changed this control, and the server has been told (§7.3). */
  isUsed?: boolean;
  /** The user has changed this control since its value was last sent: what the server has not heard of, it must not overwrite. */
  isDirty?: boolean;
  /** The control was sent by a submit whose answer may change it, focused or not. */
  isSubmitted?: boolean;
  /** What the form was submitted with last. */
  submitter?: HTMLElement | null;
  /** What the server's last render said about the state of this control, `details` or `dialog`; see user-state.ts. */
  serverState?: string;
  /** `phx-mounted` has run. */
  isMounted?: boolean;
}

const states = new WeakMap<Element, ElementState>();

/** What is remembered about an element; made on first use. */
export function stateOf(element: Element): ElementState {
  let state = states.get(element);
  if (!state) states.set(element, (state = {}));
  return state;
}
