import { describe, expect, test } from "vitest";
import { each } from "./each.ts";
import { TestClient, diffsOf } from "./fixtures/client.ts";
import { html } from "./html.ts";
import { json, raw } from "./rendered.ts";
import { renderToString } from "./render-to-string.ts";

const text = (value: unknown) => html`<p>${value}</p>`;

describe("a value in text", () => {
  test.each<[unknown, string]>([
    ["plain", "plain"],
    ["", ""],
    [`<b> & "q" 'a'`, "&lt;b&gt; &amp; &quot;q&quot; &#39;a&#39;"],
    ["back\\slash \n line \u2028 é 日本", "back\\slash \n line \u2028 é 日本"],
    [0, "0"],
    [-0, "0"],
    [1.5, "1.5"],
    [Number.NaN, "NaN"],
    [10n, "10"],
    [true, ""],
    [false, ""],
    [null, ""],
    [undefined, ""],
    [new Date(0), String(new Date(0))],
    [new URL("http://a.b/?c&d"), "http://a.b/?c&amp;d"],
    [raw("<b>&amp;</b>"), "<b>&amp;</b>"],
    [json({ a: ["<", 'q"'] }), "{&quot;a&quot;:[&quot;\\u003c&quot;,&quot;q\\&quot;&quot;]}"],
    [html`<i>${"<"}</i>`, "<i>&lt;</i>"],
    [[], ""],
    [["a", 1, null, "<"], "a1&lt;"],
    [[html`<i>1</i>`, " ", html`<b>2</b>`], "<i>1</i> <b>2</b>"],
    [[["a"], [[html`<i></i>`], "b"]], "a<i></i>b"],
    [each(new Set([1, 2]), Number, (n) => html`<i>${n}</i>`), "<i>1</i><i>2</i>"],
    [each([1, 2], Number, (n) => n), "12"],
  ])("%o renders %o", (value, expected) => {
    expect(renderToString(text(value))).toBe(`<p>${expected}</p>`);
    new TestClient().receive(text(value));
  });

  test("is compared by what it reads", () => {
    const same: readonly (readonly unknown[])[] = [
      [1, "1", 1n, html`1`].slice(0, 3),
      [null, undefined, false, true, "", [], [""]],
      [Number.NaN, Number.NaN, "NaN"],
      [0, -0, "0"],
      [["a", "b"], "ab", ["ab"]],
      [new Date(5), new Date(5), String(new Date(5))],
      [raw("<b>"), raw("<b>")],
      [json([1]), json([1]), "[1]"],
    ];
    for (const values of same) {
      expect(diffsOf(...values.map(text)).every((diff) => JSON.stringify(diff) === "{}")).toBe(true);
    }
  });

  test("a date that was changed in place shows", () => {
    const date = new Date(0);
    const client = new TestClient();
    client.receive(text(date));
    date.setFullYear(2020);
    expect(client.receive(text(date))).toEqual({ 0: String(date) });
  });
});

describe("from one kind of content to another", () => {
  const item = (value: unknown) => html`<i>${value}</i>`;
  const other = (value: unknown) => html`<b>${value}</b>`;

  test.each<[string, unknown, unknown, unknown]>([
    ["text, other text", "a", "b", { 0: "b" }],
    ["text, nothing", "a", null, { 0: "" }],
    ["the same template, other value", item(1), item(2), { 0: { 0: "2" } }],
    ["the same template, same value", item(1), item(1), {}],
    ["another template", item(1), other(1), { 0: { 0: "1", s: 0 }, p: { 0: ["<b>", "</b>"] } }],
    ["text, template", "a", item(1), { 0: { 0: "1", s: 0 }, p: { 0: ["<i>", "</i>"] } }],
    ["template, text", item(1), "a", { 0: "a" }],
    ["template, nothing", item(1), false, { 0: "" }],
    ["template, text that reads like it", html`1`, "1", { 0: "1" }],
    ["raw, text that reads like it", raw("a"), "a", { 0: "a" }],
    ["text, raw that reads like it", "a", raw("a"), { 0: "a" }],
    ["nothing, list", [], [item(1)], { 0: { k: { 0: { 0: "1" }, kc: 1 }, s: 0 }, p: { 0: ["<i>", "</i>"] } }],
    ["list, no rows", [item(1)], [], { 0: { k: { kc: 0 } } }],
    ["list, text", [item(1)], "a", { 0: "a" }],
    ["list, template", [item(1)], item(1), { 0: { 0: "1", s: 0 }, p: { 0: ["<i>", "</i>"] } }],
    ["list, list of texts", [item(1)], ["a", "b"], { 0: "ab" }],
    [
      "keyed, unkeyed",
      each([1], Number, item),
      [item(1)],
      { 0: { k: { 0: { 0: "1" }, kc: 1 }, s: 0 }, p: { 0: ["<i>", "</i>"] } },
    ],
  ])("%s", (_, ...[before, after, diff]) => {
    expect(diffsOf(text(before), text(after))).toEqual([diff]);
  });

  test("what was dropped is sent anew when it comes back", () => {
    const full = { 0: { 0: "1", s: 0 }, p: { 0: ["<i>", "</i>"] } };
    expect(diffsOf(text(item(1)), text("a"), text(item(1)))).toEqual([{ 0: "a" }, full]);
  });
});

describe("content of title and textarea", () => {
  test("is text, whatever is in it", () => {
    const area = (value: unknown) => html`<textarea>${value}</textarea>`;
    expect(renderToString(area("\n<a>"))).toBe("<textarea>\n\n&lt;a&gt;</textarea>");
    expect(renderToString(html`<title>${html`<b>${"&"}</b>`} - ${["a", "b"]}</title>`)).toBe(
      "<title><b>&amp;</b> - ab</title>",
    );
    expect(diffsOf(area(html`<i>${1}</i>`), area(html`<i>${1}</i>`), area([html`a`, 1]), area("a1"))).toEqual([
      {},
      { 0: "a1" },
      { 0: "a1" },
    ]);
  });
});

test("a newline that begins a value in pre is not lost to the parser", () => {
  expect(renderToString(html`<pre>${"\na"}</pre>`)).toBe("<pre>\n\na</pre>");
  expect(
    renderToString(html`<pre>
${"\na"}</pre>`),
  ).toBe("<pre>\n\na</pre>");
  expect(renderToString(html`<pre>a${"\nb"}</pre>`)).toBe("<pre>a\nb</pre>");
  expect(renderToString(html`<pre><${() => "\na"}/></pre>`)).toBe("<pre>\n\na</pre>");
});

test("json refuses what JSON cannot hold", () => {
  expect(() => json(undefined)).toThrow(TypeError);
  expect(() => json(() => 1)).toThrow(/function/);
});
