import { describe, expect, test } from "vitest";
import { renderSlot } from "./component.ts";
import { attr } from "./component-attr.ts";
import { component } from "./component-define.ts";
import { slot } from "./component-slot.ts";
import { each } from "./each.ts";
import { diffsOf } from "./fixtures/client.ts";
import { html } from "./html.ts";
import type { Rendered } from "./rendered.ts";
import { renderToString } from "./render-to-string.ts";
import { TemplateSyntaxError } from "./template-error.ts";

interface User {
  readonly id: number;
  readonly name: string;
}

const Card = component(
  {
    name: "Card",
    attrs: {
      title: attr.string().required().doc("the heading"),
      size: attr.string().values("s", "m").default("m"),
      count: attr.number(),
      wide: attr.boolean().default(false),
      users: attr.list<readonly User[]>(),
      owner: attr.object<User>(),
      format: attr.function<(user: User) => string>(),
      rest: attr.global({ include: ["form"], prefixes: ["x-"] }),
    },
    slots: {
      children: slot(),
      column: slot()
        .attrs({ label: attr.string().required().doc("its heading"), wide: attr.boolean() })
        .taking<User>(),
      footer: slot(),
      anything: slot().anyAttrs(),
    },
  },
  ({ title, size, count, wide, users = [], rest, children, column, footer, anything }) => html`
    <section class=${[size, { wide }]} ...${rest}><h2>${title}</h2>${count}${children}${each(
      users,
      ({ id }) => id,
      (user) => html`<p>${column.map((entry) => html`<b>${entry.attributes.label}</b>${renderSlot(entry, user)}`)}</p>`,
    )}<footer>${renderSlot(footer)}</footer>${anything.map(({ attributes }) => Object.keys(attributes).join())}</section>
  `,
);

const users = [{ id: 1, name: "Ann" }];

function shown(rendered: Rendered): string {
  return renderToString(rendered, {}, { development: true });
}

describe("a declared component", () => {
  test.each<[string, Rendered, string]>([
    ["defaults", Card({ title: "T" }), '<section class="m"><h2>T</h2><footer></footer></section>'],
    [
      "what is given",
      Card({ title: "T", size: "s", wide: true, count: 0 }),
      '<section class="s wide"><h2>T</h2>0<footer></footer></section>',
    ],
    [
      "undefined is as if left out",
      Card({ title: "T", size: undefined }),
      '<section class="m"><h2>T</h2><footer></footer></section>',
    ],
    [
      "what is passed on",
      Card({ title: "T", id: "a", "data-x": 1, "aria-busy": true, "phx-click": "go", form: "f", "x-on": "y" }),
      '<section class="m" id="a" data-x="1" aria-busy="true" phx-click="go" form="f" x-on="y"><h2>T</h2><footer></footer></section>',
    ],
    [
      "content and slots",
      Card({
        title: "T",
        users,
        children: html`<i>in</i>`,
        footer: ["a", html`<u>b</u>`],
        column: [
          { label: "Name", children: ({ name }) => name },
          false,
          { label: "Id", children: (user) => html`<i>${user.id}</i>` },
        ],
        anything: [{ a: 1, b: 2 }],
      }),
      '<section class="m"><h2>T</h2><i>in</i><p><b>Name</b>Ann<b>Id</b><i>1</i></p><footer>a<u>b</u></footer>a,b</section>',
    ],
  ])("called: %s", (_, rendered, expected) => {
    expect(renderToString(rendered)).toBe(expected);
  });

  test("named in a template is the same as called", () => {
    expect(
      shown(html`<${Card} title="T" users=${users} id="a" data-x=${1} form="f" x-on="y">
        <i>in</i>
        <:column label="Name">${({ name }: User) => name}<//>
        <:column label="Id" wide><i>${({ id }: User) => id}</i><//>
        <:footer>a<//><:footer><u>b</u><//>
        <:anything a=${1} b=${2} />
      <//>`).replaceAll(/\n\s*/g, ""),
    ).toBe(
      '<section class="m" id="a" data-x="1" form="f" x-on="y"><h2>T</h2><i>in</i><p><b>Name</b>Ann<b>Id</b><i>1</i></p><footer>a<u>b</u></footer>a,b</section>',
    );
  });

  test("takes named slots that are made in a loop or on a condition as an attribute", () => {
    const columns = ["Name", "Id"].map((label) => ({ label, children: ({ name }: User) => name }));
    expect(shown(html`<${Card} title="T" users=${users} column=${columns} footer=${null} />`)).toContain(
      "<p><b>Name</b>Ann<b>Id</b>Ann</p>",
    );
  });

  test("hands its slots on", () => {
    const Outer = component(
      { slots: { children: slot(), column: slot().attrs({ label: attr.string().required() }).taking<User>() } },
      (slots) => Card({ title: "T", users, ...slots }),
    );
    expect(shown(html`<${Outer}>in<:column label="Name">${({ name }: User) => name}<//><//>`)).toBe(
      '<section class="m"><h2>T</h2>in<p><b>Name</b>Ann</p><footer></footer></section>',
    );
  });

  test("sends what changed, however it is called", () => {
    const called = (title: string) => html`<main>${Card({ title, children: html`<b>${title}</b>` })}</main>`;
    const named = (title: string) => html`<main><${Card} title=${title}><b>${title}</b><//></main>`;
    expect(diffsOf(called("a"), called("b"))).toEqual([{ 0: { 2: "b", 4: { 0: "b" } } }]);
    expect(diffsOf(named("a"), named("b"))).toEqual([{ 0: { 2: "b", 4: { 0: "b" } } }]);
  });

  test("passes no key on that would reach the prototype, and nothing that HTML does not know", () => {
    let seen: object = {};
    const Spy = component({ attrs: { rest: attr.global() } }, ({ rest }) => {
      seen = rest;
      return "";
    });
    const evil = JSON.parse('{"__proto__":{"polluted":1},"constructor":1,"href":"x","data-a":1}') as object;
    renderToString(html`<${Spy} ...${evil}/>`);
    expect(Object.entries(seen)).toEqual([["data-a", 1]]);
  });

  test("passes everything on that it is told to", () => {
    const Any = component({ attrs: { rest: attr.global({ include: "all" }) } }, ({ rest }) => Object.keys(rest).join());
    expect(renderToString(html`<p>${Any({ href: "x", whatever: 1 })}</p>`)).toBe("<p>href,whatever</p>");
  });
});

const Needy = component(
  { attrs: { rest: attr.global() }, slots: { children: slot().required().doc("the text"), tab: slot().required() } },
  () => html`<i></i>`,
);

// `^` stands before the place that the error must point to.
test.each<[code: string, message: string, spot: string, () => Rendered]>([
  [
    "missing-attr",
    'Card needs the attribute "title" (the heading). Write title="…" or title=${…}.',
    "^<${…} />",
    () => html`<${Card} />`,
  ],
  [
    "unknown-attr",
    'Card knows no attribute "titel". Its attributes are title, size, count, wide, users, owner, format. ' +
      "What it passes on are the global attributes of HTML, aria-*, data-* and phx-*.",
    '<${…} title="T" ^titel="T" />',
    () => html`<${Card} title="T" titel="T" />`,
  ],
  [
    "unknown-attr",
    'Card knows no attribute "href".',
    '^<${…} title="T" ...${…} />',
    () => html`<${Card} title="T" ...${{ href: "x" }} />`,
  ],
  [
    "wrong-attr",
    'Card got "xl" for "size", which is one of "s", "m".',
    '<${…} title="T" ^size=${…} />',
    () => html`<${Card} title="T" size=${"xl"} />`,
  ],
  [
    "wrong-attr",
    'Card got "3" for "count", which is a number. Write count=${…}.',
    '<${…} title="T" ^count="3" />',
    () => html`<${Card} title="T" count="3" />`,
  ],
  [
    "wrong-attr",
    'Card got null for "title", which is a string. Write title="…" or title=${…}, and undefined to leave it out.',
    "<${…} ^title=${…} />",
    () => html`<${Card} title=${null} />`,
  ],
  [
    "wrong-attr",
    'got "yes" for "wide", which is a boolean. Write wide or wide=${…}.',
    '<${…} title="T" ^wide="yes" />',
    () => html`<${Card} title="T" wide="yes" />`,
  ],
  [
    "wrong-attr",
    'got an object for "users", which is an array.',
    '<${…} title="T" ^users=${…} />',
    () => html`<${Card} title="T" users=${{}} />`,
  ],
  [
    "wrong-attr",
    'got an array for "owner", which is an object.',
    '<${…} title="T" ^owner=${…} />',
    () => html`<${Card} title="T" owner=${[]} />`,
  ],
  [
    "wrong-attr",
    'got true for "format", which is a function.',
    '<${…} title="T" ^format />',
    () => html`<${Card} title="T" format />`,
  ],
  [
    "wrong-attr",
    'got a function for "title", which is a string.',
    "<${…} ^title=${…} />",
    () => html`<${Card} title=${() => "T"} />`,
  ],
  [
    "missing-attr",
    '<:column> of Card needs the attribute "label" (its heading).',
    '<${…} title="T">^<:column>x<//><//>',
    () => html`<${Card} title="T"><:column>x<//><//>`,
  ],
  [
    "unknown-attr",
    '<:column> of Card knows no attribute "width". Its attributes are label, wide.',
    '<${…} title="T"><:column label="" ^width="3">x<//><//>',
    () => html`<${Card} title="T"><:column label="" width="3">x<//><//>`,
  ],
  [
    "unknown-attr",
    '<:footer> of Card knows no attribute "a". It has no attributes of its own.',
    '<${…} title="T"><:footer ^a>x<//><//>',
    () => html`<${Card} title="T"><:footer a>x<//><//>`,
  ],
  [
    "wrong-attr",
    '<:column> of Card got "yes" for "wide", which is a boolean.',
    '<${…} title="T" ^column=${…} />',
    () => html`<${Card} title="T" column=${[{ label: "", wide: "yes" }]} />`,
  ],
  [
    "unknown-slot",
    "Card has no slot <:foter>. Its slots are column, footer, anything.",
    '^<${…} title="T"><:foter>x<//><//>',
    () => html`<${Card} title="T"><:foter>x<//><//>`,
  ],
  [
    "missing-slot",
    "needs content (the text). Write something between its tags.",
    "^<${…}><:tab>x<//><//>",
    () => html`<${Needy}><:tab>x<//><//>`,
  ],
  [
    "missing-slot",
    "needs the slot <:tab>. Write <:tab>…<//> between its tags.",
    "^<${…}>x<//>",
    () => html`<${Needy}>x<//>`,
  ],
])("%s: %s", (code, message, spot, template) => {
  let error: unknown;
  try {
    shown(template());
  } catch (thrown) {
    error = thrown;
  }
  if (!(error instanceof TemplateSyntaxError)) throw new Error("No such error was thrown.", { cause: error });
  expect(error.code).toBe(code);
  expect(error.message).toContain(message);
  expect(error.file).toMatch(/component-define\.test\.ts$/);
  const [line = "", caret = ""] = error.spot.split("\n");
  expect(`${line.slice(0, caret.length - 1)}^${line.slice(caret.length - 1)}`.trim()).toBe(spot);
  // In production only defaults are filled in.
  expect(() => renderToString(template())).not.toThrow("Card");
});

test("a component without content says so, and one without a name where it is declared", () => {
  const Empty = component({}, () => html`<hr>`);
  expect(() => shown(html`<${Empty}>text<//>`)).toThrow(
    /The component declared at .*component-define\.test\.ts:\d+:\d+ takes no content\. Remove what stands between its tags/,
  );
});

test("a catalogue can read what a component takes", () => {
  const { name, attrs, slots, rest } = Card.declaration;
  expect(name).toBe("Card");
  expect(attrs.get("size")?.definition).toEqual({
    kind: "string",
    presence: "defaulted",
    default: "m",
    values: ["s", "m"],
  });
  expect(slots["column"]?.definition.isRequired).toBe(false);
  expect(rest?.name).toBe("rest");
});
