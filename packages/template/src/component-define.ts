import { callerOf, type CallSite } from "./call-site.ts";
import type { Component } from "./component.ts";
import { Attr, GlobalAttrs } from "./component-attr.ts";
import { entriesOf, slotOf } from "./component-entries.ts";
import type { AttrDeclarations, CallProps, RenderProps, SlotDeclarations } from "./component-types.ts";
import type { Content } from "./content.ts";
import { isGlobal } from "./global-attributes.ts";
import { Rendered } from "./rendered.ts";

/** What a component is declared with. */
export interface ComponentDeclaration<Attrs extends AttrDeclarations, Slots extends SlotDeclarations> {
  /** What errors and debug annotations call it. Default: where it is declared. */
  readonly name?: string;
  /** Default: none. */
  readonly attrs?: Attrs;
  /** Default: none, so that nothing may stand between its tags. */
  readonly slots?: Slots;
}

/**
 * A component that says what it takes. Named in a template, `<${Card} title="x">…<//>`, it is checked in development; called,
 * `${Card({ title: "x" })}`, it is checked by the compiler.
 */
export interface DeclaredComponent<Props, Result extends Content> {
  (...props: Arguments<Props>): Result;
  /** What it has been declared with. */
  readonly declaration: Declaration;
}

// Nothing can be given to a component that takes nothing, and nothing need be given to one that requires nothing.
type Arguments<Props> = [keyof Props] extends [never]
  ? [props?: Readonly<Record<string, never>>]
  : Partial<Props> extends Props
    ? [props?: Props]
    : [props: Props];

/** A component's declaration as development checks it, and as a catalogue of components may read it. */
export class Declaration {
  readonly name: string | undefined;
  readonly site: CallSite;
  readonly attrs: ReadonlyMap<string, Attr>;
  readonly slots: SlotDeclarations;
  /** The name under which `render` gets the attributes to pass on, and which those are. */
  readonly rest: { readonly name: string; readonly globals: GlobalAttrs } | undefined;

  constructor(
    { name, attrs = {}, slots = {} }: ComponentDeclaration<AttrDeclarations, SlotDeclarations>,
    site: CallSite,
  ) {
    this.name = name;
    this.site = site;
    this.slots = slots;
    this.attrs = new Map(Object.entries(attrs).filter((entry): entry is [string, Attr] => entry[1] instanceof Attr));
    const [rest] = Object.entries(attrs).filter(
      (entry): entry is [string, GlobalAttrs] => entry[1] instanceof GlobalAttrs,
    );
    this.rest = rest && { name: rest[0], globals: rest[1] };
  }

  /** How errors call the component. */
  get title(): string {
    const { file, line, column } = this.site;
    return this.name === undefined ? `The component declared at ${file}:${line}:${column}` : this.name;
  }
}

/**
 * Declares a function component: which attributes and slots it takes, and what it renders from them. The types of both sides come from
 * the declaration.
 *
 * Named in a template, it is checked in development: a `TemplateError` says what is missing, unknown or of the wrong kind, where, and
 * what to write. In production only defaults are filled in.
 */
export function component<
  Result extends Content,
  const Attrs extends AttrDeclarations = { readonly [Name in never]: never },
  const Slots extends SlotDeclarations = { readonly [Name in never]: never },
>(
  declaration: ComponentDeclaration<Attrs, Slots>,
  render: (props: RenderProps<Attrs, Slots>) => Result,
): DeclaredComponent<CallProps<Attrs, Slots>, Result> {
  const declared = new Declaration(declaration, callerOf(component));
  const owner = declared.name ?? "component";
  // What the declaration says about the props is what `propsFor` makes of them.
  const renderProps = render as unknown as Component;
  const call = (given: Readonly<Record<string, unknown>> = {}): Content => {
    const content = renderProps(propsFor(declared, given));
    if (content instanceof Rendered) content.ownedBy(owner);
    return content;
  };
  return Object.assign(call, { declaration: declared }) as unknown as DeclaredComponent<
    CallProps<Attrs, Slots>,
    Result
  >;
}

/** The declaration of a component that has one. */
export function declarationOf(called: object): Declaration | undefined {
  const { declaration } = called as { readonly declaration?: unknown };
  return declaration instanceof Declaration ? declaration : undefined;
}

function propsFor(declared: Declaration, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const props: Record<string, unknown> = {};
  for (const [name, { definition }] of declared.attrs) {
    const value = given[name];
    props[name] = value === undefined ? definition.default : value;
  }
  for (const name in declared.slots) props[name] = name === "children" ? slotOf(given[name]) : entriesOf(given[name]);
  if (declared.rest !== undefined) props[declared.rest.name] = restOf(declared, declared.rest.globals, given);
  return props;
}

function restOf(
  declared: Declaration,
  globals: GlobalAttrs,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const rest: [string, unknown][] = [];
  for (const name of Object.keys(given)) {
    if (declared.attrs.has(name) || Object.hasOwn(declared.slots, name) || !isGlobal(name, globals)) continue;
    rest.push([name, given[name]]);
  }
  // An own property also of a key "__proto__".
  return Object.fromEntries(rest);
}
