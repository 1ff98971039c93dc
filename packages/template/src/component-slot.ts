import type { Attr } from "./component-attr.ts";

/** Attributes of a named slot, by name. They have no defaults: the component looks at each entry itself. */
export type SlotAttrs = Readonly<Record<string, Attr<unknown, "required" | "optional">>>;

/** What has been said about a slot. */
export interface SlotDefinition {
  readonly isRequired: boolean;
  /** "any": whatever a caller writes on the tag. */
  readonly attrs: SlotAttrs | "any";
  readonly doc?: string;
}

/**
 * One slot of a component, as `slot()` declares it. Immutable: each method gives a new declaration that says one thing more.
 */
export class SlotDeclaration<
  Argument = void,
  Attrs extends SlotAttrs | "any" = SlotAttrs | "any",
  IsRequired extends boolean = boolean,
> {
  readonly definition: SlotDefinition;
  /** For the type checker only. */
  declare readonly holds?: [argument: Argument, attrs: Attrs, isRequired: IsRequired];

  constructor(definition: SlotDefinition) {
    this.definition = definition;
  }

  /** Every caller has to fill it. */
  required(): SlotDeclaration<Argument, Attrs, true> {
    return new SlotDeclaration({ ...this.definition, isRequired: true });
  }

  /** What may be written on the tag: `slot().attrs({ label: attr.string().required() })` for `<:column label="Name">`. */
  attrs<const Declared extends SlotAttrs>(attrs: Declared): SlotDeclaration<Argument, Declared, IsRequired> {
    return new SlotDeclaration({ ...this.definition, attrs });
  }

  /** Anything may be written on the tag. */
  anyAttrs(): SlotDeclaration<Argument, "any", IsRequired> {
    return new SlotDeclaration({ ...this.definition, attrs: "any" });
  }

  /** The component passes something to the content: `slot().taking<User>()`, placed by `renderSlot(column, user)`. */
  taking<Passed>(): SlotDeclaration<Passed, Attrs, IsRequired> {
    return new SlotDeclaration(this.definition);
  }

  /** A word on what it is for; errors about it repeat it. */
  doc(text: string): SlotDeclaration<Argument, Attrs, IsRequired> {
    return new SlotDeclaration({ ...this.definition, doc: text });
  }
}

/** Declares a slot of a `component`: `children: slot()` for what stands between the tags, any other name for `<:name>`. */
export function slot(): SlotDeclaration<void, { readonly [Name in never]: never }, false> {
  return new SlotDeclaration({ isRequired: false, attrs: {} });
}
