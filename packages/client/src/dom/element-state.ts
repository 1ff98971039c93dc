/** What the client remembers about an element, beside the DOM: nothing of it can be seen, copied or patched away. */
export interface ElementState {
  /** What a locked element will become when it is unlocked (liveview-protocol.md §14). */
  clone?: HTMLElement | undefined;
  /** Classes that commands added (true) or removed (false): they outlive patches (§13.6). */
  classes?: Map<string, boolean>;
  /** Attributes that commands set, or removed (null): likewise. */
  attributes?: Map<string, string | null>;
  /** What `show` and `hide` made of `style.display`: likewise. */
  display?: string;
  /** The user has changed this control, and the server has been told, or will be (§7.3). */
  isUsed?: boolean;
  /** The user has changed this control since its value was last sent: what the server has not heard of, it must not overwrite. */
  isDirty?: boolean;
  /** The control was sent by a submit whose answer may change it, focused or not. */
  isSubmitted?: boolean;
  /** What the server's last render said about the state of this control, `details` or `dialog`; see user-state.ts. */
  serverState?: string;
  /** Being removed, as soon as the commands of its `phx-remove` are through. */
  isLeaving?: boolean;
  /** `phx-mounted` has run. */
  isMounted?: boolean;
  /** What `phx-disable-with` has taken out of the element. */
  content?: readonly ChildNode[];
}

const states = new WeakMap<Element, ElementState>();

/** What is remembered about an element; made on first use. */
export function stateOf(element: Element): ElementState {
  let state = states.get(element);
  if (state === undefined) states.set(element, (state = {}));
  return state;
}

/** A deep copy of an element, in which every element remembers what the original does. */
export function cloneWithState<E extends Element>(element: E): E {
  // The cast: cloneNode returns what it clones.
  const clone = element.cloneNode(true) as E;
  const copies = clone.querySelectorAll("*");
  element.querySelectorAll("*").forEach((original, index) => {
    const state = states.get(original);
    const copy = copies[index];
    if (state !== undefined && copy !== undefined) states.set(copy, { ...state });
  });
  return clone;
}
