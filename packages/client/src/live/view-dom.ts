import { type Diff, type RenderedHtml, RenderedView, type StreamPayload } from "@firecrest/wire";
import { stateOf } from "../dom/element-state.ts";
import { lockedClone } from "../dom/lock.ts";
import { COMPONENT, COMPONENT_VIEW, REF_LOCK, REF_SRC } from "../dom/marks.ts";
import { morph, type Morph, type MorphListener } from "../dom/morph.ts";
import { readStream } from "../dom/stream-order.ts";

/** The view whose part of the page it is. */
export interface ViewDomHost {
  readonly id: string;
  readonly container: HTMLElement;
  beforeUpdate: MorphListener["beforeUpdate"];
  /** Runs the commands of an element's `phx-remove`; how long they take, in ms. */
  leave(element: Element, code: string): number;
  /** Runs `task` once after a time. */
  later(delayMs: number, task: () => void): () => void;
  /** The page has been patched. */
  patched(): void;
}

/** A document without a window: what is parsed into it loads and runs nothing. */
const nursery = document.implementation.createHTMLDocument("");

/** One view's part of the page, and the rendered tree that it shows. */
export class ViewDom implements MorphListener {
  readonly #host: ViewDomHost;
  #rendered: RenderedView;
  #joined: RenderedHtml;
  /** The components on the page after the last patch. */
  #cids: ReadonlySet<number> = new Set();

  /** @param rendered the tree of a join's reply. The page changes with {@link show}. */
  constructor(host: ViewDomHost, rendered: unknown) {
    this.#host = host;
    this.#rendered = new RenderedView(host.id, rendered);
    this.#joined = this.#rendered.toHtml();
  }

  /** What {@link show} will show, for those who must look at it before. */
  preview(): Element {
    return parse(this.#host.container, this.#joined.html);
  }

  /** Shows the tree. */
  show(): void {
    this.#patchContainer(this.#joined, "join");
  }

  /** Merges a diff and shows what it changes. */
  update(diff: Diff): void {
    if (!Object.keys(diff).length) return;
    this.#rendered.mergeDiff(diff);
    const cids = this.#rendered.componentIds(diff);
    if (this.#rendered.isComponentOnlyDiff(diff)) this.#patchComponents(cids);
    else this.#patchContainer(this.#rendered.toHtml(new Set(cids)), "update");
  }

  /** Shows what patches have made of an element while it was locked. */
  unlock(from: Element, clone: Element): void {
    this.#morph({ from, to: clone, kind: "unlock" }, []);
  }

  /** The components that have left the page since this was last asked: candidates for being forgotten. */
  takeLostCids(): number[] {
    const elements = document.querySelectorAll(`[${COMPONENT_VIEW}="${this.#host.id}"]`);
    const present = new Set([...elements].map(cidOf));
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

  /** A morph asks: may this element go now? */
  mayRemove(element: Element): boolean {
    const code = element.getAttribute("phx-remove");
    if (code === null || !element.isConnected) return true;
    const state = stateOf(element);
    if (state.isLeaving) return false;
    const durationMs = this.#host.leave(element, code);
    if (!durationMs) return true;
    state.isLeaving = true;
    this.#host.later(durationMs, () => {
      if (!state.isLeaving) return; // it was rendered again meanwhile
      element.remove();
      this.#host.patched();
    });
    return false;
  }

  /** A morph says: this element is about to change. */
  beforeUpdate(from: Element, to: Element, isContentIgnored: boolean): void {
    this.#host.beforeUpdate(from, to, isContentIgnored);
  }

  #patchContainer({ html, streams }: RenderedHtml, kind: "join" | "update"): void {
    const { container } = this.#host;
    this.#morph({ from: container, to: parse(container, html), kind }, streams);
  }

  /** Of the components in a diff, each is patched with all that is in it: only the outermost ones count. */
  #patchComponents(cids: readonly number[]): void {
    const roots = cids.flatMap((cid) => [...document.querySelectorAll(this.#selector(cid))]);
    for (const root of roots) {
      if (!roots.some((other) => other !== root && other.contains(root))) this.#patchComponent(root, cidOf(root));
    }
  }

  #patchComponent(root: Element, cid: number): void {
    const from = this.#throughLock(root, cid);
    if (!from?.parentElement) return;
    const { html, streams } = this.#rendered.componentToHtml(cid);
    const to = parse(from.parentElement, html).firstElementChild;
    if (to) this.#morph({ from, to, kind: "component" }, streams);
  }

  /** A component inside a locked element is patched where the lock keeps its future: in the clone. */
  #throughLock(root: Element, cid: number): Element | null {
    let locked: Element | undefined;
    for (let parent = root.parentElement; parent; parent = parent.parentElement) {
      if (parent.hasAttribute(REF_LOCK) && parent.getAttribute(REF_SRC) === this.#host.id) locked = parent;
    }
    return locked ? lockedClone(locked).querySelector(this.#selector(cid)) : root;
  }

  #selector(cid: number): string {
    return `[${COMPONENT}="${cid}"][${COMPONENT_VIEW}="${this.#host.id}"]`;
  }

  #morph(plan: Pick<Morph, "from" | "to" | "kind">, streams: readonly StreamPayload[]): void {
    morph({ ...plan, streams: streams.map(readStream), listener: this });
    this.#host.patched();
  }
}

function cidOf(component: Element): number {
  return Number(component.getAttribute(COMPONENT));
}

/** Markup as the content of an element like this one. */
function parse(like: Element, html: string): Element {
  const element = nursery.importNode(like);
  element.innerHTML = html;
  return element;
}
