import { each, html, liveView, renderSlot } from "@firecrest/live";
import { attr, component, Intersperse, slot } from "@firecrest/live/components";
import { type Bird, birds } from "../demo/birds.ts";
import { page } from "../page.ts";

/** Attributes with defaults and fixed values; whatever else HTML allows is passed on. */
const Badge = component(
  {
    name: "Badge",
    attrs: { tone: attr.string().values("plain", "good").default("plain"), rest: attr.global() },
    slots: { children: slot().required() },
  },
  ({ tone, rest, children }) => html`<span class="badge is-${tone}" ...${rest}>${children}</span>`,
);

/** Named slots: each column says its heading, and how it shows a row. */
const Table = component(
  {
    name: "Table",
    attrs: { rows: attr.list<readonly Bird[]>().required() },
    slots: { column: slot().attrs({ heading: attr.string().required() }).taking<Bird>().required(), caption: slot() },
  },
  ({ rows, column, caption }) => html`<table>
    ${caption.length > 0 && html`<caption>${renderSlot(caption)}</caption>`}
    <thead><tr>${column.map(({ attributes }) => html`<th scope="col">${attributes.heading}</th>`)}</tr></thead>
    <tbody>${each(
      rows,
      ({ id }) => id,
      (row) => html`<tr>${column.map((cell) => html`<td>${renderSlot(cell, row)}</td>`)}</tr>`,
    )}</tbody>
  </table>`,
);

interface Assigns {
  shown: number;
}

const componentsView = liveView({
  mount: (): Assigns => ({ shown: 3 }),
  events: { more: (live) => live.update("shown", (shown) => Math.min(birds.length, shown + 3)) },
  render: ({ shown }, on) => html`
    <p>${Intersperse({ items: ["Birds", "Small ones", "By weight"], separator: " / ", children: (name) => name })}</p>
    <${Table} rows=${birds.slice(0, shown)}>
      <:caption>The ${shown} lightest<//>
      <:column heading="Bird">${({ name }: Bird) => name}<//>
      <:column heading="Weight">
        ${({ grams }: Bird) => html`<${Badge} tone="good" title=${`${grams} grams`}>${grams} g<//>`}
      <//>
    <//>
    <p><button phx-click=${on.more}>More</button></p>
  `,
});

export const functionComponentsPage = page(
  {
    path: "/components",
    title: "Function components",
    area: "Components",
    summary:
      "A table whose columns are slots that get each row, and a badge that passes attributes on: both say what they take.",
    file: import.meta.url,
  },
  componentsView,
);
