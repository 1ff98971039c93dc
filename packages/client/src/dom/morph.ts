import morphdom from "morphdom";
import { arrange, move } from "./arrange.ts";
import { copyAttributes, restyle } from "./attributes.ts";
import { stateOf } from "./element-state.ts";
import { applyLastingChanges } from "./lasting-changes.ts";
import { carryMarks, lockedClone } from "./lock.ts";
import { MAGIC_ID, REF_LOCK, SESSION, SKIP, STATIC, STREAM } from "./marks.ts";
import { orderStream, type StreamChange } from "./stream-order.ts";
import { isBeingEdited, isStateful, keepUserState } from "./user-state.ts";

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
  readonly streams: readonly StreamChange[];
  readonly listener: MorphListener;
}

/** Who hears of a patch. */
export interface MorphListener {
  /** An element is about to be changed; where its content is ignored, only its `data-` attributes. */
  beforeUpdate(from: Element, to: Element, isContentIgnored: boolean): void;
  /** The page has, or has again, a template whose content is to be shown elsewhere. */
  portal(template: HTMLTemplateElement): void;
  /** An element of the page is to be removed, with all that is in it: at once, or when it is ready to go. */
  remove(element: Element): void;
}

/** Patches the page (liveview-protocol.md §13). */
export function morph(plan: Morph): void {
  new Morphing(plan).run();
}

class Morphing {
  readonly #plan: Morph;
  /** Elements of the old tree by key: they are found anywhere below the root, not only among siblings. */
  readonly #old = new Map<string, Element>();
  /** Keys in the new tree. */
  readonly #wanted: ReadonlySet<string>;
  /** Where old elements wait whose new place is not known yet: in the page, so that they need not notice. */
  readonly #parking = document.createElement("div");

  constructor(plan: Morph) {
    this.#plan = plan;
    this.#wanted = new Set(keyed(plan.to).map(this.#keyOf));
    this.#index(plan.from);
  }

  run(): void {
    const { from, to, kind } = this.#plan;
    const isWhole = kind === "component" || kind === "unlock";
    if (!isWhole || this.#keyOf(from) === this.#keyOf(to)) {
      this.#morph(from, to, isWhole);
    } else {
      from.replaceWith(this.#introduce(to, from));
    }
    for (const element of Array.from(this.#parking.children)) this.#remove(element);
    this.#parking.remove();
  }

  #morph(from: Element, to: Element, isWhole: boolean): void {
    const callbacks = {
      childrenOnly: !isWhole,
      getNodeKey: this.#keyOf,
      onBeforeElUpdated: (before: HTMLElement, after: HTMLElement) => this.#update(before, after),
      onBeforeNodeDiscarded: () => false, // we have seen to that; what is still here has leave to stay
      skipFromChildren: (before: Element, after: Element) => this.#alignChildren(before, after),
    };
    morphdom(from, to, callbacks as object); // its types do not know all that callbacks are given and may return
  }

  /** What identifies an element across renders. Magic ids are numbered anew at every join: those of before mean nothing. */
  readonly #keyOf = (node: Node): string =>
    (!hasOwnId(node) && idOf(node)) || (this.#plan.kind !== "join" && attributeOf(node, MAGIC_ID)) || "";

  #index(root: Element): void {
    for (const element of keyed(root)) this.#old.set(this.#keyOf(element), element);
  }

  /** The steps of §13.3. */
  #update(from: HTMLElement, to: HTMLElement): boolean | Element {
    if (isPortal(to)) {
      if (from.isConnected) this.#plan.listener.portal(to);
      else from.innerHTML = to.innerHTML; // of a clone, which is shown when it takes effect
      return merge(from, to, () => true);
    }
    if (to.hasAttribute(SKIP) || (from.isEqualNode(to) && !isStateful(from))) return false;
    // A connected parent renders its children empty and without their static token; both stand as they are.
    if (to.hasAttribute(SESSION)) {
      applyLastingChanges(from, to);
      return merge(from, to, (name) => name !== STATIC && Boolean(to.getAttribute(name)));
    }
    if (from instanceof HTMLInputElement && from.validity.badInput) return false;
    if (from.hasAttribute(REF_LOCK)) {
      const state = stateOf(from);
      if (this.#plan.kind === "unlock") {
        state.clone = to; // locked by an event of its own: what it will become has changed, no more
        return false;
      }
      if (state.clone || !isBeingEdited(from, to)) {
        const clone = lockedClone(from);
        this.#index(clone);
        return clone;
      }
    }
    return this.#updateUnlocked(from, to);
  }

  #updateUnlocked(from: HTMLElement, to: HTMLElement): boolean {
    carryMarks(from, to);
    const isContentIgnored = isUpdate(from, "ignore") || from.getAttribute("data-phx-update") === "ignore";
    this.#plan.listener.beforeUpdate(from, to, isContentIgnored);
    if (isContentIgnored) return merge(from, to, (name) => name.startsWith("data-"));
    restyle(to);
    applyLastingChanges(from, to);
    if (to.hasAttribute("style")) from.style.cssText = to.style.cssText;
    const isUntouched =
      this.#isStream(to) && !to.children.length && !this.#plan.streams.length && this.#plan.kind !== "join";
    return (!isUntouched && keepUserState(from, to)) || merge(from, to, () => true);
  }

  /**
   * Called before morphdom looks at the children of an element. Puts them into the order they will have, new ones included:
   * morphdom itself would take out and put back every child behind an insertion, and with it the focus.
   */
  #alignChildren(from: Element, to: Element): void {
    if (this.#isStream(to)) this.#completeRows(from, to);
    if (!this.#isAligned(from, to)) this.#pair(from, to);
  }

  /** Whether the children of both are pairs already. */
  #isAligned(from: Element, to: Element): boolean {
    const before = [...from.childNodes];
    const after = [...to.childNodes];
    const isSame = (node: Node, index: number): boolean =>
      node.nodeName === before[index]?.nodeName && this.#keyOf(node) === this.#keyOf(before[index]);
    return before.length === after.length && after.every(isSame);
  }

  /** Makes the children of both pairs, in the same order; what is left of the old ones comes after them. */
  #pair(from: Element, to: Element): void {
    const unkeyed = [...from.childNodes].filter((child) => !this.#keyOf(child));
    const nodes = new Set<Node>();
    const added: Element[] = [];
    for (const child of Array.from(to.childNodes)) {
      const match = this.#keyOf(child) ? this.#findOld(child, from) : takeLike(child, unkeyed);
      const node = match ?? this.#introduce(child, from);
      if (!match && node instanceof Element) added.push(node);
      nodes.add(node);
    }
    arrange(from, [...nodes]);
    for (const child of Array.from(from.childNodes)) {
      if (nodes.has(child)) continue;
      if (this.#hasKeyIn(child, this.#wanted)) {
        if (!this.#parking.isConnected) document.documentElement.append(this.#parking);
        move(this.#parking, child, null);
      } else {
        this.#remove(child);
      }
    }
    for (const element of added) this.#reunite(element);
  }

  /** An old element that is to become one like this, in this place. */
  #findOld(like: Node, parent: Node): Element | undefined {
    const found = this.#old.get(this.#keyOf(like));
    if (found?.nodeName !== like.nodeName || found.contains(parent)) return undefined;
    // What a locked element's clone is made of, and what the page is made of, are not to be mixed.
    return found.getRootNode() === parent.getRootNode() || this.#parking.contains(found) ? found : undefined;
  }

  /** A new node for the page. morphdom will hold it for the same as that in the new tree, which it copies. */
  #introduce<N extends Node>(node: N, place: Node): N {
    const fresh = document.importNode(node, true);
    node.isSameNode = (other) => other === fresh;
    if (!(fresh instanceof Element)) return fresh;
    for (const element of [fresh, ...fresh.querySelectorAll("[phx-update=stream],template")]) {
      if (this.#isStream(element)) this.#completeRows(element, element);
      if (isPortal(element) && place.isConnected) this.#plan.listener.portal(element);
    }
    return fresh;
  }

  /** In an element that is new in the page, those take the place of their new versions that the page had already. */
  #reunite(element: Element): void {
    for (const fresh of keyed(element)) {
      const old = fresh.parentNode && this.#findOld(fresh, fresh.parentNode);
      if (!old || old === fresh || !element.contains(fresh)) continue;
      move(fresh.parentNode, old, fresh);
      fresh.remove();
      this.#morph(old, fresh, true);
    }
  }

  /** The new tree has of a stream only what changes; adds the rest, to be skipped. `from` is `to` if the container is new itself. */
  #completeRows(from: Element, to: Element): void {
    const { streams, kind } = this.#plan;
    const rows = byId(to);
    const present = from === to ? [] : [...byId(from).values()];
    const order = orderStream({
      children: present.map((row) => ({ id: row.id, ref: attributeOf(row, STREAM) || undefined })),
      incoming: [...rows.keys()],
      changes: streams,
      isJoin: kind === "join",
    });
    const staying = new Map(present.map((row) => [row.id, row]));
    const complete = order.map(({ id, ref }) => {
      const row = rows.get(id) ?? skipped(staying.get(id) as Element, to); // the order is made of these
      if (ref) row.setAttribute(STREAM, ref);
      return row;
    });
    to.replaceChildren(...complete);
  }

  /** Whether the children of an element are rows that come and go by the messages of a stream. */
  #isStream(element: Element): boolean {
    return isUpdate(element, "stream") && this.#plan.kind !== "unlock";
  }

  /** Whether an element or one in it has one of these keys. */
  #hasKeyIn(node: Node, keys: { has(key: string): boolean }): boolean {
    return node instanceof Element && [node, ...keyed(node)].some((element) => keys.has(this.#keyOf(element)));
  }

  #remove(node: ChildNode): void {
    if (node instanceof Element && node.isConnected) this.#plan.listener.remove(node);
    else node.remove();
  }
}

/** A patch of the attributes alone. */
function merge(from: Element, to: Element, concerns: (name: string) => boolean): false {
  copyAttributes(from, to, concerns);
  return false;
}

/** Stands in a new tree for an element that stays as it is. */
function skipped(element: Element, tree: Node): Element {
  const mark = (tree.ownerDocument as Document).importNode(element); // only documents have none
  mark.setAttribute(SKIP, "");
  return mark;
}

/** The first node of the same kind, taken out of the list. */
function takeLike(node: Node, nodes: ChildNode[]): ChildNode | undefined {
  const index = nodes.findIndex(({ nodeName }) => nodeName === node.nodeName);
  return index < 0 ? undefined : nodes.splice(index, 1)[0];
}

function keyed(root: Element): Element[] {
  return [...root.querySelectorAll(`[id],[${MAGIC_ID}]`)];
}

function byId(parent: Element): Map<string, Element> {
  return new Map([...parent.children].filter(idOf).map((child) => [idOf(child), child]));
}

function idOf(node: Node): string {
  return attributeOf(node, "id");
}

/** Whether the id is the browser's idea. Commands give one only to elements that the server has rendered without. */
function hasOwnId(node: Node): boolean {
  return node instanceof Element && stateOf(node).hasOwnId === true;
}

/** Empty if there is none: the `id` of a form may be one of its fields. */
function attributeOf(node: Node, name: string): string {
  return (node instanceof Element && node.getAttribute(name)) || "";
}

function isPortal(element: Element): element is HTMLTemplateElement {
  return element.hasAttribute("data-phx-portal");
}

function isUpdate(element: Element, value: string): boolean {
  return element.getAttribute("phx-update") === value;
}
