/** What kind of value an attribute takes; what development checks. */
export type AttrKind = "string" | "number" | "boolean" | "list" | "object" | "function" | "any";

/** Whether a caller has to give an attribute, and if not, whether something stands in for it. */
export type AttrPresence = "required" | "optional" | "defaulted";

/** What has been said about an attribute. */
export interface AttrDefinition {
  readonly kind: AttrKind;
  readonly presence: AttrPresence;
  readonly default?: unknown;
  /** The only values that it may have. */
  readonly values?: readonly unknown[];
  readonly doc?: string;
}

/**
 * One attribute of a component, as `attr.string()` and its siblings declare it. Immutable: each method gives a new declaration that
 * says one thing more.
 */
export class Attr<Value = unknown, Presence extends AttrPresence = AttrPresence> {
  readonly definition: AttrDefinition;
  /** For the type checker only: what the attribute holds, and whether it has to be given. */
  declare readonly holds?: [Value, Presence];

  constructor(definition: AttrDefinition) {
    this.definition = definition;
  }

  /** Every caller has to give it. */
  required(): Attr<Value, "required"> {
    return new Attr({ ...this.definition, presence: "required" });
  }

  /** What it is for a caller that leaves it out. */
  default(value: Value): Attr<Value, "defaulted"> {
    return new Attr({ ...this.definition, presence: "defaulted", default: value });
  }

  /** The only values that it may have. Goes before `default`. */
  values<const Choice extends Value>(
    this: Attr<Value, "required" | "optional">,
    ...values: readonly Choice[]
  ): Attr<Choice, Presence> {
    return new Attr({ ...this.definition, values });
  }

  /** A word on what it is for; errors about it repeat it. For readers of the code, write a comment instead: editors show that. */
  doc(text: string): Attr<Value, Presence> {
    return new Attr({ ...this.definition, doc: text });
  }
}

/** What else than the names of HTML an `attr.global()` takes. */
export interface GlobalOptions {
  /** More names, of attributes that only some elements have; "all" for every name there is. Default: none. */
  readonly include?: readonly string[] | "all";
  /** Beginnings of more names, besides `aria-`, `data-` and `phx-`. Default: none. */
  readonly prefixes?: readonly string[];
}

/** The names that these options add. */
export type GlobalNames<Options> =
  | (Options extends { readonly include: "all" } ? string : never)
  | (Options extends { readonly include: readonly (infer Name extends string)[] } ? Name : never)
  | (Options extends { readonly prefixes: readonly (infer Prefix extends string)[] } ? `${Prefix}${string}` : never);

/** The attributes that a component passes on; made by `attr.global()`. */
export class GlobalAttrs<Name extends string = never> {
  readonly include: ReadonlySet<string> | "all";
  readonly prefixes: readonly string[];
  /** For the type checker only. */
  declare readonly takes?: (name: Name) => void;

  constructor({ include = [], prefixes = [] }: GlobalOptions) {
    this.include = include === "all" ? include : new Set(include);
    this.prefixes = prefixes;
  }
}

type AnyFunction = (...values: never[]) => unknown;

/** The declarations of attributes. A type says more than the kind: `attr.list<readonly User[]>()`. */
export interface AttrKinds {
  string<Value extends string = string>(): Attr<Value, "optional">;
  number<Value extends number = number>(): Attr<Value, "optional">;
  boolean(): Attr<boolean, "optional">;
  /** An array. */
  list<Value extends readonly unknown[] = readonly unknown[]>(): Attr<Value, "optional">;
  /** An object that is no array. */
  object<Value extends object = object>(): Attr<Value, "optional">;
  function<Value extends AnyFunction = AnyFunction>(): Attr<Value, "optional">;
  any<Value = unknown>(): Attr<Value, "optional">;
  /**
   * Takes up every attribute that HTML allows on any element, `aria-*`, `data-*` and `phx-*`, as one object to be spread on an element:
   * `...${rest}`. What an app's own libraries look for is declared once and shared: `const rest = attr.global({ prefixes: ["x-"] })`.
   */
  global<const Options extends GlobalOptions>(options?: Options): GlobalAttrs<GlobalNames<Options>>;
}

/** Declares the attributes of a `component`: `title: attr.string().required()`. */
export const attr: AttrKinds = {
  string: () => new Attr({ kind: "string", presence: "optional" }),
  number: () => new Attr({ kind: "number", presence: "optional" }),
  boolean: () => new Attr({ kind: "boolean", presence: "optional" }),
  list: () => new Attr({ kind: "list", presence: "optional" }),
  object: () => new Attr({ kind: "object", presence: "optional" }),
  function: () => new Attr({ kind: "function", presence: "optional" }),
  any: () => new Attr({ kind: "any", presence: "optional" }),
  global: (options) => new GlobalAttrs(options ?? {}),
};
