import { expect, test } from "vitest";
import { templateStrings } from "./fixtures/client.ts";
import { html } from "./html.ts";
import { raw } from "./rendered.ts";
import { renderToString } from "./render-to-string.ts";

const AS_WRITTEN = [
  "",
  " ",
  "just text\n  with lines ",
  "<p>one</p>",
  "<P CLASS='a b' data-x=1 checked>odd \t spacing</P\n>",
  '<p\n  class = "x"\n  title=\'it "is"\'\n>y</p>',
  "<br><br/><br /><img src=a.png><input disabled>",
  "<a href=/a/b/>slash is part of the value</a>",
  "a < b && c > d &amp; e &copy; &#x41; &nosuch; &",
  "<!doctype html>\n<html lang=en><head><title>A &amp; B</title></head><body></body></html>",
  "<!-- a comment with <b> and --!><!--> <!---> <?php ?> <!ELEMENT x>",
  "<script>if (a < b && c > d) { '</b>' + `<!--` }</script>",
  "<style>a > b { content: '</i>' }</style>",
  "<textarea>\n <b> &lt; </textarea><title><i></title>",
  "<pre>\n\n  two lines\n</pre>",
  "<svg viewBox='0 0 9 9'><path d=\"M0 0\"/><g><circle r=1 /></g><title>t &lt; <!-- c --></title><![CDATA[ <b> ]]></svg>",
  "<svg><foreignObject><p>html<br>again</p></foreignObject><style>a { b: c }</style></svg>",
  "<circle r='1'/><g><path/></g>",
  "<math><mi>x</mi><mspace/></math>",
  "<my-element some.attr:x @click='y' [z]=1></my-element>",
  "<template><li>x</li></template><select><option selected>a</option></select>",
];

test.each(AS_WRITTEN)("a template without slots renders as it is written: %j", (source) => {
  expect(renderToString(html(templateStrings([source])))).toBe(source);
});

test.each([
  ["\n  <p>a</p>\n", "<p>a</p>"],
  ["\n\n text \n more\n\t", "text \n more"],
  [" \n ", ""],
  [" <p> a</p> ", " <p> a</p> "],
  ["\n<pre>\n a\n</pre>\n", "<pre>\n a\n</pre>"],
  ["<!-- a -->\n<p></p>\n<!-- b -->", "<!-- a -->\n<p></p>\n<!-- b -->"],
])("line breaks at the ends of a template are layout, all other white space is content: %j", (source, expected) => {
  expect(renderToString(html(templateStrings([source])))).toBe(expected);
});

test("htm's short end tag closes an element, which then gets its own", () => {
  expect(renderToString(html`<div><p>a<//><//>`)).toBe("<div><p>a</p></div>");
});

test("a call site is prepared once, and another one with the same text is another template", () => {
  const item = (text: string) => html`<li>${text}</li>`;
  const other = (text: string) => html`<li>${text}</li>`;
  expect(item("a").template).toBe(item("b").template);
  expect(item("a").template).not.toBe(other("a").template);
});

test("a template remembers whether it is one element", () => {
  const cases: readonly [readonly string[], boolean][] = [
    [["<p>a</p>"], true],
    [["\n  <p>", "</p>\n"], true],
    [["<!-- note --> <p></p><!-- note -->"], true],
    [["<p ...", "></p>"], true],
    [["<input>"], true],
    [["<p id='x'></p>"], true],
    [["<p id=", "></p>"], true],
    [["<p id=a", "></p>"], true],
    [["<p></p><p></p>"], false],
    [["text<p></p>"], false],
    [["", "<p></p>"], false],
    [["<", "/>"], false],
    [["text"], false],
    [["<!doctype html><html></html>"], false],
  ];
  for (const [strings, hasRoot] of cases) {
    const values = strings.slice(1).map(() => () => undefined);
    expect([strings, html(templateStrings(strings), ...values).template.hasRoot]).toEqual([strings, hasRoot]);
  }
});

// phoenix_live_view looks for the root tag with a pattern that does not cross lines in comments, and for its id as ` id="…"`.
test.each([
  ["<!-- two\nlines --><p></p>"],
  ["<p id=a></p>"],
  ["<p\tid='a'></p>"],
  ["<p ID='a'></p>"],
  ["<p id = 'a'></p>"],
])("a root that upstream's client would not find, or whose id it would lose, is not marked: %j", (source) => {
  expect(html(templateStrings([source])).template.hasRoot).toBe(false);
});

test("a strings array that came in as data is refused", () => {
  const forged = JSON.parse('["<script>", "</script>"]') as unknown as TemplateStringsArray;
  expect(() => html(forged, 1)).toThrow(expect.objectContaining({ code: "not-a-template" }));
});

test("a rendered template may be kept and rendered again", () => {
  const kept = html`<p>${[html`<b>${1}</b>`, raw("<hr>")]}</p>`;
  expect([renderToString(kept), renderToString(kept)]).toEqual(["<p><b>1</b><hr></p>", "<p><b>1</b><hr></p>"]);
});
