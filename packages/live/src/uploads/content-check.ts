import type { AcceptRule } from "./accept.ts";
import { checkContent, type ContentVerdict, HEAD_BYTES } from "./content-type.ts";

/** Looks at a file's beginning as it comes, chunk by chunk, until it knows. */
export class ContentCheck {
  readonly #file: { readonly name: string; readonly type: string };
  readonly #accept: AcceptRule;
  #head = new Uint8Array(0);
  #isDecided = false;

  constructor(file: { readonly name: string; readonly type: string }, accept: AcceptRule) {
    this.#file = file;
    this.#accept = accept;
  }

  /** The verdict when these bytes settle it, once; undefined before and after. */
  take(bytes: Uint8Array, isLast: boolean): ContentVerdict | undefined {
    if (this.#isDecided) return undefined;
    this.#head = Buffer.concat([this.#head, bytes.subarray(0, HEAD_BYTES - this.#head.length)]);
    if (this.#head.length < HEAD_BYTES && !isLast) return undefined;
    this.#isDecided = true;
    const verdict = checkContent(this.#head, this.#file, this.#accept);
    this.#head = new Uint8Array(0);
    return verdict;
  }
}
