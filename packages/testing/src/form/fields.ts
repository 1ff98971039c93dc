/** What a field is filled with. A boolean ticks a box or not; a list is for several boxes, or a select of many. */
export type FieldValue = string | number | boolean | null | readonly (string | number)[];

/** Fields by name (`"user[email]"`), or nested as their names are (`{ user: { email: "…" } }`). */
export interface FormFields {
  readonly [name: string]: FieldValue | FormFields | readonly FormFields[];
}

/** A field by its whole name. */
export interface NamedField {
  readonly name: string;
  readonly value: FieldValue;
}

/** `{ user: { email: "a" } }` → `user[email]`. Lists of objects get indices: `rows[0][title]`. */
export function flattenFields(fields: FormFields): NamedField[] {
  return Object.entries(fields).flatMap(([name, value]) => flatten(name, value));
}

function flatten(name: string, value: FormFields[string] | undefined): NamedField[] {
  if (value === undefined) return [];
  if (isRows(value)) return value.flatMap((row, index) => flatten(`${name}[${index}]`, row));
  if (!isNested(value)) return [{ name, value }];
  return Object.entries(value).flatMap(([inner, below]) => flatten(nestedName(name, inner), below));
}

/** `inner` may itself be a whole name: `user` and `tags[0]` → `user[tags][0]`. */
function nestedName(name: string, inner: string): string {
  const open = inner.indexOf("[");
  return open < 1 ? `${name}[${inner}]` : `${name}[${inner.slice(0, open)}]${inner.slice(open)}`;
}

function isRows(value: FormFields[string]): value is readonly FormFields[] {
  return Array.isArray(value) && value.some((row) => typeof row === "object");
}

function isNested(value: FormFields[string]): value is FormFields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Fields as url-encoded pairs, whatever a form says about them. */
export function fieldPairs(fields: FormFields): [string, string][] {
  return flattenFields(fields).flatMap(({ name, value }): [string, string][] => {
    if (Array.isArray(value)) return value.map((item) => [name.endsWith("[]") ? name : `${name}[]`, String(item)]);
    return value === null ? [[name, ""]] : [[name, String(value)]];
  });
}
