import { type Diff, RenderedView, type RenderedHtml } from "@firecrest/wire";
import { stateOf } from "../dom/element-state.ts";
import { COMPONENT, COMPONENT_VIEW, REF_LOCK, REF_SRC, SESSION } from "../dom/marks.ts";
import { lockedClone, morph, type Morph } from "../dom/morph.ts";
import { readStream } from "../dom/stream-order.ts";

/** What a view's part of the page asks of the view. */
export interface ViewDomPort {
  readonly viewId: string;
  container(): HTMLElement;
  beforeUpdate(from: Element, to: Element, isContentIgnored: boolean): void;
  /** An element is about to go; how long its `phx-remove` takes, in ms. */
  leave(element: Element, code: string): number;
  /** Runs `task` once after a time. */
  later(delayMs: number, task: () => void): void;
  /** The page has been patched. */
  patched(): void;
}

/** A document without a window: what is parsed into it loads and runs nothing. */
const nursery = document.implementation.createHTMLDocument("");

/** One view's part of the page, and the rendered tree that it shows. */
export class ViewDom {
  readonly #port: ViewDomPort;
  #rendered: RenderedView;
  #joinHtml: RenderedHtml = { html: "", streams: [] };
  /** The components on the page after the last patch. */
  #cids: ReadonlySet<number> = new Set();

  constructor(port: ViewDomPort) {
    this.#port = port;
    this.#rendered = new RenderedView(port.viewId, { s: [""] });
  }

  /** Takes the tree of a join's reply. The page changes with {@link showJoin}. */
  replaceTree(rendered: unknown): void {
    this.#rendered = new RenderedView(this.#port.viewId, rendered);
    this.#joinHtml = this.#rendered.toHtml();
  }

  /** What {@link showJoin} will show, for those who must look at it before. */
  preview(): HTMLElement {
    return parse(this.#port.container(), this.#joinHtml.html);
  }

  /** Shows the tree of a join's reply. */
  showJoin(): void {
    this.#patchContainer(this.#joinHtml, "join");
  }

  /** Merges a diff and shows what it changes. */
  update(diff: Diff): void {
    if (Object.keys(diff).length === 0) return;
    this.#rendered.mergeDiff(diff);
    const cids = this.#rendered.componentIds(diff);
    if (this.#rendered.isComponentOnlyDiff(diff)) this.#patchComponents(cids);
    else this.#patchContainer(this.#rendered.toHtml(new Set(cids)), "update");
  }

  /** Shows what patches have made of an element while it was locked. */
  unlock(element: Element, clone: HTMLElement): void {
    this.#morph({ from: element, to: clone, kind: "unlock" });
  }

  /** The components that have left the page since this was last asked: candidates for being forgotten. */
  takeLostCids(): number[] {
    const present = new Set<number>();
    for (const element of document.querySelectorAll(`[${COMPONENT_VIEW}="${this.#port.viewId}"]`)) {
      present.add(Number(element.getAttribute(COMPONENT)));
    }
    const lost = [...this.#cids].filter((cid) => !present.has(cid));
    for (const cid of lost) this.#rendered.resetRender(cid);
    this.#cids = present;
    return lost;
  }

  /** Whether a component is on the page. */
  hasComponent(cid: number): boolean {
    return this.#cids.has(cid);
  }

  /** Forgets components that the server has deleted. */
  prune(cids: readonly number[]): void {
    this.#rendered.pruneCids(cids);
  }

  #patchContainer({ html, streams }: RenderedHtml, kind: "join" | "update"): void {
    const container = this.#port.container();
    this.#morph({ from: container, to: parse(container, html), kind, streams: streams.map(readStream) });
  }

  /** Of the components in a diff, each is patched with all that is in it: only the outermost ones count. */
  #patchComponents(cids: readonly number[]): void {
    const roots = cids.flatMap((cid) => [...document.querySelectorAll(this.#selector(cid))]);
    for (const root of roots) {
      if (!roots.some((other) => other !== root && other.contains(root))) this.#patchComponent(root);
    }
  }

  #patchComponent(root: Element): void {
    const cid = Number(root.getAttribute(COMPONENT));
    const from = this.#throughLocks(root, cid);
    if (from?.parentElement === undefined || from.parentElement === null) return;
    const { html, streams } = this.#rendered.componentToHtml(cid);
    const to = parse(from.parentElement, html).firstElementChild;
    if (to !== null) this.#morph({ from, to, kind: "component", streams: streams.map(readStream) });
  }

  /** A component inside a locked element is patched where the lock keeps its future: in the clone. */
  #throughLocks(root: Element, cid: number): Element | null {
    let from: Element | null = root;
    for (;;) {
      let locked: Element | undefined;
      for (let parent = from?.parentElement; parent; parent = parent.parentElement) {
        // A clone has its element's marks too, but no parent.
        if (parent.parentElement !== null && parent.hasAttribute(REF_LOCK) && parent.getAttribute(REF_SRC) === this.#port.viewId) locked = parent;
      }
      if (locked === undefined) return from;
      from = lockedClone(locked as HTMLElement).querySelector(this.#selector(cid)); // only HTML elements are locked
    }
  }

  #selector(cid: number): string {
    return `[${COMPONENT}="${cid}"][${COMPONENT_VIEW}="${this.#port.viewId}"]`;
  }

  #morph(plan: Pick<Morph, "from" | "to" | "kind" | "streams">): void {
    morph({
      ...plan,
      beforeUpdate: (from, to, isContentIgnored) => this.#port.beforeUpdate(from, to, isContentIgnored),
      mayRemove: (element) => this.#mayRemove(element),
    });
    this.#port.patched();
  }

  #mayRemove(element: Element): boolean {
    const code = element.getAttribute("phx-remove");
    if (code === null || !element.isConnected) return true;
    const state = stateOf(element);
    if (state.isLeaving === true) return false;
    const durationMs = this.#port.leave(element, code);
    if (durationMs === 0) return true;
    state.isLeaving = true;
    this.#port.later(durationMs, () => {
      // It may have been rendered again meanwhile.
      if (!state.isLeaving) return;
      element.remove();
      this.#port.patched();
    });
    return false;
  }
}

/** Markup as the content of an element like this one. */
function parse(like: Element, html: string): HTMLElement {
  const element = nursery.importNode(like, false) as HTMLElement; // containers are HTML, and their kin will do
  element.innerHTML = html;
  return element;
}
