import { type Component, type ComponentCall, type PropRecipe, Slot } from "./component.ts";
import { checkCall } from "./component-check.ts";
import { declarationOf } from "./component-define.ts";
import { Rendered } from "./rendered.ts";
import type { Source } from "./source.ts";
import type { TemplateSlot } from "./template.ts";
import { textOf, toPrimitive } from "./text.ts";

/** Calls the component that a slot's value names; in development, checks what it is given. */
export function callComponent(
  { call, value }: TemplateSlot,
  values: readonly unknown[],
  development: boolean,
): unknown {
  if (call === undefined) return undefined;
  const component = values[value];
  if (typeof component !== "function") {
    throw call.source.error(
      "component-is-not-a-function",
      call.offset,
      `<\${…}> got ${component === null ? "null" : typeof component} where a component (a function of props) belongs. ` +
        'Check the import; for a "<" that is text, write &lt;.',
    );
  }
  const props = propsOf(call.props, values, call.source);
  if (call.children !== undefined) props["children"] = new Slot(call.children, values, {});
  const all = call.named.length === 0 ? props : { ...props, ...namedSlots(call, values) };
  const declaration = development ? declarationOf(component) : undefined;
  if (declaration !== undefined) checkCall(declaration, call, all);
  const content = (component as Component)(all);
  if (content instanceof Rendered) content.ownedBy(component.name || "component");
  return content;
}

function namedSlots({ named, source }: ComponentCall, values: readonly unknown[]): object {
  const lists = new Map<string, unknown[]>();
  for (const { name, attributes, template } of named) {
    const entry = new Slot(template, values, propsOf(attributes, values, source));
    const list = lists.get(name);
    if (list === undefined) lists.set(name, [entry]);
    else list.push(entry);
  }
  return Object.fromEntries(lists);
}

function propsOf(recipes: readonly PropRecipe[], values: readonly unknown[], source: Source): Record<string, unknown> {
  let props: Record<string, unknown> = {};
  for (const recipe of recipes) {
    // The object literal, other than an assignment, makes an own property of a key "__proto__" that came from outside.
    if (recipe.name === "") props = { ...props, ...(valueOf(recipe, values, source) as object | undefined) };
    else props[recipe.name] = valueOf(recipe, values, source);
  }
  return props;
}

function valueOf(recipe: PropRecipe, values: readonly unknown[], source: Source): unknown {
  const { parts } = recipe;
  if (parts === true) return true;
  const [first] = parts;
  if (parts.length === 1 && first !== undefined) return typeof first === "number" ? values[first] : first;
  const texts = parts.map((part) =>
    typeof part === "string" ? part : textOf(toPrimitive(values[part], source, recipe.offset)),
  );
  return texts.join("");
}
