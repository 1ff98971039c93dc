import type { Source } from "./source.ts";

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" };
const ENTITY = /&(#x[0-9a-f]+|#[0-9]+|[a-z][a-z0-9]*);/gi;

/**
 * The characters that entities stand for, in the constant attributes of a component call: what becomes a prop is text, to be escaped
 * where the component places it. Of the two thousand names that HTML has, these few; the others are errors rather than riddles.
 */
export function decodeEntities(text: string, source: Source, offset: number): string {
  return text.replace(ENTITY, (entity: string, body: string) => {
    const character = body.startsWith("#") ? characterOf(body.slice(1)) : NAMED[body];
    if (character === undefined) {
      throw source.error(
        "unknown-entity",
        offset + text.indexOf(entity),
        `${entity} in a component's attribute is not known here. Write the character itself.`,
      );
    }
    return character;
  });
}

function characterOf(digits: string): string | undefined {
  const code = /^x/i.test(digits) ? Number.parseInt(digits.slice(1), 16) : Number(digits);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
