import type { Slot } from "./component.ts";
import type { Attr, GlobalAttrs } from "./component-attr.ts";
import type { SlotAttrs, SlotDeclaration } from "./component-slot.ts";
import type { Content } from "./content.ts";
import type { GlobalAttributes } from "./global-attributes.ts";

// What the declaration of a component says about its props: those that `render` gets, and those that a caller gives.

/** The attributes of a component by name. */
export type AttrDeclarations = Readonly<Record<string, Attr | GlobalAttrs>>;

/** The slots of a component by name. `children` is what stands between its tags. */
export type SlotDeclarations = Readonly<Record<string, SlotDeclaration<unknown>>>;

/** What `render` gets: every attribute and slot that is declared. */
export type RenderProps<Attrs, Slots> = Flat<
  { readonly [Name in keyof Attrs]: RenderedAttr<Attrs[Name]> } & {
    readonly [Name in keyof Slots]: RenderedSlot<Name, Slots[Name]>;
  }
>;

/** What a caller gives. */
export type CallProps<Attrs, Slots> = Flat<
  {
    readonly [Name in keyof Attrs as Attrs[Name] extends Attr<unknown, "required"> ? Name : never]: ValueOf<
      Attrs[Name]
    >;
  } & {
    readonly [Name in keyof Attrs as Attrs[Name] extends Attr<unknown, "required"> | GlobalAttrs ? never : Name]?:
      | ValueOf<Attrs[Name]>
      | undefined;
  } & {
    readonly [Name in keyof Slots as IsRequired<Slots[Name]> extends true ? Name : never]: GivenSlot<Name, Slots[Name]>;
  } & {
    readonly [Name in keyof Slots as IsRequired<Slots[Name]> extends true ? never : Name]?:
      | GivenSlot<Name, Slots[Name]>
      | undefined;
  }
> &
  GlobalsOf<Attrs>;

// One object instead of an intersection, and (by `infer`) without this name, so that errors show nothing but props.
type Flat<Props> = Props extends infer All ? { [Name in keyof All]: All[Name] } : never;

type ValueOf<Declared> = Declared extends Attr<infer Value> ? Value : never;

type RenderedAttr<Declared> =
  Declared extends Attr<infer Value, infer Presence>
    ? "optional" extends Presence
      ? Value | undefined
      : Value
    : Readonly<Record<string, unknown>>;

type GlobalsOf<Attrs> = [Extract<Attrs[keyof Attrs], GlobalAttrs>] extends [never]
  ? unknown
  : GlobalAttributes & { readonly [Name in NamesOf<Extract<Attrs[keyof Attrs], GlobalAttrs>>]?: unknown };

type NamesOf<Declared> = Declared extends GlobalAttrs<infer Name> ? Name : never;

type IsRequired<Declared> =
  Declared extends SlotDeclaration<unknown, SlotAttrs | "any", infer Required> ? Required : false;

type ArgumentOf<Declared> = Declared extends SlotDeclaration<infer Argument> ? Argument : never;

type SlotAttributesOf<Declared> =
  Declared extends SlotDeclaration<unknown, infer Attrs>
    ? Attrs extends SlotAttrs
      ? CallProps<Attrs, unknown>
      : Readonly<Record<string, unknown>>
    : never;

type RenderedSlot<Name, Declared> = Name extends "children"
  ? Slot<ArgumentOf<Declared>> | (IsRequired<Declared> extends true ? never : undefined)
  : readonly Slot<ArgumentOf<Declared>, SlotAttributesOf<Declared>>[];

type AnyFunction = (assigns: never) => unknown;

/** What a slot holds: content or, where the component passes something to it, a function of that. */
export type SlotContent<Argument> = [Argument] extends [void]
  ? Content
  : Exclude<Content, AnyFunction | Slot<never, unknown>> | Slot<Argument, unknown> | ((argument: Argument) => Content);

/** An entry of a named slot that has attributes: these, and its content under `children`. */
export type SlotEntry<Argument, Attributes> = Attributes & { readonly children?: SlotContent<Argument> };

// Without attributes the content will do for the entry.
type GivenSlot<Name, Declared> = Name extends "children"
  ? SlotContent<ArgumentOf<Declared>>
  : [keyof SlotAttributesOf<Declared>] extends [never]
    ? SlotContent<ArgumentOf<Declared>> | readonly Slot<ArgumentOf<Declared>, unknown>[]
    : readonly (GivenEntry<ArgumentOf<Declared>, SlotAttributesOf<Declared>> | false | null | undefined)[];

type GivenEntry<Argument, Attributes> = SlotEntry<Argument, Attributes> | Slot<Argument, Attributes>;
