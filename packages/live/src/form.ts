import type { StandardSchemaV1 } from "@standard-schema/spec";
import { issuePath } from "./event.ts";
import { decodePath } from "./form-params.ts";
import { isRecord } from "./record.ts";

/** One field of a form, ready for its markup. */
export interface FormField {
  /** For the control's `name`. */
  readonly name: string;
  /** For the control's `id` and its label's `for`. */
  readonly id: string;
  /** What was typed, or the initial value. */
  readonly value: string;
  /** What is wrong with it, once the user has been there: empty while the field is untouched. */
  readonly errors: readonly string[];
}

/** A form's values and errors as of its last change. */
export interface Form<Value> {
  /** The decoded value, when everything fits the schema. */
  readonly value: Value | undefined;
  /** Whether the last check found nothing wrong. */
  readonly isValid: boolean;
  /** The field of that name: `title`, `queries[0]`, `user[email]`. */
  field(name: string): FormField;
}

/** What a form is made of. */
export interface FormOptions {
  /** What precedes the fields' ids. Default "form". */
  readonly id?: string;
  /** Show every error, also of fields that were not touched: after a submit. Default false. */
  readonly submitted?: boolean;
}

/**
 * A form over any Standard Schema with a synchronous check. `params` is what the event carried, or the initial
 * values. What was typed is kept whether it fits or not; errors show only after a change, and only on fields that
 * the user has used (the browser marks the others with `_unused_`, liveview-protocol §7.3).
 */
export function form<Schema extends StandardSchemaV1>(
  schema: Schema,
  params: Readonly<Record<string, unknown>> = {},
  options: FormOptions = {},
): Form<StandardSchemaV1.InferOutput<Schema>> {
  const checked = schema["~standard"].validate(withoutMarkers(params));
  if (checked instanceof Promise) throw new TypeError("form() needs a schema that checks synchronously.");
  const errors = new Map<string, string[]>();
  for (const issue of checked.issues ?? []) {
    const path = issuePath(issue);
    errors.set(path, [...(errors.get(path) ?? []), issue.message]);
  }
  // Only a change event says which control changed; initial values have no errors to show yet.
  const isChange = Object.hasOwn(params, "_target");
  const isShown = (name: string) => options.submitted === true || (isChange && isUsed(params, name));
  return {
    value: checked.issues === undefined ? checked.value : undefined,
    isValid: checked.issues === undefined,
    field: (name) => ({
      name,
      id: `${options.id ?? "form"}-${name.replaceAll(/\W+/g, "-").replace(/-$/, "")}`,
      value: textAt(params, name),
      errors: isShown(name) ? (errors.get(name) ?? []) : [],
    }),
  };
}

/** Whether the user has touched the field: it was sent, and without its `_unused_` marker. */
function isUsed(params: Readonly<Record<string, unknown>>, name: string): boolean {
  const path = decodePath(name);
  const last = path.at(-1) ?? "";
  const branch = valueAt(params, path.slice(0, -1));
  return isRecord(branch) && Object.hasOwn(branch, last) && !Object.hasOwn(branch, `_unused_${last}`);
}

function withoutMarkers(params: unknown): unknown {
  if (!isRecord(params)) return params;
  const fields = Object.entries(params).filter(([name]) => !name.startsWith("_unused_") && name !== "_target");
  return Object.fromEntries(fields.map(([name, value]) => [name, withoutMarkers(value)]));
}

function textAt(params: Readonly<Record<string, unknown>>, name: string): string {
  const value = valueAt(params, decodePath(name));
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function valueAt(params: unknown, path: readonly string[]): unknown {
  let value = params;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}
