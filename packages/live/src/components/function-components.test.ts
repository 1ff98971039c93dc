import { attr, component, html, raw, renderSlot, slot, type Slot } from "@firecrest/template";
import { afterAll, beforeAll, expect, test } from "vitest";
import { each } from "../each.ts";
import { type LastingSite, startSite } from "../fixtures/site.ts";
import { liveView } from "../live-view.ts";
import { click } from "../fixtures/exchange.ts";

// Each test opens a real page: its plain HTML, its join, and what an event changes.

interface User {
  readonly id: number;
  readonly name: string;
}

const ann = { id: 1, name: "Ann" };
const ben = { id: 2, name: "B&n" };

function Badge({ text }: { readonly text: unknown }) {
  return html`<b class="badge">${text}</b>`;
}

const counter = liveView({
  mount: () => ({ count: 0 }),
  events: { add: (live) => live.assign({ count: live.assigns.count + 1 }) },
  render: ({ count }) => html`<p><${Badge} text=${count} />, ${Badge({ text: count + 10 })}</p>`,
});

const Gauge = component(
  {
    attrs: {
      label: attr.string().required(),
      value: attr.number().required(),
      unit: attr.string().values("ms", "kB").default("ms"),
      marks: attr.list<readonly number[]>().default([]),
      owner: attr.object<User>(),
      format: attr.function<(value: number) => string>().default(String),
      note: attr.any(),
      loud: attr.boolean().default(false),
    },
  },
  ({ label, value, unit, marks, owner, format, note, loud }) => html`
    <dl class=${{ loud }}><dt>${label}</dt><dd>${format(value)} ${unit} ${marks.join("/")} ${owner?.name} ${String(note)}</dd></dl>
  `,
);

const typed = liveView({
  mount: () => ({}),
  render: () =>
    html`<main><${Gauge} label="Load" value=${3} />${Gauge({
      label: "Size",
      value: 5,
      unit: "kB",
      marks: [1, 2],
      owner: ann,
      format: (value) => value.toFixed(1),
      note: null,
      loud: true,
    })}</main>`,
});

const wrong = liveView({
  mount: () => ({ broken: false }),
  events: { break: (live) => live.assign({ broken: true }) },
  render: ({ broken }) => html`<p><${Gauge} label=${broken ? 1 : "Load"} value=${3} /></p>`,
});

const Field = component(
  { attrs: { label: attr.string().required(), rest: attr.global({ include: ["name", "type"], prefixes: ["x-"] }) } },
  ({ label, rest }) => html`<label>${label}<input ...${rest}></label>`,
);

const fields = liveView({
  mount: () => ({ busy: false }),
  events: { work: (live) => live.assign({ busy: true }) },
  render: ({ busy }) =>
    html`<${Field} label="Mail" type="email" name="mail" id="mail" class=${["wide", { busy }]} data-kind="a" aria-busy=${busy} phx-debounce="300" x-mask="@" />`,
});

const Panel = component(
  {
    attrs: { tone: attr.string().default("plain"), rest: attr.global({ include: "all" }) },
    slots: { children: slot() },
  },
  ({ tone, rest, children }) => html`<section class="panel ${tone}">${DeepLink({ ...rest, children })}</section>`,
);
const DeepLink = component(
  { attrs: { rest: attr.global({ include: "all" }) }, slots: { children: slot() } },
  ({ rest, children }) => html`<a ...${rest}>${children}</a>`,
);

const passing = liveView({
  mount: () => ({ page: 1 }),
  events: { next: (live) => live.assign({ page: live.assigns.page + 1 }) },
  render: ({ page }) =>
    html`<${Panel} tone="loud" href="/pages/${page}" rel="next" data-page=${page} title=${undefined}>Page ${page}<//>`,
});

const Table = component(
  {
    attrs: { rows: attr.list<readonly User[]>().required() },
    slots: {
      column: slot().attrs({ label: attr.string().required(), wide: attr.boolean() }).taking<User>().required(),
      caption: slot(),
    },
  },
  ({ rows, column, caption }) => html`
    <table>${caption.length > 0 && html`<caption>${renderSlot(caption)}</caption>`}<tr>${column.map(
      ({ attributes }) => html`<th class=${{ wide: attributes.wide }}>${attributes.label}</th>`,
    )}</tr>${each(
      rows,
      ({ id }) => id,
      (row) => html`<tr>${column.map((cell) => html`<td>${renderSlot(cell, row)}</td>`)}</tr>`,
    )}</table>
  `,
);

const users: readonly User[] = [ann, ben];
const renamed = { ...ann, name: "Anna" };

const tables = liveView({
  mount: () => ({ rows: users }),
  events: { turn: (live) => live.assign({ rows: [ben, renamed] }) },
  render: ({ rows }) => html`<${Table} rows=${rows}>
    <:column label="Id" wide>${(user: User) => user.id}<//>
    <:column label="Name"><a href="/users/${(user: User) => user.id}">${(user: User) => user.name}</a><//>
  <//>`,
});

const slotAttributes = liveView({
  mount: () => ({ hasCaption: false }),
  events: { show: (live) => live.assign({ hasCaption: true }) },
  render: ({ hasCaption }) =>
    html`<${Table} rows=${users} caption=${hasCaption && "All"}><:column label="Id" wide>${({ id }: User) => id}<//><//>`,
});

const noColumn = liveView({ mount: () => ({}), render: () => html`<${Table} rows=${users} />` });

const Box = component({ slots: { children: slot() } }, ({ children }) =>
  children === undefined ? html`<p>empty</p>` : html`<p>${children}</p>`,
);

const boxes = liveView({
  mount: () => ({ text: "a" }),
  events: { say: (live) => live.assign({ text: "b" }) },
  render: ({ text }) => html`<main><${Box}>so <i>${text}</i><//><${Box} /><${Box}>
  <//></main>`,
});

const Tabs = component(
  { slots: { tab: slot().attrs({ title: attr.string() }) } },
  ({ tab }) => html`<nav>${renderSlot(tab)}|${tab.map(({ attributes }) => attributes.title).join("+")}</nav>`,
);

const tabs = liveView({
  mount: () => ({ names: ["a"] }),
  events: { more: (live) => live.assign({ names: ["a", "b"] }) },
  render: ({ names }) =>
    html`<main><${Tabs} />${Tabs({
      tab: names.map((name) => ({ title: name, children: html`<i>${name}</i>` })),
    })}</main>`,
});

interface RepeatProps {
  readonly times: number;
  readonly children: Slot<number>;
}
function Repeat({ times, children }: RepeatProps) {
  return Array.from({ length: times }, (_, index) => renderSlot(children, index + 1));
}

const yields = liveView({
  mount: () => ({ factor: 1 }),
  events: { double: (live) => live.assign({ factor: 2 }) },
  render: ({ factor }) =>
    html`<p><${Repeat} times=${2}><b title="no. ${(n: number) => n}">${(n: number) => n * factor}</b>;<//></p>`,
});

const choices = liveView({
  mount: () => ({ users, isOpen: false }),
  events: { flip: (live) => live.assign({ users: [ben, ann], isOpen: true }) },
  render: (assigns) => html`<main>
  ${assigns.isOpen && html`<${Badge} text="open" />`}
  <ul>${each(
    assigns.users,
    ({ id }) => id,
    ({ name }) => html`<li>${Badge({ text: name })}</li>`,
  )}</ul>
  ${assigns.isOpen ? html`<i>yes</i>` : "no"}
  ${Tabs({ tab: [assigns.isOpen && { title: "more", children: "m" }, { title: "last" }] })}
</main>`,
});

const twins = liveView({
  mount: () => ({ ids: [1, 2] }),
  events: { clone: (live) => live.assign({ ids: [1, 1] }) },
  render: ({ ids }) =>
    html`<ul>${each(
      ids,
      (id) => id,
      (id) => html`<li>${id}</li>`,
    )}</ul>`,
});

const interpolated = liveView({
  mount: () => ({ text: `<"&'>`, code: 'a="1"' }),
  render: ({ text, code }) =>
    html`<main title=${text} data-text="so: ${text}"><!-- a note --><p>${text}</p><script type="application/x">f(${raw(code)})</script></main>`,
});

const kinds = { badge: Badge, gauge: ({ text }: { readonly text: string }) => html`<meter title=${text}></meter>` };

const chosen = liveView({
  mount: (): { kind: keyof typeof kinds } => ({ kind: "badge" }),
  events: { other: (live) => live.assign({ kind: "gauge" }) },
  render: ({ kind }) => html`<p><${kinds[kind]} text="x" /></p>`,
});

let site: LastingSite;

beforeAll(async () => {
  site = await startSite({
    "/counter": counter,
    "/typed": typed,
    "/wrong": wrong,
    "/fields": fields,
    "/passing": passing,
    "/tables": tables,
    "/slot-attributes": slotAttributes,
    "/no-column": noColumn,
    "/boxes": boxes,
    "/tabs": tabs,
    "/yields": yields,
    "/choices": choices,
    "/twins": twins,
    "/interpolated": interpolated,
    "/chosen": chosen,
  });
});

afterAll(() => site.close());

test("a function is a component, named in a template or called, and only what it changes is sent", async () => {
  const page = await site.visit("/counter");
  expect(page.deadMarkup).toBe('<p><b class="badge">0</b>, <b class="badge">10</b></p>');
  const { response } = await click(page, "add");
  expect(response).toEqual({ diff: { 0: { 0: "1" }, 1: { 0: "11" } } });
  expect(page.markup()).toBe('<p><b class="badge">1</b>, <b class="badge">11</b></p>');
});

test("attributes of every kind are declared once, with defaults and closed sets of values", async () => {
  const page = await site.visit("/typed");
  expect(page.markup().replaceAll(/ +(?=<)/g, "")).toBe(
    '<main><dl class=""><dt>Load</dt><dd>3 ms   undefined</dd></dl>' +
      '<dl class="loud"><dt>Size</dt><dd>5.0 kB 1/2 Ann null</dd></dl></main>',
  );
});

test("a call that does not fit the declaration fails in development, and says where and what to write", async () => {
  const page = await site.visit("/wrong");
  expect(page.markup()).toContain("<dd>3 ms");
  expect(await site.crash(page, "break")).toMatch(
    /The component declared at .*function-components\.test\.ts:\d+:\d+ got 1 for "label", which is a string\. Write label=[^]*function-components\.test\.ts:\d+:\d+\n {4}<p><\$\{…\} label=/,
  );
});

test("global attributes, those that are included and those with a prefix arrive as one object to spread", async () => {
  const page = await site.visit("/fields");
  const field = (state: string, busy: boolean) =>
    `<label>Mail<input type="email" name="mail" id="mail" class="wide${state}" data-kind="a" aria-busy="${busy}" phx-debounce="300" x-mask="@"></label>`;
  expect(page.deadMarkup).toBe(field("", false));
  await click(page, "work");
  expect(page.markup()).toBe(field(" busy", true));
});

test("whatever a component does not declare goes on to another one", async () => {
  const page = await site.visit("/passing");
  const panel = (number: number) =>
    `<section class="panel loud"><a href="/pages/${number}" rel="next" data-page="${number}">Page ${number}</a></section>`;
  expect(page.deadMarkup).toBe(panel(1));
  await click(page, "next");
  expect(page.markup()).toBe(panel(2));
});

test("slots have attributes, and one that is required is missed by name", async () => {
  const page = await site.visit("/slot-attributes");
  const rows = "<tr><td>1</td></tr><tr><td>2</td></tr>";
  expect(page.markup()).toBe(`<table><tr><th class="wide">Id</th></tr>${rows}</table>`);
  await click(page, "show");
  expect(page.markup()).toBe(`<table><caption>All</caption><tr><th class="wide">Id</th></tr>${rows}</table>`);
  const response = await site.get("/no-column");
  const { status } = response;
  const body = await response.text();
  expect(status).toBe(500);
  expect(body).toContain("needs the slot &lt;:column&gt;. Write &lt;:column&gt;…&lt;//&gt; between its tags.");
});

test("what stands between the tags is the default slot, and white space is none", async () => {
  const page = await site.visit("/boxes");
  expect(page.deadMarkup).toBe("<main><p>so <i>a</i></p><p>empty</p><p>empty</p></main>");
  const { response } = await click(page, "say");
  expect(response).toEqual({ diff: { 0: { 0: { 0: "b" } } } });
});

test("a slot renders all its entries, none is nothing, and their attributes can be read", async () => {
  const page = await site.visit("/tabs");
  expect(page.deadMarkup).toBe("<main><nav>|</nav><nav><i>a</i>|a</nav></main>");
  await click(page, "more");
  expect(page.markup()).toBe("<main><nav>|</nav><nav><i>a</i><i>b</i>|a+b</nav></main>");
});

test("a component passes something to its content, in text and in attributes", async () => {
  const page = await site.visit("/yields");
  expect(page.deadMarkup).toBe('<p><b title="no. 1">1</b>;<b title="no. 2">2</b>;</p>');
  await click(page, "double");
  expect(page.markup()).toBe('<p><b title="no. 1">2</b>;<b title="no. 2">4</b>;</p>');
});

test("rows of a slotted table move and change as such", async () => {
  const page = await site.visit("/tables");
  const { response } = await click(page, "turn");
  expect(response).toEqual({
    diff: { 0: { 2: { k: { 0: 1, 1: [0, { 0: { k: { 1: { 0: { 1: "Anna" } }, kc: 2 } } }], kc: 2, km: true } } } },
  });
  expect(page.markup()).toContain('<td>2</td><td><a href="/users/2">B&amp;n</a></td>');
});

test("conditions and loops are TypeScript's, around tags, components and slots", async () => {
  const page = await site.visit("/choices");
  const main = (parts: readonly string[]) => `<main>\n  ${parts.join("\n  ")}\n</main>`;
  const row = (name: string) => `<li><b class="badge">${name}</b></li>`;
  expect(page.deadMarkup).toBe(main(["", `<ul>${row("Ann")}${row("B&amp;n")}</ul>`, "no", "<nav>|last</nav>"]));
  await click(page, "flip");
  expect(page.markup()).toBe(
    main([
      '<b class="badge">open</b>',
      `<ul>${row("B&amp;n")}${row("Ann")}</ul>`,
      "<i>yes</i>",
      "<nav>m|more+last</nav>",
    ]),
  );
});

test("two rows with one key fail in development, and the message names both", async () => {
  const page = await site.visit("/twins");
  expect(await site.crash(page, "clone")).toMatch(
    /each\(\) got the key 1 for the items 0 and 1; a key tells rows apart/,
  );
});

test("values stand in text, attributes and scripts, each written as the place wants it", async () => {
  const page = await site.visit("/interpolated");
  const text = "&lt;&quot;&amp;&#39;&gt;";
  expect(page.deadMarkup).toBe(
    `<main title="${text}" data-text="so: ${text}"><!-- a note --><p>${text}</p><script type="application/x">f(a="1")</script></main>`,
  );
  expect(page.markup()).toBe(page.deadMarkup);
});

test("which component is called may be decided when the view is rendered", async () => {
  const page = await site.visit("/chosen");
  expect(page.deadMarkup).toBe('<p><b class="badge">x</b></p>');
  await click(page, "other");
  expect(page.markup()).toBe('<p><meter title="x"></meter></p>');
});
