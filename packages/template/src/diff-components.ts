import { type DiffOptions, DiffWriter } from "./diff-writer.ts";
import { STATICS } from "./json-keys.ts";
import { type NodePrint, borrowedPrint } from "./prints.ts";
import type { Rendered } from "./rendered.ts";
import { TemplateError } from "./template-error.ts";

/** What a component with state shows now. */
export interface ComponentBody {
  /** Its id, see `componentId`. */
  readonly id: number;
  /** Its template must be one element. */
  readonly rendered: Rendered;
  /** What lazy slots in it receive. */
  readonly assigns: object;
  /**
   * The components from which it may take statics while the client does not have it, best first: of its own kind, and none that is about
   * to be deleted. Upstream looks at 32 at most. Called at once, and for such a component only.
   */
  readonly siblings?: () => readonly number[];
}

/** What the client has of each component. */
export type ComponentPrints = Map<number, NodePrint>;

/**
 * The bodies that have changed, as the members of a JSON object; brings `prints` up to date (liveview-protocol.md §8.4). They are pulled one
 * by one, so that whoever gives them can learn of more while one is written.
 */
export function diffComponents(prints: ComponentPrints, bodies: Iterable<ComponentBody>, options: DiffOptions): string {
  const written = new Set<number>();
  let members = "";
  for (const body of bodies) {
    if (written.has(body.id)) throw bodyTwice(body);
    const json = bodyJson(body, { prints, written, options });
    if (json === "") continue;
    members = `${members}${members === "" ? "" : ","}"${body.id}":{${json}}`;
    written.add(body.id);
  }
  return members;
}

interface Message {
  readonly prints: ComponentPrints;
  /** The components that are in it so far. */
  readonly written: ReadonlySet<number>;
  readonly options: DiffOptions;
}

function bodyJson({ id, rendered, assigns, siblings }: ComponentBody, { prints, written, options }: Message): string {
  requireRoot(rendered);
  const { template, values } = rendered.ownedBy("component");
  const writer = new DiffWriter(assigns, options, "body");
  const before = prints.get(id);
  if (before?.template === template) return writer.diffSlots(template, values, before.prints);
  const lender =
    before === undefined ? siblings?.().find((sibling) => prints.get(sibling)?.template === template) : undefined;
  if (lender === undefined) {
    const members = writer.writeNode(rendered);
    prints.set(id, writer.print as NodePrint); // writeNode left it
    return members;
  }
  const print = borrowedPrint(prints.get(lender)) as NodePrint; // as its lender's is
  const members = writer.diffSlots(template, values, print.prints);
  prints.set(id, print);
  // As it was before this message, or as it is with it.
  return `${members}${members === "" ? "" : ","}${STATICS}${written.has(lender) ? lender : -lender}`;
}

function bodyTwice({ id, rendered }: ComponentBody): TemplateError {
  const { file, line } = rendered.template.source.site;
  return new TemplateError(
    "body-given-twice",
    `The host gave component ${id} (its template is at ${file}:${line}) two bodies for one message, which holds one of each. Give the last one only.`,
  );
}

/** Throws a `TemplateError` ("component-without-root") unless the template is one element, as that of a component with state must be. */
export function requireRoot({ template }: Rendered): void {
  if (template.hasRoot) return;
  const { source } = template;
  throw source.error(
    "component-without-root",
    Math.max(0, source.text.search(/\S/)),
    "The template of a component with state must be one element, which marks the component's place in the page. " +
      "Put what there is into one: <div>…</div>. (A function component at the top is none: it may render anything.)",
  );
}
