// What the type checker must accept and refuse about declared components: checked by tsc, never run.
import { attr } from "./component-attr.ts";
import { component } from "./component-define.ts";
import { slot } from "./component-slot.ts";
import { renderSlot, type Slot } from "./component.ts";
import { each } from "./each.ts";
import { html } from "./html.ts";

interface User {
  readonly id: number;
  readonly name: string;
}

const Card = component(
  {
    attrs: {
      /** The heading. */
      title: attr.string().required(),
      size: attr.string().values("s", "m").default("m"),
      rows: attr.number(),
      wide: attr.boolean().default(false),
      users: attr.list<readonly User[]>().default([]),
      rest: attr.global({ include: ["form"] }),
    },
    slots: {
      children: slot().required(),
      column: slot().attrs({ label: attr.string().required(), wide: attr.boolean() }).taking<User>(),
      footer: slot(),
    },
  },
  ({ title, size, rows, wide, users, rest, children, column, footer }) => {
    title satisfies string;
    size satisfies "s" | "m";
    wide satisfies boolean;
    users satisfies readonly User[];
    rest satisfies object;
    children satisfies Slot;
    // @ts-expect-error -- it may have been left out
    rows satisfies number;
    // @ts-expect-error -- a column is called with a user
    renderSlot(column);
    // @ts-expect-error -- with a user, not with its id
    column.map((entry) => renderSlot(entry, 1));
    // @ts-expect-error -- no column has a width
    column.map(({ attributes }) => attributes.width);
    // @ts-expect-error -- a footer takes nothing
    renderSlot(footer, 1);
    return html`<section class=${{ wide }} ...${rest}>
      ${children}${renderSlot(footer)}${column.map(({ attributes }) => attributes.label satisfies string)}
      ${each(
        users,
        ({ id }) => id,
        (user) => renderSlot(column, user),
      )}
    </section>`;
  },
);

const full = { title: "T", children: "text" };

export const good = [
  Card(full),
  Card({
    title: "T",
    size: "s",
    rows: 1,
    wide: true,
    form: "f",
    "data-id": 1,
    "aria-label": "x",
    "phx-click": "go",
    class: "c",
    children: html`<b></b>`,
  }),
  Card({ ...full, column: [{ label: "Name", children: ({ name }) => name }] }),
  Card({ ...full, column: [{ label: "Name", children: ({ name }) => html`<b>${name}</b>` }, false] }),
  Card({ ...full, footer: "text" }),
  Card({ ...full, footer: [html`<p></p>`, "text"] }),
];

// @ts-expect-error -- the title is missing
Card({ children: "" });
// @ts-expect-error -- the content is missing
Card({ title: "T" });
// @ts-expect-error -- no such attribute
Card({ ...full, titel: "T" });
// @ts-expect-error -- no such size
Card({ ...full, size: "xl" });
// @ts-expect-error -- rows is a number
Card({ ...full, rows: "3" });
// @ts-expect-error -- a column needs a label
Card({ ...full, column: [{ children: "" }] });
// @ts-expect-error -- a column has no width
Card({ ...full, column: [{ label: "", width: 1 }] });
// @ts-expect-error -- a column's content is called with a user
Card({ ...full, column: [{ label: "", children: (text: string) => text }] });
// @ts-expect-error -- the default is none of the values
attr.string().values("a").default("b");
// @ts-expect-error -- a slot's attributes have no defaults
slot().attrs({ label: attr.string().default("") });

export const Divider = component({ name: "Divider" }, () => html`<hr>`);
Divider();
// @ts-expect-error -- nothing may stand in it
Divider({ children: "" });

const Wide = component({ attrs: { rest: attr.global({ include: "all" }) } }, () => "");
const Prefixed = component({ attrs: { rest: attr.global({ prefixes: ["x-"] }) } }, () => "");
export const passing = [Wide({ anything: 1 }), Prefixed({ "x-data": 1, title: "t" })];
// @ts-expect-error -- HTML knows no such attribute
Prefixed({ "y-data": 1 });
