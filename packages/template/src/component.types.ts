// What the type checker must accept and refuse: checked by tsc, never run.
import { type Component, type Slot, renderSlot } from "./component.ts";
import type { Content } from "./content.ts";
import { each } from "./each.ts";
import { html } from "./html.ts";
import { json, raw } from "./rendered.ts";

interface Row {
  readonly id: number;
  readonly name: string;
}

interface TableProps {
  readonly rows: readonly Row[];
  readonly children?: Slot;
  readonly column: readonly Slot<Row, { readonly label: string }>[];
}

export function Table({ rows, children, column }: TableProps): Content {
  // @ts-expect-error -- a column is called with a row
  renderSlot(column);
  // @ts-expect-error -- with a row, not with its id
  renderSlot(column, 1);
  // @ts-expect-error -- no column has a width
  column.map(({ attributes }) => attributes.width);
  return html`${children}${renderSlot(children)}${column.map(({ attributes }) => attributes.label)}${each(
    rows,
    ({ id }) => id,
    (row) => renderSlot(column, row),
  )}`;
}

// A component may return any content.
export const components: readonly Component<never>[] = [
  Table,
  () => "text",
  () => null,
  () => [html`<p></p>`, 1, raw("<br>"), json({})],
  ({ children }: { children?: Slot }) => children,
  ({ on }: { on: boolean }) => on && html`<p></p>`,
  () => (assigns: { name: string }) => assigns.name,
  // @ts-expect-error -- a promise is no content: a render does not wait
  async () => "text",
  // @ts-expect-error -- an object has no text
  () => ({ text: "a" }),
];

const numbers = [1, 2];
const rowOfText = (text: string) => text;
// @ts-expect-error -- a row function gets items of the list
each(numbers, Number, rowOfText);

const objects = [{ id: {} }];
const idOf = ({ id }: { id: object }) => id;
// @ts-expect-error -- a key tells rows apart: an object does not
each(objects, idOf, () => "");

each(
  new Map([[1, "a"]]),
  ([key]) => key,
  ([, name], index) => `${name}${index}`,
  [],
);
