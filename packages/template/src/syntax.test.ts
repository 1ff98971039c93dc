import { expect, test } from "vitest";
import { html } from "./html.ts";
import { json, raw } from "./rendered.ts";
import { renderToString } from "./render-to-string.ts";
import { templateStrings } from "./fixtures/client.ts";
import { TemplateSyntaxError } from "./template-error.ts";
import { onTemplateWarning, type TemplateWarning } from "./warning.ts";

function syntaxErrorOf(run: () => unknown): TemplateSyntaxError {
  try {
    run();
  } catch (error) {
    if (error instanceof TemplateSyntaxError) return error;
    throw error;
  }
  throw new Error("Nothing was thrown.");
}

// `§` stands for a slot, `^` before the place that the error must point to.
const MALFORMED: readonly [code: string, template: string][] = [
  ["unclosed-tag", "^<p>a"],
  ["unclosed-tag", "<ul>^<li>a"],
  ["unclosed-tag", "<div>^<p"],
  ["unclosed-tag", "<div>^<p a"],
  ["unclosed-tag", "<div>^<p a = 'b'"],
  ["unclosed-tag", "<div a=^'b>"],
  ["unclosed-tag", "^<script>let a;"],
  ["unclosed-tag", "^<textarea></text>"],
  ["unclosed-tag", "^<!doctype html"],
  ["unclosed-comment", "a^<!-- b ->"],
  ["misnested-tag", "<b>x^</i>"],
  ["misnested-tag", "<svg><title><b>x^</i></title></svg>"],
  ["misnested-tag", "<ul><li>a<li>b^</ul>"],
  ["misnested-tag", "<b><i>x^</b></i>"],
  ["misnested-tag", "<§>x^</p>"],
  ["misnested-tag", "<§><:a>x^</:b><//>"],
  ["unexpected-end-tag", "a^</p>"],
  ["unexpected-end-tag", "<br>^</br>"],
  ["self-closing-tag", "<p>^<div/></p>"],
  ["self-closing-tag", "<svg><foreignObject>^<div/></foreignObject></svg>"],
  ["self-closing-tag", "<div>^<circle/></div>"],
  ["malformed-tag", "<p>^</p a></p>"],
  ["malformed-tag", "^<a<b>"],
  ["malformed-tag", "<p ^a'b></p>"],
  ["malformed-tag", "<p a=^></p>"],
  ["malformed-tag", "<p ^=></p>"],
  ["malformed-tag", "<br ^/ a>"],
  ["duplicate-attribute", "<p title=a ^TITLE=b></p>"],
  ["slot-in-comment", "<!-- ^§ -->"],
  ["slot-in-comment", "<!doctype ^§>"],
  ["slot-in-tag-name", "<h^§>a</h1>"],
  ["slot-in-attribute-name", "<p ^§></p>"],
  ["slot-in-attribute-name", "<p data-^§=1></p>"],
  ["slot-in-attribute-name", "<p ...§ ..^§></p>"],
  ["misplaced-named-slot", "<div>^<:a>x<//></div>"],
  ["misplaced-named-slot", "<§><p>^<:a>x<//></p><//>"],
  ["misplaced-named-slot", "^<§ a=1><:a>x<//><//>"],
  ["misplaced-named-slot", "^<§><:children>x<//><//>"],
  ["unknown-entity", "<§ a='x ^&eacute; y'/>"],
  ["missing-id", "<div ^phx-hook=Chart></div>"],
  ["missing-id", "<div ^phx-hook=§></div>"],
  ["missing-id", "<ul ^phx-update='stream'></ul>"],
  ["missing-id", "<§><ul class=a ^phx-update=ignore></ul><//>"],
  ["unknown-update", "<ul id=a ^phx-update='streem'></ul>"],
  ["unknown-directive", "<p ^:if=§></p>"],
  ["unknown-directive", "<§ ^:for=§ />"],
  ["unknown-directive", "<§><:tab ^:let=§>x<//><//>"],
  ["slot-in-url-scheme", "<a href='javascript:go(^§)'>x</a>"],
  ["slot-in-url-scheme", "<a href='java&#115;cript^§'>x</a>"],
  ["slot-in-code", "<script>^§</script>"],
  ["slot-in-code", "<style>^§</style>"],
  ["slot-in-code", "<svg><style>^§</style></svg>"],
  ["slot-in-code", "<iframe srcdoc=^§></iframe>"],
  ["slot-in-code", "<p onclick='go(^§)'></p>"],
  ["slot-in-code", "<p OnClick=^§></p>"],
  ["slot-in-code", "<§><p onclick=^§></p><//>"],
  ["slot-in-code", "<§><:a><p onclick=^§></p><//><//>"],
];

test.each(MALFORMED)("%s: %s", (code, template) => {
  const source = template.replace("^", "");
  const strings = source.split("§");
  const component = () => html`<i></i>`;
  const error = syntaxErrorOf(() =>
    html(
      templateStrings(strings),
      ...strings.slice(1).map((_, index) => (source.startsWith("<§") && index === 0 ? component : "x")),
    ),
  );
  expect(error.code).toBe(code);
  expect(error.message).toContain(error.spot);
  // The caret stands under the place.
  const [line = "", caret = ""] = error.spot.split("\n");
  expect(`${line.slice(0, caret.length - 1)}^${line.slice(caret.length - 1)}`.trim()).toBe(
    template.replaceAll("§", "${…}").replaceAll("\t", " "),
  );
});

test("an element with an id, or a spread that may hold one, has its hook and its rows", () => {
  const spread = { id: "c" };
  expect(
    renderToString(
      html`<i ID=${"a"} phx-hook="A"></i><i ...${spread} phx-update="stream"></i><i phx-update="replace"></i><i phx-update=${null}></i><${Hooked} phx-hook="B" />`,
    ),
  ).toBe('<i ID="a" phx-hook="A"></i><i id="c" phx-update="stream"></i><i phx-update="replace"></i><i></i>B');
});

function Hooked(props: { readonly "phx-hook": string }): string {
  return props["phx-hook"];
}

test("a field called id is told of when its template is read, where somebody listens", () => {
  const warnings: TemplateWarning[] = [];
  const end = onTemplateWarning((warning) => warnings.push(warning));
  const form = () => html`<form id="f"><input name="id"><input name="ids"><p name="id"></p></form>`;
  form();
  form();
  end();
  renderToString(html`<select name="id"></select>`);
  expect(warnings).toEqual([
    {
      message: expect.stringMatching(/^<input name="id"> takes the place of its form's own id/),
      template: expect.stringMatching(/syntax\.test\.ts:\d+:\d+$/),
    },
  ]);
});

test("the error names the file, the line and the column of the spot", () => {
  const error = syntaxErrorOf(
    () => html`<div>
      <p>${1} ${2}</i>
    </div>`,
  );
  const opening = syntaxErrorOf(() => html`<p>`);
  expect(error.file).toMatch(/packages\/template\/src\/syntax\.test\.ts$/);
  expect(error.line).toBe(opening.line - 3);
  expect(error.column).toBe("      <p>${…} ${…}".length + 1);
  // On the first line it goes by where the engine says that the call is: at the tag, or, with vitest's imports, behind its name.
  const column = "  const opening = syntaxErrorOf(() => html`".length + 1;
  expect([column, column + "html".length]).toContain(opening.column);
});

test("long lines are cut around the spot", () => {
  const error = syntaxErrorOf(() => html(templateStrings([`<p>${"x".repeat(300)}<b>${"y".repeat(300)}</p>`])));
  expect(error.spot.split("\n").every((line) => line.length <= 84)).toBe(true);
  expect(error.spot).toContain("yyy</p>");
});

test("a template with an escape that JavaScript does not know is an error, not undefined text", () => {
  expect(syntaxErrorOf(() => html`<p>\u</p>`).code).toBe("bad-escape");
});

test("the noncharacter that marks slots inside is refused", () => {
  expect(syntaxErrorOf(() => html(templateStrings(["a\uFDD0b"]))).code).toBe("malformed-tag");
});

test.each([
  ["no closing quote is read over a slot", () => html`<p title="${1}>x</p>`, "unclosed-tag"],
  ["a component that is not a function", () => renderToString(html`<${"p"}>x<//>`), "component-is-not-a-function"],
  ["a plain object in text", () => renderToString(html`<p>${{ a: 1 }}</p>`), "unprintable-value"],
  ["a promise", () => renderToString(html`<p>${Promise.resolve(1)}</p>`), "unprintable-value"],
  ["a symbol", () => renderToString(html`<p>${Symbol("a")}</p>`), "unprintable-value"],
  ["a list in an attribute", () => renderToString(html`<p title=${["a"]}></p>`), "unprintable-value"],
  ["a template in an attribute", () => renderToString(html`<p title=${html`x`}></p>`), "unprintable-value"],
  ["a spread of text", () => renderToString(html`<p ...${"a"}></p>`), "unprintable-value"],
  [
    "a spread name that would end the tag",
    () => renderToString(html`<p ...${{ "a><b": 1 }}></p>`),
    "bad-attribute-name",
  ],
  ["a handler in a spread", () => renderToString(html`<p ...${{ onclick: "x" }}></p>`), "slot-in-code"],
  [
    "text that reaches code later than at the first use",
    () => {
      const page = (code: unknown) => html`<script>${code}</script>`;
      renderToString(page(raw("1")));
      renderToString(page("1"));
    },
    "slot-in-code",
  ],
  ["a lazy slot in code", () => renderToString(html`<script>${() => "1"}</script>`), "slot-in-code"],
])("%s", (_, run, code) => {
  expect(syntaxErrorOf(run).code).toBe(code);
});

test("code takes what is vouched for, JSON, and nothing", () => {
  expect(
    renderToString(
      html`<script>let a = ${json({ a: "</script>", b: "\u2028" })}; ${raw("a < b")} ${null}${false}</script>`,
    ),
  ).toBe('<script>let a = {"a":"\\u003c/script\\u003e","b":"\\u2028"}; a < b </script>');
  expect(
    renderToString(html`<p onclick="go(${json('it\'s "x"')})" onkeyup=${raw("a && b('c')")} onload=${null}></p>`),
  ).toBe('<p onclick="go(&quot;it&#39;s \\&quot;x\\&quot;&quot;)" onkeyup="a &amp;&amp; b(&#39;c&#39;)"></p>');
  expect(renderToString(html`<iframe srcdoc=${raw("<p>&lt;</p>")}></iframe>`)).toBe(
    '<iframe srcdoc="&lt;p&gt;&amp;lt;&lt;/p&gt;"></iframe>',
  );
});
