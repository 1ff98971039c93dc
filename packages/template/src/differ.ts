import { DiffWriter } from "./diff-writer.ts";
import { TEMPLATES } from "./json-keys.ts";
import { NodePrint } from "./prints.ts";
import type { Rendered } from "./rendered.ts";
import type { RenderOptions } from "./scope.ts";

/**
 * Turns the renders of one view into what its client has to be told. Keeps of a render what it needs to compare the next one with:
 * the last value of each slot, the key of each row.
 */
export class Differ {
  readonly #development: boolean;
  readonly #host: unknown;
  #print: NodePrint | undefined;

  constructor({ development = false, host }: RenderOptions = {}) {
    this.#development = development;
    this.#host = host;
  }

  /**
   * What differs from the last call, as JSON text: the members of an object without its braces, "" when nothing does. The first call, and
   * one with another template, gives the complete tree (liveview-protocol.md §8). `assigns` is what lazy slots receive.
   *
   * After a throw the next call gives the complete tree again: what the client has is then not known.
   */
  diff(rendered: Rendered, assigns: object = {}): string {
    const { template, values } = rendered;
    const writer = new DiffWriter({ assigns, development: this.#development, host: this.#host });
    const before = this.#print;
    this.#print = undefined;
    if (before?.template === template) {
      const members = writer.diffSlots(template, values, before.prints);
      this.#print = before;
      const table = writer.tableJson();
      return table === "" ? members : `${members},${TEMPLATES}${table}`;
    }
    const members = writer.writeSlots(template, values);
    this.#print = new NodePrint(template, writer.print as unknown[]); // writeSlots left it
    const tail = writer.nodeTail(template);
    return `${members}${members === "" ? "" : ","}${TEMPLATES}${writer.tableJson()},${tail}`;
  }
}
