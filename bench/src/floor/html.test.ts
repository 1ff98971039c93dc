import { expect, test } from "vitest";
import { escapeHtml } from "./escape.ts";
import { renderPage } from "./html.ts";

/** Counts a piece of markup in a page. */
function occurrences(html: string | undefined, piece: string): number {
  return (html ?? "").split(piece).length - 1;
}

const TOKENS = { viewId: "phx-0000000000000001", csrfToken: "csrf" };

test.each([
  ["plain text", "plain text"],
  [`<a href="x">Tom & 'Jerry'</a>`, "&lt;a href=&quot;x&quot;&gt;Tom &amp; &#39;Jerry&#39;&lt;/a&gt;"],
])("%j is escaped to %j", (text, expected) => {
  expect(escapeHtml(text)).toBe(expected);
});

test.each([
  ["/counter", ['<main class="counter">', '<span id="count">0</span>', '<button phx-click="inc">+</button>']],
  ["/dashboard", ["tick <b>0</b>", '<h2>Revenue today</h2><p class="num">97770</p><small>EUR</small>']],
  [
    "/form",
    ['<label for="user_email">', '<input type="number" name="user[age]" id="user_age" value="" class="w-full input">'],
  ],
  ["/table", ['<tr id="row-1">', "handsome green car", '<td class="col-md-6">13.27</td>', '<tr id="row-1000">']],
])("%s is the page that Phoenix rendered", (path, pieces) => {
  const html = renderPage(path, TOKENS) ?? "";
  for (const piece of pieces) expect(html).toContain(piece);
});

test("the table has its thousand rows", () => {
  expect(renderPage("/table", TOKENS)?.match(/<tr /g)).toHaveLength(1_000);
});

test.each([
  ["/components", '<li id="tally-', 50],
  ["/one-component", '<li id="tally-', 1],
  ["/party", "<fieldset>", 3],
  ["/party", '<input name="party[guests][', 6],
  ["/nested", `data-phx-parent-id="${TOKENS.viewId}"`, 10],
] as const)("%s has %s so many times: %d", (path, piece, count) => {
  expect(occurrences(renderPage(path, TOKENS), piece)).toBe(count);
});

test("other paths have no page", () => {
  expect(renderPage("/nosuch", TOKENS)).toBeUndefined();
});
