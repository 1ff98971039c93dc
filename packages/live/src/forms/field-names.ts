/** What a control holds, as far as names are concerned: nothing in it has a name of its own. */
type Leaf =
  | string
  | number
  | bigint
  | boolean
  | symbol
  | null
  | undefined
  | Date
  | Blob
  | URL
  | RegExp
  | ReadonlyMap<unknown, unknown>
  | ReadonlySet<unknown>
  | ((...values: never) => unknown);

// Schemas may be recursive. Below this depth the names are not spelt out, and any name is accepted.
type Depth = readonly [1, 1, 1, 1];
type Below<Levels extends readonly unknown[]> = Levels extends readonly [unknown, ...infer Rest] ? Rest : readonly [];

/**
 * The names of the fields of a form whose schema takes `Input`, as they stand in the markup: `title`, `user[email]`, `tags[0]`,
 * `addresses[0][street]`, and what holds them (`user`, `addresses`). Any text where the schema does not say.
 */
export type FieldName<Input> = unknown extends Input
  ? string
  : Input extends Leaf
    ? never
    : Input extends object
      ? { [Key in keyof Input & string]-?: `${Key}${"" | Inside<Input[Key], Depth>}` }[keyof Input & string]
      : never;

/** What may follow a name: `[email]`, `[0][street]`. */
type Inside<Value, Levels extends readonly unknown[]> = unknown extends Value
  ? `[${string}]`
  : Value extends Leaf
    ? never
    : Levels extends readonly []
      ? `[${string}]`
      : Value extends readonly (infer Item)[]
        ? `[${number}]${"" | Inside<Item, Below<Levels>>}`
        : {
            [Key in keyof Value & (string | number)]-?: `[${Key}]${"" | Inside<Value[Key], Below<Levels>>}`;
          }[keyof Value & (string | number)];

/** What `Input` holds under a field's name; `unknown` where the schema does not say. */
export type ValueAt<Input, Name extends string> = Name extends `${infer Key}[${infer Rest}`
  ? ValueInside<Child<Input, Key>, Rest>
  : Child<Input, Name>;

type ValueInside<Value, Rest extends string> = Rest extends `${infer Key}][${infer More}`
  ? ValueInside<Child<Value, Key>, More>
  : Rest extends `${infer Key}]`
    ? Child<Value, Key>
    : never;

type Child<Value, Key extends string> = unknown extends Value
  ? unknown
  : Value extends Leaf
    ? never
    : Value extends readonly (infer Item)[]
      ? Item
      : Key extends keyof Value
        ? Value[Key]
        : string extends keyof Value
          ? Value[keyof Value]
          : never;

type RecordsIn<Value> = unknown extends Value ? unknown : Exclude<Value, Leaf | readonly unknown[]>;
type ListsIn<Value> = unknown extends Value ? readonly unknown[] : Extract<Value, readonly unknown[]>;

type Holding<Input, Kind> =
  FieldName<Input> extends infer Name
    ? Name extends string
      ? [
          Kind extends "list" ? RecordsIn<ListsIn<ValueAt<Input, Name>>[number]> : RecordsIn<ValueAt<Input, Name>>,
        ] extends [never]
        ? never
        : Name
      : never
    : never;

/** The names of those fields that hold a list of records: `addresses`, `user[addresses]`. */
export type ListName<Input> = Holding<Input, "list">;

/** The names of those fields that hold one record: `user`, `user[address]`. */
export type RecordName<Input> = Holding<Input, "record">;

/** A record of the list under a name. */
export type ItemAt<Input, Name extends string> = RecordsIn<ListsIn<ValueAt<Input, Name>>[number]>;

/** The record under a name. */
export type RecordAt<Input, Name extends string> = RecordsIn<ValueAt<Input, Name>>;

/** What a form may begin with: any part of what its schema takes. */
export type InitialValues<Input> = unknown extends Input
  ? unknown
  : Input extends Leaf
    ? Input
    : Input extends readonly (infer Item)[]
      ? readonly InitialValues<Item>[]
      : { readonly [Key in keyof Input]?: InitialValues<Input[Key]> | undefined };
