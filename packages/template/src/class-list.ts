/**
 * The text of a class attribute: a string as it is, a list joined (its falsy entries left out, lists in it flattened), a map's keys
 * whose values are truthy. Undefined for what is none of these.
 */
export function classText(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return joined(value.map(classText));
  if (typeof value === "number") return String(value);
  if (typeof value === "object" && value !== null)
    return joined(Object.entries(value).map(([name, on]) => (on ? name : "")));
  return typeof value === "boolean" || value === null || value === undefined ? "" : undefined;
}

function joined(texts: readonly (string | undefined)[]): string {
  return texts.filter((text) => text !== undefined && text !== "").join(" ");
}
