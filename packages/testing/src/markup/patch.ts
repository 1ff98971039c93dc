import type { RenderedHtml, StreamPayload } from "@firecrest/wire";
import { type ChildNode, Element, isTag, type ParentNode } from "domhandler";
import { TestingError } from "../errors.ts";
import { elementsBelow, parseContent, setChildren } from "./document.ts";
import { MAGIC_ID, SESSION, SKIP, STATIC, STICKY } from "./marks.ts";
import { patchRows } from "./stream-rows.ts";

/** Shows what a view has rendered, in its container (liveview-protocol §13, as far as it can be told from the HTML). */
export function patchContainer(container: Element, { html, streams }: RenderedHtml, isJoin: boolean): void {
  const patch = new Patch(container, streams, isJoin);
  setChildren(container, patch.adoptAll(parseContent(container, html)));
}

/** Shows what one component has rendered, in place of what it showed before. */
export function patchComponent(root: Element, { html, streams }: RenderedHtml): void {
  const { parent } = root;
  if (!(parent instanceof Element)) return;
  const fresh = parseContent(parent, html).find(isTag);
  if (fresh === undefined) return;
  const adopted = new Patch(root, streams, false).adopt(fresh);
  setChildren(
    parent,
    parent.children.map((child) => (child === root ? adopted : child)),
  );
}

/** One patch: new markup takes over from the old what a patch leaves alone. */
class Patch {
  readonly #old: Element;
  readonly #streams: readonly StreamPayload[];
  readonly #isJoin: boolean;
  /** Most patches leave nothing alone, and need not look. */
  #index: OldElements | undefined;

  constructor(old: Element, streams: readonly StreamPayload[], isJoin: boolean) {
    this.#old = old;
    this.#streams = streams;
    this.#isJoin = isJoin;
  }

  adoptAll(nodes: readonly ChildNode[]): ChildNode[] {
    return nodes.map((node) => (isTag(node) ? this.adopt(node) : node));
  }

  /** The element to show for a new one: itself, or the old one where that stays. */
  adopt(fresh: Element): Element {
    if (SKIP in fresh.attribs) return this.#skipped(fresh);
    const isStream = fresh.attribs["phx-update"] === "stream";
    const isView = SESSION in fresh.attribs;
    const old =
      isStream || isView || isIgnored(fresh) ? this.#oldElements.byId.get(fresh.attribs["id"] ?? "") : undefined;
    if (old !== undefined && isView && SESSION in old.attribs) return keptView(old, fresh);
    if (old !== undefined && isIgnored(fresh)) return keptContent(old, fresh);
    const children = this.adoptAll(fresh.children);
    setChildren(fresh, isStream ? this.#rows(old, children) : children);
    return fresh;
  }

  get #oldElements(): OldElements {
    return (this.#index ??= indexElements(this.#old));
  }

  #skipped(fresh: Element): Element {
    const old = this.#oldElements.byMagicId.get(fresh.attribs[MAGIC_ID] ?? "");
    if (old !== undefined) return old;
    throw new TestingError(
      "diff-mismatch",
      `The server left out a <${fresh.name}> as unchanged that the page has never shown. The page and the server disagree about ` +
        "what is on the page: a bug of Firecrest, unless the test sent frames of its own.",
    );
  }

  #rows(old: ParentNode | undefined, children: readonly ChildNode[]): Element[] {
    return patchRows({
      present: old?.children.filter(isTag) ?? [],
      incoming: children.filter(isTag),
      streams: this.#streams,
      isJoin: this.#isJoin,
    });
  }
}

/** What was shown before, by the names that a patch knows. */
interface OldElements {
  readonly byId: ReadonlyMap<string, Element>;
  readonly byMagicId: ReadonlyMap<string, Element>;
}

function indexElements(root: Element): OldElements {
  const byId = new Map<string, Element>();
  const byMagicId = new Map<string, Element>();
  for (const element of [root, ...elementsBelow(root)]) {
    const { id, [MAGIC_ID]: magicId } = element.attribs;
    if (id !== undefined) byId.set(id, element);
    if (magicId !== undefined) byMagicId.set(magicId, element);
  }
  return { byId, byMagicId };
}

/** A nested view is its own: the view around it changes the container's attributes at most. */
function keptView(old: Element, fresh: Element): Element {
  const { [SESSION]: session = "", [STATIC]: token } = old.attribs;
  if (STICKY in old.attribs) return old;
  old.attribs = { ...fresh.attribs, [SESSION]: fresh.attribs[SESSION] || session };
  // A parent that is connected does not know what the page was rendered with.
  if (token !== undefined) old.attribs[STATIC] = token;
  return old;
}

function isIgnored({ attribs }: Element): boolean {
  return attribs["phx-update"] === "ignore" || attribs["data-phx-update"] === "ignore";
}

/** What scripts own changes its `data-` attributes only. */
function keptContent(old: Element, fresh: Element): Element {
  const others = Object.entries(old.attribs).filter(([name]) => !name.startsWith("data-"));
  const own = Object.entries(fresh.attribs).filter(([name]) => name.startsWith("data-"));
  old.attribs = Object.fromEntries([...others, ...own]);
  return old;
}
