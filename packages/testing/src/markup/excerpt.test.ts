import { Element } from "domhandler";
import { expect, test } from "vitest";
import { parseDocument } from "./document.ts";
import { contentExcerpt, excerpt, listing } from "./excerpt.ts";
import { findAll } from "./select.ts";

function elementOf(html: string): Element {
  return findAll(parseDocument(html), "body > *")[0] ?? new Element("div", {});
}

test("an element is shown with what is in it, indented, without marks and empty text", () => {
  const element = elementOf(
    '<ul id="l" data-phx-id="m1"><li class="a">one  <b>two</b></li>\n\n<li data-phx-component="3"><input disabled></li></ul>',
  );
  expect(excerpt(element)).toBe(
    '  <ul id="l">\n    <li class="a">\n      one\n      <b>two</b>\n    </li>\n    <li>\n      <input disabled>\n    </li>\n  </ul>',
  );
});

test("long values, long texts and long elements are cut, and say so", () => {
  const long = elementOf(`<p title="${"v".repeat(100)}">${"t".repeat(100)}</p>`);
  expect(excerpt(long)).toBe(`  <p title="${"v".repeat(60)}…">${"t".repeat(80)}…</p>`);
  const many = elementOf(`<ul>${"<li>x</li>".repeat(40)}</ul>`);
  expect(excerpt(many).split("\n")).toHaveLength(31);
  expect(excerpt(many)).toMatch(/\n {2}… 12 more lines$/);
});

test("several elements are a list, an empty container is said to be one", () => {
  expect(listing([elementOf("<p>a <b>b</b></p>"), elementOf("<i></i>")])).toBe("  <p>a …</p>\n  <i></i>");
  expect(contentExcerpt(elementOf("<div> </div>"))).toBe("  (nothing)");
});
