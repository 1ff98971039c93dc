import { type ComponentBody, type ComponentPrints, diffComponents } from "./diff-components.ts";
import { type DiffOptions, DiffWriter } from "./diff-writer.ts";
import { COMPONENTS, TEMPLATES } from "./json-keys.ts";
import type { NodePrint } from "./prints.ts";
import type { Rendered } from "./rendered.ts";
import type { AssignOptions, RenderOptions } from "./scope.ts";

/** How a view's messages are written. */
export interface DifferOptions extends RenderOptions, AssignOptions {
  /**
   * Say of rows that moved together where they went as one entry (`kr`) instead of one each. Only for clients that have asked for it:
   * upstream's does not know it. Default false.
   */
  readonly listRuns?: boolean;
}

/**
 * Turns the renders of one view into what its client has to be told. Keeps of a render what it needs to compare the next one with:
 * the last value of each slot, the key of each row, and the same of each component with state.
 */
export class Differ {
  readonly #options: DiffOptions;
  #print: NodePrint | undefined;
  #components: ComponentPrints | undefined;

  constructor({
    development = false,
    listRuns = false,
    host,
    annotate,
    rootTagAttribute,
    temporaryAssigns,
  }: DifferOptions = {}) {
    this.#options = { development, host, listRuns, annotate, rootTagAttribute, temporaryAssigns };
  }

  /**
   * What differs from the last call, as JSON text: the members of an object without its braces, "" when nothing does. The first call, and
   * one with another template, gives the complete tree (liveview-protocol.md §8). `assigns` is what lazy slots receive.
   *
   * `components` are the bodies of components that may have changed, and of all that the client does not have (see `knows`). They are pulled
   * after the view's own template was compared, one by one, so that those that a body brings up can follow it.
   *
   * With a complete tree the client forgets all components. After a throw the next call gives the complete tree again: what the client
   * has is then not known.
   */
  diff(rendered: Rendered, assigns: object = {}, components?: Iterable<ComponentBody>): string {
    const { template, values } = rendered.ownedBy("view");
    const writer = new DiffWriter(assigns, this.#options);
    let print = this.#print?.template === template ? this.#print : undefined;
    this.#print = undefined;
    let members: string;
    if (print === undefined) {
      this.#components = undefined;
      members = writer.writeNode(rendered);
      print = writer.print as NodePrint; // writeNode left it
    } else members = writer.diffSlots(template, values, print.prints);
    const table = writer.tableJson();
    if (table !== "") members = `${members},${TEMPLATES}${table}`;
    if (components !== undefined) members = joined(members, this.#bodies(components));
    this.#print = print;
    return members;
  }

  /**
   * The same for components alone: the view's own template stays as the last `diff` left it. After a throw only `diff` says what the client
   * has to know.
   */
  diffComponents(components: Iterable<ComponentBody>): string {
    const print = this.#print;
    this.#print = undefined;
    const members = this.#bodies(components);
    this.#print = print;
    return members;
  }

  /** Whether the client has the body of a component, so that it need not be given when nothing in it can have changed. */
  knows(cid: number): boolean {
    return this.#components?.has(cid) ?? false;
  }

  /** Forgets components that were deleted, or that have to be sent completely (liveview-protocol.md §8.7). Unknown ids are fine. */
  forgetComponents(ids: Iterable<number>): void {
    for (const id of ids) this.#components?.delete(id);
    if (this.#print !== undefined) this.#dropEmpty(); // while a message is written, the map is in use
  }

  #bodies(components: Iterable<ComponentBody>): string {
    this.#components ??= new Map();
    const bodies = diffComponents(this.#components, components, this.#options);
    this.#dropEmpty();
    return bodies === "" ? "" : `${COMPONENTS}{${bodies}}`;
  }

  // A view without components is the usual one, and should not pay for an empty map.
  #dropEmpty(): void {
    if (this.#components?.size === 0) this.#components = undefined;
  }
}

function joined(left: string, right: string): string {
  return left === "" || right === "" ? left + right : `${left},${right}`;
}
