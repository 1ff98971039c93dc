import type { Source } from "./source.ts";

/** A value that is compared with `===` and kept as it is. */
export type Primitive = string | number | bigint | boolean | null | undefined;

/** The text of a primitive in a slot: `false`, `true`, `null` and `undefined` are nothing, 0 is "0". */
export function textOf(value: Primitive): string {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "bigint" ? String(value) : "";
}

/** The value as a primitive: objects that know how to write themselves (dates, URLs) do so, all others are mistakes. */
export function toPrimitive(value: unknown, source: Source, offset: number): Primitive {
  switch (typeof value) {
    case "object":
      return value === null ? null : textOfObject(value, source, offset);
    case "symbol":
    case "function":
      throw source.error(
        "unprintable-value",
        offset,
        `A slot got a ${typeof value}, which has no text. Pass its result or description.`,
      );
    default:
      return value as Primitive; // every other type that there is
  }
}

function textOfObject(value: object, source: Source, offset: number): string {
  // Also true of a promise: awaiting belongs into the handler, a render is synchronous.
  if (Array.isArray(value) || typeof value.toString !== "function" || value.toString === Object.prototype.toString) {
    throw source.error(
      "unprintable-value",
      offset,
      `A slot got ${Object.prototype.toString.call(value)}, which has no text of its own. Pass one of its fields, or json(value).`,
    );
  }
  // oxlint-disable-next-line no-base-to-string -- it has a toString of its own, as was just checked
  return String(value);
}
