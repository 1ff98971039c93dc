import type { StandardSchemaV1 } from "@standard-schema/spec";
import { LiveError } from "../errors.ts";
import { issuePath } from "../event.ts";
import { isRecord } from "../record.ts";
import type { FieldName, InitialValues } from "./field-names.ts";
import { type Entry, readEntries } from "./form-entries.ts";
import { Fields, type FormFields, idOf } from "./form-fields.ts";
import { decodePath } from "./form-params.ts";
import { TARGET_FIELD } from "./sent-names.ts";

/** What a form's schema takes. */
type Input<Schema extends StandardSchemaV1> = StandardSchemaV1.InferInput<Schema>;

/** A form's values and errors as of its last change. Never changes itself. */
export interface Form<Schema extends StandardSchemaV1> extends FormFields<Input<Schema>> {
  readonly schema: Schema;
  /** The decoded value, when everything fits the schema and there are no other errors. */
  readonly value: StandardSchemaV1.InferOutput<Schema> | undefined;
  /** Whether there is nothing wrong. */
  readonly isValid: boolean;
  /** What is being done with the values: "validate" after a change, "submit" after a submit; undefined for initial ones. */
  readonly action: string | undefined;
}

/** How a form is made. Made from another form, it takes over what is not said anew. */
export interface FormOptions<Values = unknown> {
  /** What the fields' names begin with: as "user", the field `email` has the name `user[email]`. Default: they stand alone. */
  readonly as?: string;
  /** The id of the form, with which the fields' ids begin. Default `as`, or else "form". */
  readonly id?: string;
  /** Errors that the schema cannot know ("is taken"), by field; under "" those of the form as a whole. Shown at once. */
  readonly errors?: { readonly [Name in FieldName<Values> | ""]?: string | readonly string[] };
  /**
   * What is being done with the values. Said of values that do not come from a change event (those of a URL, of a stored draft), it has
   * them checked as if they did. Default: "submit" with `submitted`, "validate" for a change event, else none.
   */
  readonly action?: string;
  /** Show every error, also of fields that were not touched: after a submit. Default false. */
  readonly submitted?: boolean;
  /** Fields of such names are passwords: what was typed is checked, and never sent back. Default `/password/i`. */
  readonly secret?: RegExp | false;
}

/** What an event carried, of any names. Values under names that the compiler knows are initial ones, and held to the schema. */
type SentParams<Params> = Params &
  (string extends keyof Params ? unknown : typeof TARGET_FIELD extends keyof Params ? unknown : never);

/**
 * A form over any Standard Schema with a synchronous check: what was typed and what is wrong with it, for the markup, and the decoded
 * value when nothing is. `params` is what an event carried, whole, or what the form begins with (any part of what the schema takes).
 * What was typed is kept whether it fits or not. Errors show only after a change, and only in fields that the user has used (the
 * browser marks the others with `_unused_`, liveview-protocol §7.3), after a submit in all.
 *
 * In the place of the schema may stand a form: it is the same one with other values, or other `options`.
 *
 * Throws a LiveError ("async-schema") if the schema checks asynchronously; see `formAsync`.
 */
export function form<Schema extends StandardSchemaV1, Params extends object>(
  of: Schema | Form<Schema>,
  params: SentParams<Params>,
  options?: FormOptions<Input<Schema>>,
): Form<Schema>;
export function form<Schema extends StandardSchemaV1>(
  of: Schema | Form<Schema>,
  initial?: InitialValues<Input<Schema>>,
  options?: FormOptions<Input<Schema>>,
): Form<Schema>;
export function form<Schema extends StandardSchemaV1>(
  of: Schema | Form<Schema>,
  params?: unknown,
  options: FormOptions<Input<Schema>> = {},
): Form<Schema> {
  const draft = draftOf(of, params, options);
  const checked = draft.checked ?? check(draft);
  if (!(checked instanceof Promise)) return made(draft, checked);
  checked.catch(() => undefined); // nobody waits for it
  throw new LiveError(
    "async-schema",
    "form() got a schema that checks asynchronously, and a form has its errors at once. Leave to the schema what the values alone " +
      'tell, and pass the rest as form(entry, params, { errors: { email: "is taken" } }); or write await formAsync(schema, …), from ' +
      '"@firecrest/live/forms".',
  );
}

/** `form` for a schema whose check takes time (a look into a database): the handler awaits it, and its view waits with it. */
export async function formAsync<Schema extends StandardSchemaV1, Params extends object>(
  of: Schema | Form<Schema>,
  params: SentParams<Params>,
  options?: FormOptions<Input<Schema>>,
): Promise<Form<Schema>>;
export async function formAsync<Schema extends StandardSchemaV1>(
  of: Schema | Form<Schema>,
  initial?: InitialValues<Input<Schema>>,
  options?: FormOptions<Input<Schema>>,
): Promise<Form<Schema>>;
export async function formAsync<Schema extends StandardSchemaV1>(
  of: Schema | Form<Schema>,
  params?: unknown,
  options: FormOptions<Input<Schema>> = {},
): Promise<Form<Schema>> {
  const draft = draftOf(of, params, options);
  return made(draft, await (draft.checked ?? check(draft)));
}

/** All that a form is made from. */
interface Draft<Schema extends StandardSchemaV1> {
  readonly schema: Schema;
  readonly as: string;
  readonly id: string;
  readonly secret: RegExp | false;
  readonly root: Entry;
  readonly action: string | undefined;
  readonly submitted: boolean;
  readonly errors: FormOptions["errors"];
  /** Undefined until the schema has seen the values. */
  readonly checked: Checked<Schema> | undefined;
}

type Checked<Schema extends StandardSchemaV1> = StandardSchemaV1.Result<StandardSchemaV1.InferOutput<Schema>>;

function draftOf<Schema extends StandardSchemaV1>(
  of: Schema | Form<Schema>,
  params: unknown,
  options: FormOptions,
): Draft<Schema> {
  const before = of instanceof SchemaForm ? of.draft() : undefined;
  const as = options.as ?? before?.as ?? "";
  const id = options.id ?? before?.id ?? (as === "" ? "form" : idOf(as));
  const { secret = before?.secret ?? /password/i, errors } = options;
  if (before !== undefined && params === undefined) {
    const { action = before.action, submitted = before.submitted } = options;
    return { ...before, as, id, secret, action, submitted, errors: errors ?? before.errors };
  }
  const isSent = options.submitted === true || options.action !== undefined || isChange(params);
  const values = isSent && as !== "" ? valueAt(params, decodePath(as)) : params;
  const action = options.action ?? (options.submitted === true ? "submit" : isSent ? "validate" : undefined);
  // Once submitted, the browser has no field for untouched any more, until the form begins anew.
  const submitted = options.submitted ?? (isSent && before?.submitted === true);
  return {
    schema: before === undefined ? of : before.schema,
    as,
    id,
    secret,
    root: readEntries(values),
    action,
    submitted,
    errors,
    checked: undefined,
  };
}

/** Only a change event says which control changed. */
function isChange(params: unknown): boolean {
  return isRecord(params) && Object.hasOwn(params, TARGET_FIELD);
}

function valueAt(params: unknown, path: readonly string[]): unknown {
  let value = params;
  for (const key of path) value = isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return value;
}

function check<Schema extends StandardSchemaV1>({
  schema,
  root,
}: Draft<Schema>): Checked<Schema> | Promise<Checked<Schema>> {
  return schema["~standard"].validate(root.value);
}

function made<Schema extends StandardSchemaV1>(draft: Draft<Schema>, checked: Checked<Schema>): Form<Schema> {
  // Inside it takes any name; which ones there are, the schema's type says.
  return new SchemaForm(draft, checked);
}

class SchemaForm<Schema extends StandardSchemaV1> extends Fields {
  readonly schema: Schema;
  readonly value: Form<Schema>["value"];
  readonly isValid: boolean;
  readonly action: string | undefined;
  readonly #draft: Draft<Schema>;

  constructor(draft: Draft<Schema>, checked: Checked<Schema>) {
    const given = givenErrors(draft.errors);
    const isShown = (isUsed: boolean) => draft.action !== undefined && (draft.submitted || isUsed);
    const found = foundErrors(checked.issues ?? []);
    super(
      {
        isSent: draft.action !== undefined,
        secret: draft.secret,
        errorsOf: (key, isUsed) => [
          ...((isShown(isUsed) ? found.get(key) : undefined) ?? []),
          ...(given.get(key) ?? []),
        ],
      },
      { key: "", name: draft.as, id: draft.id, entry: draft.root },
    );
    this.#draft = { ...draft, checked };
    this.schema = draft.schema;
    this.isValid = checked.issues === undefined && given.size === 0;
    this.value = checked.issues === undefined && given.size === 0 ? checked.value : undefined;
    this.action = draft.action;
    // So that a view that holds it is known not to have changed.
    Object.freeze(this);
  }

  draft(): Draft<Schema> {
    return this.#draft;
  }
}

function foundErrors(issues: readonly StandardSchemaV1.Issue[]): ReadonlyMap<string, readonly string[]> {
  const errors = new Map<string, string[]>();
  for (const issue of issues) {
    const path = issuePath(issue);
    errors.set(path, [...(errors.get(path) ?? []), issue.message]);
  }
  return errors;
}

function givenErrors(errors: FormOptions["errors"] = {}): ReadonlyMap<string, readonly string[]> {
  const given = Object.entries(errors).map(([name, messages = []]) => [name, [messages].flat()] as const);
  return new Map(given.filter(([, messages]) => messages.length > 0));
}
