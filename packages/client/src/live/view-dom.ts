import { type Diff, type RenderedHtml, RenderedView, type StreamPayload } from "@firecrest/wire";
import { stateOf } from "../dom/element-state.ts";
import { lockedClone } from "../dom/lock.ts";
import { COMPONENT, COMPONENT_VIEW, PARENT_ID, REF_LOCK, REF_SRC } from "../dom/marks.ts";
import { morph, type Morph, type MorphListener } from "../dom/morph.ts";
import { readStream } from "../dom/stream-order.ts";

/** The view whose part of the page it is. */
export interface ViewDomHost extends Omit<MorphListener, "portal"> {
  readonly id: string;
  readonly container: HTMLElement;
  /** Shows what portals hold where it is to be, patched by `patch`. */
  teleport(template: HTMLTemplateElement, patch: (from: Element, to: Element) => void): void;
  /** The page has been patched. */
  patched(): void;
  /** Tells the server that components have left the page, unless they are back by then; `forget` is given those that it deletes. */
  giveUp(cids: readonly number[], isLost: (cid: number) => boolean, forget: (cids: readonly number[]) => void): void;
}

const PORTAL = "template[data-phx-portal]";

/** A document without a window: what is parsed into it loads and runs nothing. */
const nursery = document.implementation.createHTMLDocument("");

/** One view's part of the page, and the rendered tree that it shows. */
export class ViewDom {
  readonly #host: ViewDomHost;
  #rendered: RenderedView;
  #joined: RenderedHtml;
  /** The components on the page. */
  #cids = new Set<number>();

  /** @param rendered the tree of a join's reply. The page changes with {@link show}. */
  constructor(host: ViewDomHost, rendered: unknown) {
    this.#host = host;
    this.#rendered = new RenderedView(host.id, rendered);
    this.#joined = this.#rendered.toHtml();
  }

  /** What {@link show} will show, that in portals included, for those who must look at it before. */
  preview(): Element {
    const html = parse(this.#host.container, this.#joined.html);
    for (let portal; (portal = html.querySelector<HTMLTemplateElement>(PORTAL)); ) portal.replaceWith(portal.content);
    return html;
  }

  /** The containers of nested views in what {@link show} will show. */
  childContainers(): HTMLElement[] {
    if (!this.#joined.html.includes(PARENT_ID)) return [];
    return [...this.preview().querySelectorAll<HTMLElement>(`[${PARENT_ID}="${this.#host.id}"]`)];
  }

  /** Components whose elements have gone are given up, unless they come back in the meantime (liveview-protocol.md §11). */
  dropLost(): void {
    const before = this.#cids;
    this.#cids = new Set(this.#componentsIn(document));
    const lost = [...before].filter((cid) => !this.#cids.has(cid));
    if (!lost.length) return;
    // What comes back comes back whole.
    for (const cid of lost) this.#rendered.resetRender(cid);
    this.#host.giveUp(
      lost,
      (cid) => !this.#cids.has(cid),
      (gone) => this.#rendered.pruneCids(gone),
    );
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

  /** Those that there will be when nothing is locked any more. */
  #componentsIn(root: ParentNode): number[] {
    const { id } = this.#host;
    const find = (selector: string): Element[] => [...root.querySelectorAll(selector)];
    const locked = find(`[${REF_LOCK}][${REF_SRC}="${id}"]`).filter((element) => stateOf(element).clone);
    const isToStay = (element: Element): boolean => !locked.some((one) => one !== element && one.contains(element));
    const clones = locked.filter(isToStay).map((element) => stateOf(element).clone as Element); // see above
    const present = find(`[${COMPONENT_VIEW}="${id}"]`).filter(isToStay).map(cidOf);
    return [...present, ...clones.flatMap((clone) => this.#componentsIn(clone))];
  }

  #selector(cid: number): string {
    return `[${COMPONENT}="${cid}"][${COMPONENT_VIEW}="${this.#host.id}"]`;
  }

  #morph(plan: Pick<Morph, "from" | "to" | "kind">, payloads: readonly StreamPayload[]): void {
    const host = this.#host;
    const streams = payloads.map(readStream);
    const portals: HTMLTemplateElement[] = [];
    const listener: MorphListener = {
      beforeUpdate: (...update) => host.beforeUpdate(...update),
      remove: (element) => host.remove(element),
      portal: (template) => portals.push(template),
    };
    const kind = plan.kind === "join" ? "join" : "update";
    const run = (one: typeof plan): void => {
      morph({ ...one, streams, listener });
      // There may be portals in portals.
      for (let portal; (portal = portals.shift()); ) host.teleport(portal, (from, to) => run({ from, to, kind }));
      host.patched();
    };
    run(plan);
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
