import { decodeTree, mergeDiff } from "./merge-diff.ts";
import { findComponent, isNode, type RenderedTree, type StreamPayload, type TreeNode } from "./rendered-tree.ts";
import { closeRoot, idAttribute, openRoot } from "./root-tag.ts";
import { nodeHtml, renderHtml, type SlotHtml, slotsHtml } from "./to-html.ts";

/** What a patch needs: the HTML, and what happens to the streams in it. */
export interface RenderedHtml {
  readonly html: string;
  readonly streams: readonly StreamPayload[];
}

/**
 * What one view shows, kept from diff to diff, and rendered for a DOM patch (liveview-protocol.md §9, §10): root elements carry
 * a `data-phx-id` that stays with them, and those in which nothing changed since they were last rendered come as empty elements
 * marked `data-phx-skip`.
 */
export class RenderedView {
  readonly #viewId: string;
  readonly #tree: RenderedTree;
  #magicIds = 0;

  // Of the rendering under way:
  #onlyCids: ReadonlySet<number> | undefined;
  #streams: StreamPayload[] = [];
  #maySkip = true;
  #componentsShown = 0;

  /** @throws FrameError `malformed-shape` or `missing-component`, see {@link decodeTree}. */
  constructor(viewId: string, rendered: unknown) {
    this.#viewId = viewId;
    this.#tree = decodeTree(rendered);
  }

  /** Applies a diff, see {@link mergeDiff}. */
  mergeDiff(diff: unknown): void {
    mergeDiff(this.#tree, diff);
  }

  /** Whether a diff, its reply, events and title extracted, changes components only: then each can be patched by itself. */
  isComponentOnlyDiff(diff: object): boolean {
    return "c" in diff && Object.keys(diff).length === 1;
  }

  /** The CIDs of the components that a diff changes. */
  componentIds(diff: { readonly c?: object }): number[] {
    return Object.keys(diff.c ?? {}).map(Number);
  }

  /** The CIDs of all components that the view knows. */
  componentCids(): number[] {
    return this.componentIds({ c: this.#tree.components });
  }

  /**
   * All of the view. With `onlyCids`, the components of the diff just merged, all other components are skipped; without, none is.
   * The rows of streams are handed out with it, and forgotten.
   *
   * @throws FrameError `missing-component` or `missing-root-tag`
   */
  toHtml(onlyCids?: ReadonlySet<number>): RenderedHtml {
    this.#onlyCids = onlyCids;
    return this.#render(() => this.#nodeHtml(this.#tree.root));
  }

  /** One component and all components in it, without what its template has around its root element. @throws as {@link toHtml} */
  componentToHtml(cid: number): RenderedHtml {
    this.#onlyCids = undefined;
    return this.#render(() => {
      const html = this.#componentHtml(cid);
      const { s: statics } = findComponent(this.#tree.components, cid);
      const { before } = openRoot(statics);
      return html.slice(before.length, html.length - closeRoot(statics).after.length);
    });
  }

  /** The next rendering of this component skips nothing in it: its elements have left the document. Unknown CIDs are fine. */
  resetRender(cid: number): void {
    const component = this.#tree.components[cid];
    if (component) component.isReset = true;
  }

  /** Forgets components that the server has deleted. */
  pruneCids(cids: Iterable<number>): void {
    for (const cid of cids) delete this.#tree.components[cid];
  }

  /** All of the view without marks and skips, and without effect on the next {@link toHtml}. Rendered rows of streams are gone. */
  toPlainHtml(): string {
    return renderHtml(this.#tree);
  }

  #render(root: () => string): RenderedHtml {
    this.#streams = [];
    this.#maySkip = true;
    return { html: root(), streams: this.#streams };
  }

  readonly #slotHtml: SlotHtml = (slot) => {
    if (typeof slot === "number") return this.#componentHtml(slot);
    return isNode(slot) ? this.#nodeHtml(slot) : (slot ?? "");
  };

  #nodeHtml(node: TreeNode): string {
    if (node.r && !node.k) return this.#rootHtml(node, "");
    const html = nodeHtml(node, this.#slotHtml);
    this.#takeStream(node);
    return html;
  }

  /** Rows are kept only where they can change; those of a stream live on in the document alone. */
  #takeStream(node: TreeNode): void {
    if (!node.stream) return;
    const [ref, inserts, deletes, reset = false] = node.stream;
    if (!node.k?.kc && !deletes.length && !reset) return;
    this.#streams.push({ ref, inserts, deletes, reset });
    delete node.stream;
    node.k = { kc: 0 };
  }

  #componentHtml(cid: number): string {
    const component = findComponent(this.#tree.components, cid);
    const mayOuterSkip = this.#maySkip;
    this.#maySkip = !component.isReset;
    component.isReset = false;
    component.magicId = `c${cid}-${this.#viewId}`;
    component.isClean = this.#onlyCids?.has(cid) === false;
    if (!(this.#maySkip && component.isClean)) this.#componentsShown++;
    const html = this.#rootHtml(component, ` data-phx-component="${cid}" data-phx-view="${this.#viewId}"`);
    this.#maySkip = mayOuterSkip;
    return html;
  }

  /** The body is rendered even if it is then skipped: there may be components in it that must show, and streams. */
  #rootHtml(node: TreeNode, marks: string): string {
    node.magicId ??= `m${++this.#magicIds}-${this.#viewId}`;
    const { before, tag, rest } = openRoot(node.s);
    const shown = this.#componentsShown;
    const body = rest + slotsHtml(node.s, node, this.#slotHtml);
    const isSkipped = this.#maySkip && node.isClean && shown === this.#componentsShown;
    node.isClean = true;
    const marked = ` data-phx-id="${node.magicId}"${marks}`;
    if (!isSkipped) return `${before}<${tag}${marked}${body}`;
    const { closing, after } = closeRoot(node.s);
    return `${before}<${tag}${idAttribute(body)}${marked} data-phx-skip${closing}${after}`;
  }
}
