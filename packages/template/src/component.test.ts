import { describe, expect, test } from "vitest";
import { Slot, renderSlot } from "./component.ts";
import { each } from "./each.ts";
import { TestClient, diffsOf, templateStrings } from "./fixtures/client.ts";
import { html } from "./html.ts";
import type { Rendered } from "./rendered.ts";
import { renderToString } from "./render-to-string.ts";

/** The props that a component was called with, by a template. */
function propsOf(template: (component: (props: unknown) => string) => Rendered): unknown {
  let received: unknown;
  renderToString(
    template((props) => {
      received = props;
      return "";
    }),
  );
  return received;
}

describe("props", () => {
  test("come under the names they are written with", () => {
    const onPick = () => {};
    expect(
      propsOf(
        (C) =>
          html`<${C} title=${"a<b"} text="plain" flag maxRows=${3} onPick=${onPick} data-x='y' empty="" id=a${1} style="${null}"/>`,
      ),
    ).toEqual({
      title: "a<b",
      text: "plain",
      flag: true,
      maxRows: 3,
      onPick,
      "data-x": "y",
      empty: "",
      id: "a1",
      style: null,
    });
  });

  test("of several parts are text", () => {
    expect(propsOf((C) => html`<${C} title="Hello ${"A&B"}, ${null}${3}"/>`)).toEqual({ title: "Hello A&B, 3" });
  });

  test("that are constant have their entities decoded", () => {
    expect(
      propsOf((C) => html`<${C} a="Tom &amp; &#74;erry &#x21; &lt;&quot;&apos;&gt;&nbsp;" b="a & b &c ?x=1&y=2"/>`),
    ).toEqual({
      a: "Tom & Jerry ! <\"'>\u00a0",
      b: "a & b &c ?x=1&y=2",
    });
  });

  test("are spread in order, and a key that would reach the prototype stays a key", () => {
    const evil = JSON.parse('{"__proto__":{"polluted":1},"b":2}') as object;
    const props = propsOf((C) => html`<${C} a=${1} b=${1} ...${{ a: 2 }} ...${evil} c=${3} ...${null}/>`) as Record<
      string,
      unknown
    >;
    expect(Object.entries(props)).toEqual([
      ["a", 2],
      ["b", 2],
      ["__proto__", { polluted: 1 }],
      ["c", 3],
    ]);
    expect(props["polluted"]).toBeUndefined();
  });
});

interface CardProps {
  readonly title: string;
  readonly children?: Slot;
  readonly footer?: readonly Slot[];
}
const Card = ({ title, children, footer }: CardProps) =>
  html`<section><h2>${title}</h2>${children}<footer>${renderSlot(footer)}</footer></section>`;

describe("content", () => {
  test("comes as children, named slots as lists", () => {
    expect(
      renderToString(html`<${Card} title="T">
  <b>${"<"}</b>
  <:footer>one ${1}<//>
  <:footer>two</:footer>
</${Card}>`),
    ).toBe("<section><h2>T</h2>\n  <b>&lt;</b>\n  \n  \n<footer>one 1two</footer></section>");
  });

  test("that is only white space, comments and named slots is none", () => {
    const children = (template: (C: (props: unknown) => string) => Rendered) =>
      (propsOf(template) as CardProps).children;
    expect(children((C) => html`<${C}/>`)).toBeUndefined();
    expect(children((C) => html`<${C}><//>`)).toBeUndefined();
    expect(children((C) => html`<${C}> <!-- note --> <:footer>x<//>\n<//>`)).toBeUndefined();
    expect(children((C) => html`<${C}>${null}<//>`)).toBeDefined();
  });

  test("nests", () => {
    expect(
      renderToString(
        html`<${Card} title="A"><${Card} title="B">x<:footer>f<//><//><:footer><${Card} title="C"/><//><//>`,
      ),
    ).toBe(
      "<section><h2>A</h2><section><h2>B</h2>x<footer>f</footer></section>" +
        "<footer><section><h2>C</h2><footer></footer></section></footer></section>",
    );
  });

  test("that changes is sent without the component around it", () => {
    const page = (title: string, text: string) =>
      html`<main><${Card} title=${title}><b>${text}</b><:footer>${text}<//><//></main>`;
    expect(diffsOf(page("T", "a"), page("T", "a"), page("T", "b"), page("U", "b"))).toEqual([
      {},
      { 0: { 1: { 0: "b" }, 2: "b" } },
      { 0: { 0: "U" } },
    ]);
  });

  test("may be a component's choice", () => {
    const Bold = ({ children }: { children?: Slot }) => html`<b>${children}</b>`;
    const Plain = ({ children }: { children?: Slot }) => children;
    const page = (component: unknown, text: string) => html`<p><${component}>x ${text}<//></p>`;
    expect(diffsOf(page(Bold, "1"), page(Plain, "1"), page(Plain, "2"))).toEqual([
      { 0: { 0: "1", s: 0 }, p: { 0: ["x ", ""] } },
      { 0: { 0: "2" } },
    ]);
  });

  test("may be text, nothing or a list", () => {
    const contents: readonly unknown[] = ["<", null, 3, ["a", html`<i></i>`]];
    for (const content of contents) new TestClient().receive(html`<p><${() => content}/></p>`);
    expect(renderToString(html`<p><${() => contents}/></p>`)).toBe("<p>&lt;3a<i></i></p>");
  });
});

interface Row {
  readonly id: number;
  readonly name: string;
}
interface TableProps {
  readonly rows: readonly Row[];
  readonly column: readonly Slot<Row, { label: string; wide?: boolean }>[];
}
const Table = ({ rows, column }: TableProps) =>
  html`<table><tr>${column.map(({ attributes }) => html`<th>${attributes.label}</th>`)}</tr>${each(
    rows,
    ({ id }) => id,
    (row) => html`<tr>${column.map((entry) => html`<td>${renderSlot(entry, row)}</td>`)}</tr>`,
  )}</table>`;

describe("slots with attributes and arguments", () => {
  const table = (rows: readonly Row[]) => html`<${Table} rows=${rows}>
    <:column label="Id">${(row: Row) => row.id}<//>
    <:column label="Name" wide><a href="/users/${(row: Row) => row.id}">${(row: Row) => row.name}</a><//>
  <//>`;
  const ann = { id: 1, name: "Ann" };
  const ben = { id: 2, name: "B&n" };

  test("call the functions of the content with what the component passes", () => {
    expect(renderToString(table([ann, ben]))).toBe(
      "<table><tr><th>Id</th><th>Name</th></tr>" +
        '<tr><td>1</td><td><a href="/users/1">Ann</a></td></tr><tr><td>2</td><td><a href="/users/2">B&amp;n</a></td></tr></table>',
    );
  });

  test("also where several make up one URL", () => {
    const List = ({ children }: { children: Slot<number> }) => renderSlot(children, 7);
    const page = html`<${List}><a href="${(n: number) => n}/${"posts"}/${(n: number) => n + 1}">x</a><//>`;
    expect(renderToString(page)).toBe('<a href="7/posts/8">x</a>');
  });

  test("send what changed", () => {
    const client = new TestClient();
    client.receive(table([ann, ben]));
    expect(client.receive(table([ben, { ...ann, name: "Anna" }]))).toEqual({
      0: { 1: { k: { 0: 1, 1: [0, { 0: { k: { 1: { 0: { 1: "Anna" } }, kc: 2 } } }], kc: 2, km: true } } },
    });
  });

  test("functions of the content are lazy when the component passes nothing", () => {
    const page = html`<${Card} title="T">${({ name }: { name: string }) => name}<//>`;
    expect(renderToString(page, { name: "Ann" })).toContain("Ann");
    new TestClient().receive(page, { name: "Ann" });
  });

  test("a function inside of another component's content is that one's", () => {
    const List = ({ children }: { children: Slot<number> }) => [1, 2].map((n) => renderSlot(children, n * 10));
    const Twice = ({ children }: { children: Slot<number> }) => [1, 2].map((n) => renderSlot(children, n));
    expect(renderToString(html`<${Twice}>${(n: number) => n}:<${List}>${(n: number) => n},<//> <//>`)).toBe(
      "1:10,20, 2:10,20, ",
    );
  });

  test("attributes may be values, texts of several parts, spreads", () => {
    const props = propsOf((C) => html`<${C}><:tab label="Tab ${1}" n=${2} on ...${{ x: 3 }}>a<//><//>`) as {
      tab: readonly Slot[];
    };
    expect(props.tab.map(({ attributes }) => attributes)).toEqual([{ label: "Tab 1", n: 2, on: true, x: 3 }]);
  });

  test("named slots are what the tag says, whatever a spread or an object's nature has under that name", () => {
    const props = propsOf((C) => html`<${C} ...${{ tab: "x" }}><:tab>a<//><:constructor>b<//><//>`) as Record<
      string,
      unknown
    >;
    expect([props["tab"], props["constructor"]]).toEqual([[expect.any(Slot)], [expect.any(Slot)]]);
  });

  test("content is handed on with the other props", () => {
    const Outer = (props: CardProps) => html`<${Card} ...${props}/>`;
    expect(renderToString(html`<${Outer} title="T">in<:footer>f<//><//>`)).toBe(
      "<section><h2>T</h2>in<footer>f</footer></section>",
    );
  });

  test("a slot that was not given renders nothing", () => {
    expect(renderSlot(undefined)).toBeUndefined();
    expect(renderSlot([])).toEqual([]);
  });
});

test("every slot of the content is found, whichever element, attribute or component it stands in", () => {
  const strings = ["<", "><p title='", "'><", " a='", "'>", "<//></p>", "<:s b=", ">", "<//>", "<//>"];
  const Box = ({ children, s }: { children?: Slot; s?: readonly Slot[] }) => html`[${children}|${renderSlot(s)}]`;
  const values = [Box, "t", Box, "x", "in", "out", "b", "named", "end"];
  expect(renderToString(html(templateStrings(strings), ...values))).toBe("[<p title='t'>[in|]</p>outend|named]");
});
