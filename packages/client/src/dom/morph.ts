import morphdomFactory from "morphdom/factory.js";
import { arrange } from "./arrange.ts";
import { applyStyle, copyAttributes } from "./attributes.ts";
import { cloneWithState, stateOf } from "./element-state.ts";
import { keepFocus } from "./focus.ts";
import { applyLastingChanges } from "./lasting-changes.ts";
import { keyOf, LOADING_CLASSES, REF_LOADING, REF_LOCK, REF_SRC, ROOT_ID, SESSION, SKIP, STATIC, STREAM } from "./marks.ts";
import { orderStream, type StreamChange } from "./stream-order.ts";
import { isBeingEdited, keepUserState } from "./user-state.ts";

const KEYED = "[id],[data-phx-id]";
const STREAMS = "[phx-update=stream]";

const morphdom = morphdomFactory((from, to) => copyAttributes(from, to));

/** One patch: what is changed, into what, and who hears of it. */
export interface Morph {
  /** The element to change, in the document or in a locked element's clone. */
  readonly from: Element;
  /** What it is to become. It is used up. */
  readonly to: Element;
  /**
   * `join` and `update` change the children of a view's container, `component` an element with its children, `unlock` likewise,
   * into what patches have made of its clone while it was locked.
   */
  readonly kind: "join" | "update" | "component" | "unlock";
  readonly streams?: readonly StreamChange[];
  /** An element is about to be changed. */
  readonly beforeUpdate: (from: HTMLElement, to: HTMLElement, isContentIgnored: boolean) => void;
  /** An element is about to be removed; false if it will be removed later. */
  readonly mayRemove: (element: Element) => boolean;
}

/** Patches the page (liveview-protocol.md §13). */
export function morph(plan: Morph): void {
  keepFocus(() => new Morphing(plan).run());
}

class Morphing {
  readonly #plan: Morph;
  /** Elements of the old tree by key: they are found anywhere below the root, not only among siblings. */
  readonly #old = new Map<string, Element>();
  /** Keys in the new tree. */
  readonly #wanted: ReadonlySet<string | undefined>;

  constructor(plan: Morph) {
    this.#plan = plan;
    this.#wanted = new Set([...plan.to.querySelectorAll(KEYED)].map(this.#keyOf));
    this.#index(plan.from);
  }

  run(): void {
    const { from, to, kind } = this.#plan;
    const isWhole = kind === "component" || kind === "unlock";
    if (isWhole && (this.#keyOf(from) !== this.#keyOf(to) || from.localName !== to.localName)) {
      restyleTree(to);
      from.replaceWith(to);
    } else {
      morphdom(from, to, {
        childrenOnly: !isWhole,
        getNodeKey: this.#keyOf,
        onNodeAdded: restyle,
        onBeforeElUpdated: (before, after) => this.#update(before, after),
        onBeforeNodeDiscarded: (node) => this.#mayDiscard(node),
        skipFromChildren: (before, after) => this.#alignChildren(before, after),
      });
    }
  }

  /** Magic ids are numbered anew at every join: those of the previous one mean nothing. */
  readonly #keyOf = (node: Node): string | undefined => keyOf(node, this.#plan.kind !== "join");

  #index(root: Element): void {
    for (const element of root.querySelectorAll(KEYED)) {
      const key = this.#keyOf(element);
      if (key !== undefined) this.#old.set(key, element);
    }
  }

  /** The steps of §13.3, in their order. */
  #update(from: HTMLElement, to: HTMLElement): boolean | HTMLElement {
    const state = stateOf(from);
    state.isLeaving = false;
    if (to.hasAttribute(SKIP)) return false;
    carryMarks(from, to);
    if (to.hasAttribute(SESSION)) return updateNestedView(from, to);
    if (isIgnored(from)) {
      this.#plan.beforeUpdate(from, to, true);
      copyAttributes(from, to, (name) => name.startsWith("data-"));
      return false;
    }
    if (from instanceof HTMLInputElement && from.validity.badInput) return false;
    if (from.hasAttribute(REF_LOCK)) {
      if (this.#plan.kind !== "unlock") {
        if (state.clone !== undefined || !isBeingEdited(from, to)) return this.#lockedClone(from);
      } else if (from !== this.#plan.from) {
        state.clone = stateOf(to).clone ?? to; // locked by an event of its own: what it will become has changed, no more
        return false;
      }
    }
    applyLastingChanges(from, to);
    this.#plan.beforeUpdate(from, to, false);
    return !keepUserState(from, to);
  }

  /** The clone takes this and all later patches until the element is unlocked. */
  #lockedClone(element: HTMLElement): HTMLElement {
    const clone = lockedClone(element);
    this.#index(clone);
    return clone;
  }

  /**
   * Called before morphdom looks at the children of an element. It puts them into the order they will have, new ones included:
   * morphdom itself would take out and put back every child behind an insertion, and with it the focus. True for a stream's
   * container, whose children in the new tree are changes and not the whole.
   */
  #alignChildren(from: Element, to: Element): boolean {
    if (isStream(to) && this.#plan.kind !== "unlock") {
      this.#alignStream(from, to);
      return true;
    }
    if (!this.#isAligned(from, to)) this.#alignKeyed(from, to);
    return false;
  }

  /** Whether morphdom has nothing to move: there are no keys, or all are where they will be. */
  #isAligned(from: Element, to: Element): boolean {
    let isSame = from.childNodes.length === to.childNodes.length;
    let hasKeys = false;
    to.childNodes.forEach((child, index) => {
      const key = this.#keyOf(child);
      const present = from.childNodes[index];
      if (key !== undefined) hasKeys = true;
      if (isSame) isSame = present?.nodeName === child.nodeName && this.#keyOf(present) === key;
    });
    return isSame || !(hasKeys || [...from.children].some(this.#keyOf));
  }

  #alignKeyed(from: Element, to: Element): void {
    const unkeyed = [...from.childNodes].filter((child) => this.#keyOf(child) === undefined);
    const nodes = new Set<Node>();
    for (const child of [...to.childNodes]) {
      const key = this.#keyOf(child);
      const match = key === undefined ? takeLike(child, unkeyed) : this.#findOld(key, child, from);
      const node = match ?? this.#adopt(child);
      if (node !== undefined) nodes.add(node);
    }
    for (const child of [...from.childNodes]) {
      if (!nodes.has(child) && !this.#isWanted(child)) this.#remove(child);
    }
    arrange(from, [...nodes]);
  }

  #findOld(key: string, like: Node, parent: Element): Element | undefined {
    const found = this.#old.get(key);
    if (found?.nodeName !== like.nodeName || found.contains(parent)) return undefined;
    return found.getRootNode() === parent.getRootNode() ? found : undefined;
  }

  /**
   * Takes a new node out of the new tree, to be put into the page, and leaves a stand-in that morphdom will hold for the same
   * node. Undefined, and morphdom's business, if it contains elements that the page has already.
   */
  #adopt(node: ChildNode): Node | undefined {
    if (!(node instanceof Element)) return document.importNode(node);
    if ([node, ...node.querySelectorAll(KEYED)].some((element) => this.#old.has(this.#keyOf(element) ?? ""))) return undefined;
    node.replaceWith(Object.assign(document.createComment(""), { isSameNode: (other: Node) => other === node }));
    restyleTree(node);
    for (const container of [node, ...node.querySelectorAll(STREAMS)]) {
      if (isStream(container)) this.#alignStream(container, container);
    }
    return node;
  }

  #alignStream(from: Element, to: Element): void {
    const rows = byId(to);
    const present = from === to ? new Map<string, Element>() : byId(from);
    for (const [id, row] of present) if (stateOf(row).isLeaving && !rows.has(id)) present.delete(id);
    const order = orderStream({
      children: [...present].map(([id, row]) => ({ id, ref: row.getAttribute(STREAM) ?? undefined })),
      incoming: [...rows.keys()],
      changes: this.#plan.streams ?? [],
      isJoin: this.#plan.kind === "join",
    });
    const nodes = new Map<string, Element>();
    for (const { id, ref } of order) {
      const row = present.get(id) ?? rows.get(id);
      if (row === undefined) continue;
      if (ref !== undefined) row.setAttribute(STREAM, ref);
      if (row.parentNode === to && from !== to) restyleTree(row);
      nodes.set(id, row);
    }
    for (const [id, row] of present) if (!nodes.has(id)) this.#remove(row);
    arrange(from, [...nodes.values()]);
    // What is left in the new tree is morphed in place: rows that were there before.
    for (const child of [...to.childNodes]) {
      if (from === to ? !nodes.has(idOf(child)) : !present.has(idOf(child)) || !nodes.has(idOf(child))) child.remove();
    }
  }

  #isWanted(node: Node): boolean {
    if (!(node instanceof Element)) return false;
    return [node, ...node.querySelectorAll(KEYED)].some((element) => this.#wanted.has(this.#keyOf(element) ?? ""));
  }

  #mayDiscard(node: Node): boolean {
    if (node.parentElement !== null && isStream(node.parentElement) && this.#plan.kind !== "unlock") return false;
    return !(node instanceof Element) || this.#plan.mayRemove(node);
  }

  #remove(node: ChildNode): void {
    if (!(node instanceof Element) || this.#plan.mayRemove(node)) node.remove();
  }
}

/** What a locked element will become. Made when the first patch comes that must wait. */
export function lockedClone(element: HTMLElement): HTMLElement {
  return (stateOf(element).clone ??= cloneWithState(element));
}

/** What the page knows and the server does not: which answers an element waits for, which stream it belongs to. */
function carryMarks(from: Element, to: Element): void {
  const marks = from.hasAttribute(REF_SRC) ? [REF_SRC, REF_LOADING, REF_LOCK, STREAM] : [STREAM];
  for (const name of marks) {
    const value = from.getAttribute(name);
    if (value !== null) to.setAttribute(name, value);
  }
  if (marks.length > 1) for (const name of LOADING_CLASSES) if (from.classList.contains(name)) to.classList.add(name);
}

/** A connected parent renders its children empty and without their static token; both stand as they are. */
function updateNestedView(from: Element, to: Element): false {
  copyAttributes(from, to, (name) => name !== STATIC && name !== ROOT_ID && (name !== SESSION || to.getAttribute(SESSION) !== ""));
  return false;
}

/** A page's content security policy may have dropped the style attribute of an element that comes from markup. */
function restyle(node: Node): void {
  const style = node instanceof Element ? node.getAttribute("style") : null;
  if (style !== null) applyStyle(node as Element, style); // an element: it has an attribute
}

function restyleTree(root: Element): void {
  restyle(root);
  root.querySelectorAll("[style]").forEach(restyle);
}

/** The first node of the same kind, taken out of the list. */
function takeLike(node: Node, nodes: ChildNode[]): ChildNode | undefined {
  const index = nodes.findIndex(({ nodeName }) => nodeName === node.nodeName);
  return index < 0 ? undefined : nodes.splice(index, 1)[0];
}

function byId(parent: Element): Map<string, Element> {
  return new Map([...parent.children].filter(idOf).map((child) => [idOf(child), child]));
}

function idOf(node: Node): string {
  return (node instanceof Element && node.getAttribute("id")) || "";
}

function isStream(element: Element): boolean {
  return element.getAttribute("phx-update") === "stream";
}

function isIgnored(element: Element): boolean {
  return element.getAttribute("phx-update") === "ignore" || element.getAttribute("data-phx-update") === "ignore";
}
