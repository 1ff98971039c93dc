import type { FieldName, InitialValues, ItemAt, ListName, RecordAt, RecordName } from "./field-names.ts";
import { type Entry, entryAt, readEntries } from "./form-entries.ts";
import { decodePath } from "./form-params.ts";
import { DROP_SUFFIX, PERSISTENT_ID_FIELD, SORT_SUFFIX } from "./sent-names.ts";

/** One field of a form, ready for its markup. */
export interface FormField {
  /** For the control's `name`. Controls that make a list add `[]` to it. */
  readonly name: string;
  /** For the control's `id` and its label's `for`. */
  readonly id: string;
  /** What was typed, or the initial value, as text. Empty for a list, for a record, and for a password. */
  readonly value: string;
  /** The texts of a list: of several checkboxes, or a select with `multiple`. */
  readonly values: readonly string[];
  /** What is wrong with it, once the user has been there: empty while the field is untouched. */
  readonly errors: readonly string[];
  /** Whether the user has been there since the form was shown; of a list or record: in any field of it. */
  readonly isUsed: boolean;
}

/** What has fields: a form, or one nested in it. */
export interface FormFields<Input> {
  /** What the ids of its fields begin with. */
  readonly id: string;
  /** What is wrong with it as a whole, rather than with one of its fields. */
  readonly errors: readonly string[];
  /** The field of that name: `title`, `tags[0]`, `user[email]`. */
  field(name: FieldName<Input>): FormField;
  /** The fields of a record, under names of their own: `form.nested("user").field("email")` has the name `user[email]`. */
  nested<Name extends RecordName<Input>>(
    name: Name,
    options?: NestedOptions<RecordAt<Input, Name>>,
  ): NestedForm<RecordAt<Input, Name>>;
  /** A form for each record of a list, for `InputsFor`. */
  inputs<Name extends ListName<Input>>(
    name: Name,
    options?: InputsOptions<ItemAt<Input, Name>>,
  ): FormInputs<ItemAt<Input, Name>>;
}

/** A part of a form that has a part of its values: a record, or one record of a list. */
export interface NestedForm<Input> extends FormFields<Input> {
  /** What the names of its fields begin with: `addresses[0]`. */
  readonly name: string;
  /** Its position in the list; 0 for a record that is in none. */
  readonly index: number;
  /** What it is known by while its position changes, in the `id` of its fields too; "" for a record that is in no list. */
  readonly persistentId: string;
  /** What is to be sent with its fields, for hidden controls: what it is known by, and where it stands. */
  readonly hidden: readonly { readonly name: string; readonly value: string }[];
}

/** The forms of a list, and the names by which the page changes it. */
export interface FormInputs<Input> extends ReadonlyArray<NestedForm<Input>> {
  /** A control of this name with a number has that record come next; with any other text, a new one. */
  readonly sortName: string;
  /** A control of this name with a number has that record go. */
  readonly dropName: string;
}

/** How a nested form begins. */
export interface NestedOptions<Input> {
  /** What the ids of its fields begin with. Default: the outer form's id and the name. */
  readonly id?: string;
  /** What the names of its fields begin with. Default: the outer form's names and its own. */
  readonly as?: string;
  /** Its values, where the form has none for it. */
  readonly default?: InitialValues<Input>;
}

/** How a list begins. */
export interface InputsOptions<Input> extends Omit<NestedOptions<Input>, "default"> {
  /** Its records, where the form has no such list. */
  readonly default?: readonly InitialValues<Input>[];
  /** Records before those of the initial values; what was sent has them already. */
  readonly prepend?: readonly InitialValues<Input>[];
  /** Records behind those of the initial values. */
  readonly append?: readonly InitialValues<Input>[];
  /** Know each record by its position alone: for lists that do not change. Default false. */
  readonly skipPersistentId?: boolean;
}

/** What all fields of one form have in common. */
export interface FormState {
  /** Whether the values came from a browser, rather than being those that the form begins with. */
  readonly isSent: boolean;
  /** Fields whose values are not shown again. */
  readonly secret: RegExp | false;
  /** What is wrong with a field of the schema, and may be shown. */
  errorsOf(key: string, isUsed: boolean): readonly string[];
}

/** Where in a form some of its fields are. */
export interface FormPlace {
  /** Its name in the schema, which `as` does not change; "" for all of it. */
  readonly key: string;
  /** What the names of its fields begin with; "" if these stand alone. */
  readonly name: string;
  readonly id: string;
  readonly entry: Entry | undefined;
}

/** `NestedOptions` and `InputsOptions` of a form of any schema. */
interface AnyOptions extends Omit<NestedOptions<unknown>, "default"> {
  readonly default?: unknown;
  readonly prepend?: readonly unknown[];
  readonly append?: readonly unknown[];
  readonly skipPersistentId?: boolean;
}

/** The fields at one place of a form. What the schema says of their names is known outside only: see `FormFields`. */
export class Fields {
  readonly id: string;
  readonly #state: FormState;
  readonly #place: FormPlace;

  constructor(state: FormState, place: FormPlace) {
    this.id = place.id;
    this.#state = state;
    this.#place = place;
  }

  get errors(): readonly string[] {
    return this.#errorsOf(this.#place);
  }

  field(name: string): FormField {
    const place = placeBelow(this.#place, name);
    const { secret } = this.#state;
    const isSecret = secret !== false && place.key.search(secret) !== -1;
    const shown = isSecret ? undefined : place.entry;
    return {
      name: place.name,
      id: place.id,
      value: textOf(shown?.value),
      values: shown?.kind === "list" ? [...shown.children.values()].map(({ value }) => textOf(value)) : [],
      errors: this.#errorsOf(place),
      isUsed: this.#isUsed(place),
    };
  }

  nested(name: string, options: AnyOptions = {}): Nested {
    const place = placeBelow(this.#place, name, options);
    const entry = place.entry ?? readEntries(options.default);
    return new Nested(this.#stateOf(place), { ...place, entry }, { index: 0, persistentId: "", hidden: [] });
  }

  inputs(
    name: string,
    options: AnyOptions = {},
  ): readonly Nested[] & Pick<FormInputs<unknown>, "sortName" | "dropName"> {
    const list = placeBelow(this.#place, name, options);
    const sortName = listName(list.name, SORT_SUFFIX);
    const state = this.#stateOf(list);
    const forms = recordsOf(list.entry, options, state.isSent).map((entry, index) => {
      const isKnown = options.skipPersistentId !== true;
      const persistentId = isKnown ? (entry.persistentId ?? "") : String(index);
      const place = placeBelow(list, String(index), { id: `${list.id}-${persistentId}` });
      const known = { name: `${place.name}[${PERSISTENT_ID_FIELD}]`, value: persistentId };
      const hidden = [...(isKnown ? [known] : []), { name: sortName, value: String(index) }];
      return new Nested(state, { ...place, entry }, { index, persistentId, hidden });
    });
    return Object.freeze(Object.assign(forms, { sortName, dropName: listName(list.name, DROP_SUFFIX) }));
  }

  /** What a form begins with where nothing was sent, nobody has used. */
  #stateOf({ entry }: FormPlace): FormState {
    return this.#state.isSent && entry === undefined ? { ...this.#state, isSent: false } : this.#state;
  }

  #isUsed({ entry }: FormPlace): boolean {
    return this.#state.isSent && entry?.isUsed === true;
  }

  #errorsOf(place: FormPlace): readonly string[] {
    return this.#state.errorsOf(place.key, this.#isUsed(place));
  }
}

/** What a nested form is, besides its fields. */
type Identity = Pick<NestedForm<unknown>, "index" | "persistentId" | "hidden">;

class Nested extends Fields {
  readonly name: string;
  readonly index: number;
  readonly persistentId: string;
  readonly hidden: Identity["hidden"];

  constructor(state: FormState, place: FormPlace, { index, persistentId, hidden }: Identity) {
    super(state, place);
    this.name = place.name;
    this.index = index;
    this.persistentId = persistentId;
    this.hidden = hidden;
  }
}

function placeBelow(
  { key, name, id, entry }: FormPlace,
  below: string,
  options: { readonly as?: string; readonly id?: string } = {},
): FormPlace {
  return {
    key: nameBelow(key, below.endsWith("[]") ? below.slice(0, -2) : below),
    name: options.as ?? nameBelow(name, below),
    id: options.id ?? `${id}-${idOf(below)}`,
    entry: entry && entryAt(entry, decodePath(below)),
  };
}

/** `user`, `address[city]` → `user[address][city]` */
function nameBelow(name: string, below: string): string {
  if (name === "") return below;
  const open = below.indexOf("[");
  return open <= 0 ? `${name}[${below}]` : `${name}[${below.slice(0, open)}]${below.slice(open)}`;
}

/** `user[email]` → `user-email` */
export function idOf(name: string): string {
  return /^\w*$/.test(name) ? name : name.replaceAll(/\W+/g, "-").replace(/-$/, "");
}

/** The records of a list: those that were sent, or those that it begins with. */
function recordsOf(list: Entry | undefined, options: AnyOptions, isSent: boolean): readonly Entry[] {
  if (isSent && list !== undefined) return recordsIn(list);
  const { default: initial, prepend = [], append = [] } = options;
  const values: readonly unknown[] =
    list !== undefined ? recordsIn(list).map(({ value }) => value) : Array.isArray(initial) ? initial : [];
  const all = entryAt(readEntries({ all: [...prepend, ...values, ...append] }), ["all"]);
  return all === undefined ? [] : recordsIn(all);
}

function recordsIn({ kind, children }: Entry): readonly Entry[] {
  return kind === "list" ? [...children.values()] : [];
}

/** `user[addresses]` → `user[addresses_sort][]` */
function listName(name: string, suffix: string): string {
  return `${name.endsWith("]") ? `${name.slice(0, -1)}${suffix}]` : name + suffix}[]`;
}

/** What a control shows; what has no text of its own shows nothing. */
function textOf(value: unknown): string {
  switch (typeof value) {
    case "string":
      return value;
    case "number":
    case "bigint":
    case "boolean":
      return String(value);
    default:
      return value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : "";
  }
}
