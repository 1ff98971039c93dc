import { attr, type Content, component, html, renderSlot, slot, type SlotContent } from "@firecrest/template";

/** What `Intersperse` is called with. */
export interface IntersperseProps<Item> {
  readonly items: readonly Item[];
  /** Stands between each two items. */
  readonly separator: Content;
  /** What an item looks like. */
  readonly children: SlotContent<Item>;
}

/** A list with something in between: `${Intersperse({ items: path, separator: " / ", children: (name) => html`<b>${name}</b>` })}`. */
export const Intersperse = component(
  {
    name: "Intersperse",
    attrs: { items: attr.list().required() },
    slots: { separator: slot().required(), children: slot().taking<unknown>().required() },
  },
  ({ items, separator, children }) =>
    items.map((item, index) => html`${index > 0 && renderSlot(separator)}${renderSlot(children, item)}`),
) as <Item>(props: IntersperseProps<Item>) => Content; // a declaration knows no type that each call has anew
