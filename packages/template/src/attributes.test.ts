import { describe, expect, test } from "vitest";
import { TestClient, diffsOf } from "./fixtures/client.ts";
import { html } from "./html.ts";
import { json, raw } from "./rendered.ts";
import { renderToString } from "./render-to-string.ts";

describe("a slot that is the whole attribute", () => {
  test.each<[unknown, string]>([
    ["a", '<p title="a"></p>'],
    ["", '<p title=""></p>'],
    [0, '<p title="0"></p>'],
    [`<"'&>`, '<p title="&lt;&quot;&#39;&amp;&gt;"></p>'],
    [true, "<p title></p>"],
    [false, "<p></p>"],
    [null, "<p></p>"],
    [undefined, "<p></p>"],
    [raw("&lt;\"'"), '<p title="&amp;lt;&quot;&#39;"></p>'],
    [json({ a: "b" }), '<p title="{&quot;a&quot;:&quot;b&quot;}"></p>'],
    [new URL("http://a.b"), '<p title="http://a.b/"></p>'],
  ])("%o", (value, expected) => {
    const page = (title: unknown) => html`<p title=${title}></p>`;
    expect(renderToString(page(value))).toBe(expected);
    new TestClient().receive(page(value));
  });

  test("is there or not as a whole", () => {
    const button = (off: unknown) => html`<button type="button" disabled=${off}>x</button>`;
    expect(diffsOf(button(false), button(true), button("yes"), button(null), button(undefined))).toEqual([
      { 0: " disabled" },
      { 0: ' disabled="yes"' },
      { 0: "" },
      {},
    ]);
  });

  test("a boolean attribute stays one in quotes", () => {
    expect(renderToString(html`<input disabled="${false}" checked='${true}' value="${null}">`)).toBe(
      '<input checked value="">',
    );
  });

  test("states that ARIA and HTML spell out are words", () => {
    const states = (value: unknown) => html`<p aria-busy=${value} draggable=${value} aria-label="${value}"></p>`;
    expect(renderToString(states(true))).toBe('<p aria-busy="true" draggable="true" aria-label="true"></p>');
    expect(renderToString(states(false))).toBe('<p aria-busy="false" draggable="false" aria-label="false"></p>');
    expect(renderToString(states(null))).toBe('<p aria-label=""></p>');
  });

  test("may be written in any way that HTML knows", () => {
    const value = "v";
    expect(renderToString(html`<p  a=${value}  b = ${value} c="${value}"d='${value}' e=${value}></p>`)).toBe(
      `<p a="v" b="v" c="v"d='v' e="v"></p>`,
    );
    expect(renderToString(html`<input a=${value}/><br b=${value} /><svg><path d=${value}/></svg>`)).toBe(
      '<input a="v"/><br b="v" /><svg><path d="v"/></svg>',
    );
  });
});

describe("slots in a text between quotes", () => {
  test.each<[string, ReturnType<typeof html>, string]>([
    ["between texts", html`<p title="a ${1} b ${"<"}"></p>`, '<p title="a 1 b &lt;"></p>'],
    ["single quotes", html`<p title='${"it's"} ${'"'}'></p>`, "<p title='it&#39;s &quot;'></p>"],
    ["nothing", html`<p title="a${null}${false}${undefined}${true}b"></p>`, '<p title="ab"></p>'],
    ["no quotes", html`<p data-a=x-${1}-y id=r${2}></p>`, '<p data-a="x-1-y" id="r2"></p>'],
    ["no quotes, and a quote in the text", html`<p data-a=x"${1}></p>`, '<p data-a="x&quot;1"></p>'],
    ["entities of the template stay", html`<p title="&copy; ${1} &amp;"></p>`, '<p title="&copy; 1 &amp;"></p>'],
  ])("%s", (_, rendered, expected) => {
    expect(renderToString(rendered)).toBe(expected);
  });

  test("send their value only", () => {
    const row = (id: number) => html`<tr id="row-${id}" phx-value-id="${id}"></tr>`;
    expect(diffsOf(row(1), row(2))).toEqual([{ 0: "2", 1: "2" }]);
  });
});

describe("class", () => {
  test.each<[unknown, string]>([
    ["a  b", "a  b"],
    [["a", false, null, undefined, "", 0, "b"], "a 0 b"],
    [["a", ["b", { c: true, d: false }], { e: 1, f: 0 }], "a b c e"],
    [{ "x y": true, z: null }, "x y"],
    [[], ""],
    [{}, ""],
    [null, ""],
    [false, ""],
    ['<">', "&lt;&quot;&gt;"],
    [["a&b"], "a&amp;b"],
  ])("%o reads %o", (value, expected) => {
    expect(renderToString(html`<p class=${value}></p>`)).toBe(`<p class="${expected}"></p>`);
    expect(renderToString(html`<p class="${value}"></p>`)).toBe(`<p class="${expected}"></p>`);
    expect(renderToString(html`<p class='a ${value}'></p>`)).toBe(`<p class='a ${expected}'></p>`);
  });

  test("is compared by what it reads, also when changed in place", () => {
    const page = (value: unknown) => html`<p class=${value}></p>`;
    const classes = { a: true, b: false };
    const client = new TestClient();
    client.receive(page(classes));
    expect(client.receive(page(["a"]))).toEqual({});
    classes.b = true;
    expect(client.receive(page(classes))).toEqual({ 0: "a b" });
  });
});

describe("style", () => {
  test.each<[unknown, string]>([
    ["color: red", "color: red"],
    [
      { color: "red", fontWeight: 700, "--gap": "2px", "line-height": 1.5 },
      "color: red; font-weight: 700; --gap: 2px; line-height: 1.5;",
    ],
    [{ color: null, top: false, left: undefined, right: "", bottom: 0, width: true }, "bottom: 0;"],
    [
      { background: 'url("data:image/png;base64,AA==")', content: "'a;b'" },
      "background: url(&quot;data:image/png;base64,AA==&quot;); content: &#39;a;b&#39;;",
    ],
    [
      { background: "url(a;b.png)", transform: "rotate(1deg) scale(calc(1 + 1))" },
      "background: url(a;b.png); transform: rotate(1deg) scale(calc(1 + 1));",
    ],
    // What setProperty would ignore:
    [{ color: "red; position: fixed" }, ""],
    [{ color: "red}" }, ""],
    [{ color: "red/*" }, ""],
    [{ color: "url(" }, ""],
    [{ color: "a)b(" }, ""],
    [{ color: '"' }, ""],
    [{ color: "\\" }, ""],
    [{ "color:red;x": "y" }, ""],
    [{}, ""],
  ])("%o reads %o", (value, expected) => {
    expect(renderToString(html`<p style=${value}></p>`)).toBe(`<p style="${expected}"></p>`);
  });

  test("takes slots in its text", () => {
    expect(renderToString(html`<p style="width: ${50}%; ${{ color: "red" }}"></p>`)).toBe(
      '<p style="width: 50%; color: red;"></p>',
    );
  });
});

describe("a map of data, aria or phx", () => {
  test.each<[ReturnType<typeof html>, string]>([
    [html`<p data=${{ id: 1, userName: "<" }}></p>`, '<p data-id="1" data-user-name="&lt;"></p>'],
    [
      html`<p aria=${{ label: "x", hidden: false, describedby: null }}></p>`,
      '<p aria-label="x" aria-hidden="false"></p>',
    ],
    [
      html`<p phx=${{ click: "go", value: { userId: 1, kind: "a" } }}></p>`,
      '<p phx-click="go" phx-value-user-id="1" phx-value-kind="a"></p>',
    ],
    [
      html`<p ...${{ id: "a", data: { confirm: "sure?", open: true, off: false } }}></p>`,
      '<p id="a" data-confirm="sure?" data-open></p>',
    ],
    [html`<p data=${{}}></p>`, "<p></p>"],
    [html`<p data=${"text"} aria=${null}></p>`, '<p data="text"></p>'],
    [html`<object data=${"/a"}></object>`, '<object data="/a"></object>'],
    [html`<a data=${{ to: "javascript:x" }}>x</a>`, '<a data-to="about:blank#blocked">x</a>'],
  ])("%#", (rendered, expected) => {
    expect(renderToString(rendered)).toBe(expected);
  });

  test("is compared by what it reads", () => {
    const page = (id: number) => html`<p data=${{ id, kind: "a" }}></p>`;
    expect(diffsOf(page(1), page(1), page(2))).toEqual([{}, { 0: ' data-id="2" data-kind="a"' }]);
  });

  test("has no key that could break out of the tag", () => {
    expect(() => renderToString(html`<p data=${{ "a><b": 1 }}></p>`)).toThrow("cannot name one");
  });
});

describe("a spread", () => {
  test("writes each entry by its own rules", () => {
    const attributes = {
      id: "a",
      disabled: true,
      hidden: false,
      title: null,
      class: ["x", { y: true }],
      style: { color: "red" },
      "aria-busy": false,
      href: "javascript:1",
      onclick: raw("go()"),
      "data-x": `<"`,
    };
    expect(renderToString(html`<a ...${attributes}>x</a>`)).toBe(
      '<a id="a" disabled class="x y" style="color: red;" aria-busy="false" href="about:blank#blocked" onclick="go()" data-x="&lt;&quot;">x</a>',
    );
  });

  test("never overrides what the tag itself has", () => {
    expect(renderToString(html`<input ...${{ TYPE: "text", name: "n" }} type="hidden" value=${1}>`)).toBe(
      '<input name="n" type="hidden" value="1">',
    );
  });

  test("may be nothing", () => {
    expect(renderToString(html`<p ...${null} ...${undefined} ...${false} ...${{}}></p>`)).toBe("<p></p>");
  });

  test("is compared by what it reads, also when changed in place", () => {
    const attributes: Record<string, unknown> = { a: 1 };
    const page = () => html`<p ...${attributes}></p>`;
    const client = new TestClient();
    client.receive(page());
    expect(client.receive(page())).toEqual({});
    attributes["b"] = true;
    expect(client.receive(page())).toEqual({ 0: ' a="1" b' });
  });
});
