import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { TestClient } from "./fixtures/client.ts";
import { html } from "./html.ts";
import { raw } from "./rendered.ts";
import { renderToString } from "./render-to-string.ts";
import { type BlockedUrl, onBlockedUrl } from "./url.ts";

let blocked: BlockedUrl[] = [];
let stop = () => {};
beforeEach(() => {
  blocked = [];
  stop = onBlockedUrl((url) => blocked.push(url));
});
afterEach(() => stop());

const link = (url: unknown) => html`<a href=${url}>x</a>`;
const BLOCKED = '<a href="about:blank#blocked">x</a>';

test.each([
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "  javascript:alert(1)",
  "\u0000\u0001\u001fjavascript:alert(1)",
  "java\nscript:alert(1)",
  "java\tscr\r\nipt\n:alert(1)",
  "\u00a0\u2003\ufeffjavascript:alert(1)",
  "java\u200bscript\u00ad:alert(1)",
  "vbscript:msgbox(1)",
  "data:text/html,<script>alert(1)</script>",
  "DATA:text/html;base64,PHNjcmlwdD4=",
  "data:image/svg+xml,<svg onload=alert(1)>",
  "data:application/xhtml+xml,x",
])("%j would run a script, and is not rendered", (url) => {
  expect(renderToString(link(url))).toBe(BLOCKED);
  expect(blocked).toEqual([
    { url, tag: "a", attribute: "href", template: expect.stringMatching(/url\.test\.ts:\d+:\d+$/) },
  ]);
});

test.each([
  "/javascript:x",
  "./a",
  "#javascript:x",
  "?q=javascript:x",
  "https://a.b/javascript:",
  "HTTPS://a.b",
  "mailto:a@b.c",
  "tel:1",
  "javascript",
  "javascripts:x",
  "a/b:c",
  "data:text/csv,a;b",
  "blob:http://a.b/1",
  "",
  "&#106;avascript:alert(1)",
  "//a.b",
])("%j is fine", (url) => {
  expect(renderToString(link(url))).toBe(`<a href="${url.replaceAll("&", "&amp;")}">x</a>`);
  expect(blocked).toEqual([]);
});

describe("where a URL may stand", () => {
  const bad = "javascript:x";
  test.each<[string, ReturnType<typeof html>]>([
    ["quoted", html`<a href="${bad}">x</a>`],
    ["in two slots", html`<a href="${"java"}${"script:x"}">x</a>`],
    ["begun by the template", html`<a href="java${"script:x"}">x</a>`],
    ["behind white space", html`<a href=" ${bad}">x</a>`],
    ["in a spread", html`<a ...${{ HREF: bad }}>x</a>`],
    ["lazy", html`<a href=${() => bad}>x</a>`],
    ["lazy in two slots", html`<a href="${() => "java"}${() => "script:x"}">x</a>`],
    ["action", html`<form action=${bad}></form>`],
    ["formaction", html`<button formaction=${bad}></button>`],
    ["what a script makes a form's action of", html`<a data-method="delete" data-to=${bad}>x</a>`],
    ["src", html`<iframe src=${bad}></iframe>`],
    ["src with data", html`<iframe src=${"data:text/plain,x"}></iframe>`],
    ["data of an object", html`<object data=${bad}></object>`],
    ["xlink:href", html`<svg><a xlink:href=${bad}></a></svg>`],
    ["use", html`<svg><use href=${"data:image/png,x"}></use></svg>`],
    ["an animated href", html`<svg><set attributeName="href" to=${bad}></set></svg>`],
    ["poster", html`<video poster=${bad}></video>`],
    ["img with a page in it", html`<img src=${"data:text/html,x"}>`],
    ["upper case", html`<A HREF=${bad}>x</A>`],
    ["data: begun by the template", html`<a href="data:${"text/html,x"}">x</a>`],
  ])("%s", (_, rendered) => {
    expect(renderToString(rendered)).toContain("about:blank#blocked");
    expect(renderToString(rendered).toLowerCase()).not.toContain("script:x");
    expect(blocked).toHaveLength(2);
  });

  test("media may come as data, a custom element's `data` is no URL", () => {
    const png = "data:image/png;base64,AA==";
    expect(renderToString(html`<img src=${png}><video src=${"data:video/mp4,x"}></video><x-y data=${bad}></x-y>`)).toBe(
      `<img src="${png}"><video src="data:video/mp4,x"></video><x-y data="javascript:x"></x-y>`,
    );
  });

  test("behind a settled scheme or path, any text will do", () => {
    expect(
      renderToString(
        html`<a href="/search?q=${bad}&amp;n=${1}">x</a><a href="https://${bad}">y</a><a href=/u/${"a b"}>z</a>`,
      ),
    ).toBe('<a href="/search?q=javascript:x&amp;n=1">x</a><a href="https://javascript:x">y</a><a href="/u/a b">z</a>');
    expect(blocked).toEqual([]);
  });

  test("who vouches for a URL may have any", () => {
    const url = raw("javascript:void('<')");
    const expected = '<a href="javascript:void(&#39;&lt;&#39;)">x</a>';
    expect([renderToString(link(url)), renderToString(html`<a href="${url}">x</a>`)]).toEqual([expected, expected]);
  });
});

test("a URL of several slots is one slot on the wire", () => {
  const page = (user: unknown, tab: unknown) => html`<a href="${user}/posts?tab=${tab}" title="${tab}">x</a>`;
  const client = new TestClient();
  client.receive(page("ann", "a&b"));
  expect(client.receive(page("ann", "c"))).toEqual({ 0: "ann/posts?tab=c", 1: "c" });
  expect(client.receive(page("ann", "c"))).toEqual({});
  expect(client.receive(page(() => "bob", "c"))).toEqual({ 0: "bob/posts?tab=c" });
});

test("a blocked URL is reported when it comes, not again while it stays, and cut to 80 characters", () => {
  const client = new TestClient();
  const bad = `javascript:${"x".repeat(100)}`;
  client.receive(link(bad));
  expect(blocked[0]?.url).toHaveLength(80);
  blocked = [];
  client.receive(link(bad));
  // Once by the dead render that the test client compares with.
  expect(blocked).toHaveLength(1);
});

test("after the listener is removed nothing is reported, and nothing throws", () => {
  stop();
  expect(renderToString(link("javascript:1"))).toBe(BLOCKED);
  expect(blocked).toEqual([]);
});
