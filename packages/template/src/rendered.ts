import type { Template } from "./template.ts";

/**
 * What `` html`…` `` returns: a template, prepared once per call site, beside the values of this call. Immutable, so it may be kept and
 * rendered as often as one likes.
 */
export class Rendered {
  readonly template: Template;
  readonly values: readonly unknown[];
  /** Whether it is all that a view or a component shows. */
  isWhole = false;

  constructor(template: Template, values: readonly unknown[]) {
    this.template = template;
    this.values = values;
  }

  /**
   * Says whose markup this is, as a component does with what it renders: the client is told of its root tag, its outermost tags get the
   * attribute of `rootTagAttribute`, and debug annotations name the owner. Whoever says so first counts.
   */
  ownedBy(owner: string): this {
    this.template.owner ??= owner;
    this.isWhole = true;
    return this;
  }
}

/** Text that its author vouches for; made by `raw`. */
export class Raw {
  // Private, so that no object literal passes for one.
  readonly #html: string;

  constructor(html: string) {
    this.#html = html;
  }

  get html(): string {
    return this.#html;
  }
}

/** A value as JSON text that may stand in a script; made by `json`. */
export class Json {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  get text(): string {
    return this.#text;
  }
}

/**
 * Markup that is not escaped: `${raw("<b>bold</b>")}`. You vouch for it: text of a user in it can run as a script.
 *
 * In an attribute it is the attribute's value, quoted as it must be: what `raw` lifts there is the ban on slots in `on*` and `srcdoc`,
 * and the check of the URL scheme. In `<script>` and `<style>` it is the code.
 */
export function raw(html: string): Raw {
  // oxlint-disable-next-line no-unnecessary-type-conversion -- a caller without types may pass a number
  return new Raw(String(html));
}

const JSON_UNSAFE = /[<>&\u2028\u2029]/g;

/**
 * A value for a script to read: `<script type="application/json">${json(state)}</script>`, `onclick="go(${json(id)})"`. The text is JSON in
 * which `<`, `>`, `&`, U+2028 and U+2029 are written as escapes, so that it cannot end the script. The value is read at once.
 *
 * Throws a `TypeError` for what JSON cannot hold: functions, symbols, cycles, `undefined`.
 */
export function json(value: unknown): Json {
  const text = JSON.stringify(value);
  if (text === undefined) {
    throw new TypeError(`json() got ${typeof value}, which JSON cannot hold. Pass null, or leave the slot out.`);
  }
  return new Json(
    text.replace(JSON_UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`),
  );
}
