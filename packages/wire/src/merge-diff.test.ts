import { describe, expect, test } from "vitest";

import { decodeTree, mergeDiff } from "./merge-diff.ts";
import { renderHtml } from "./to-html.ts";

/** What the tree of a join shows after these diffs, none of them rendered before the last. */
function htmlAfter(rendered: object, ...diffs: readonly object[]): string {
  const tree = decodeTree(structuredClone(rendered));
  for (const diff of diffs) mergeDiff(tree, structuredClone(diff));
  return renderHtml(tree);
}

const join = {
  0: "Ann",
  1: { 0: ' class="on"', 1: "go", s: 0, r: 1 },
  2: 1,
  s: 1,
  r: 1,
  p: { 0: ["<a", ">", "</a>"], 1: ["<main>", " ", " ", "</main>"] },
  c: { 1: { 0: "3", s: ["<b>", "</b>"], r: 1 } },
  t: "Home",
};

describe("decodeTree", () => {
  test("resolves the template table", () => {
    expect(htmlAfter(join)).toBe('<main>Ann <a class="on">go</a> <b>3</b></main>');
  });

  test("reaches rows, rows of rows and rows that moved", () => {
    const rows = { s: 0, k: { 0: { 0: { s: 1, k: { 0: { 0: { s: 2, 0: "x" } }, kc: 1 } } }, kc: 1 } };
    const first = { s: ["", ""], 0: rows, p: { 0: ["<ul>", "</ul>"], 1: ["<li>", "</li>"], 2: ["<i>", "</i>"] } };
    expect(htmlAfter(first)).toBe("<ul><li><i>x</i></li></ul>");
    const moved = { 0: { k: { 0: { 0: "new" }, 1: [0, { 0: { s: 0 } }], kc: 2, km: true } }, p: { 0: ["moved"] } };
    expect(htmlAfter(first, moved)).toBe("<ul>new</ul><ul>moved</ul>");
  });

  test("lets a table of its own go before the one from above", () => {
    const inner = { s: 0, 0: { s: 0, 0: "deep" }, p: { 0: ["<i>", "</i>"] } };
    expect(htmlAfter({ s: 0, 0: inner, p: { 0: ["<p>", "</p>"] } })).toBe("<p><i><i>deep</i></i></p>");
  });

  test.each([
    ["an index that no table has", { s: 0 }],
    ["an index past the table", { s: 2, p: { 0: ["a"] } }],
    [
      "an index into the page's table, in a component",
      { s: 0, p: { 0: ["a"] }, c: { 1: { s: ["<p>", "</p>"], 0: { s: 0 } } } },
    ],
    ["no object", "text"],
    ["no object either", null],
  ])("refuses %s", (_, rendered) => {
    expect(() => decodeTree(rendered)).toThrow(expect.objectContaining({ code: "malformed-shape" }));
  });
});

describe("mergeDiff", () => {
  test.each([
    ["a slot", { 0: "Bob" }, '<main>Bob <a class="on">go</a> <b>3</b></main>'],
    ["a slot of a slot", { 1: { 1: "stop" } }, '<main>Ann <a class="on">stop</a> <b>3</b></main>'],
    ["text for a node", { 1: "" }, "<main>Ann  <b>3</b></main>"],
    ["a node for text", { 0: { s: ["-"] } }, '<main>- <a class="on">go</a> <b>3</b></main>'],
    [
      "a node for a component",
      { 2: { s: 0, 0: "n" }, p: { 0: ["<i>", "</i>"] } },
      '<main>Ann <a class="on">go</a> <i>n</i></main>',
    ],
    ["a component's slot", { c: { 1: { 0: "4" } } }, '<main>Ann <a class="on">go</a> <b>4</b></main>'],
    ["nothing", {}, '<main>Ann <a class="on">go</a> <b>3</b></main>'],
    [
      "what is no part of the tree",
      { r: { ok: true }, e: [["x", {}]], t: "T" },
      '<main>Ann <a class="on">go</a> <b>3</b></main>',
    ],
    ["another root", { s: ["<p>", "</p>"], 0: "new", r: 1 }, "<p>new</p>"],
  ])("takes %s", (_, diff, html) => {
    expect(htmlAfter(join, diff)).toBe(html);
  });

  test("keeps apart the tables of two diffs that were not rendered in between", () => {
    const first = { 0: { s: 0, 0: "1" }, p: { 0: ["<i>", "</i>"] } };
    const second = { 1: { s: 0, 0: "2" }, p: { 0: ["<u>", "</u>"] } };
    expect(htmlAfter(join, first, second)).toBe("<main><i>1</i> <u>2</u> <b>3</b></main>");
  });

  test("merges rows twice without rendering in between", () => {
    const list = { s: ["", ""], 0: { s: ["<i>", "</i>"], k: { 0: { 0: "a" }, 1: { 0: "b" }, 2: { 0: "c" }, kc: 3 } } };
    const swap = { 0: { k: { 0: 2, 2: 0, kc: 3, km: true } } };
    const change = { 0: { k: { 0: { 0: "C" }, kc: 2 } } };
    expect(htmlAfter(list, swap, change)).toBe("<i>C</i><i>b</i>");
    expect(htmlAfter(list, swap, swap)).toBe("<i>a</i><i>b</i><i>c</i>");
  });

  test.each([
    ["a row in front", { k: { 0: { 0: "new" }, kr: [[1, 0, 6]], kc: 7, km: true } }, "new a b c d e f"],
    ["no first row", { k: { kr: [[0, 1, 5]], kc: 5, km: true } }, "b c d e f"],
    [
      "blocks that changed places",
      {
        k: {
          kr: [
            [0, 3, 3],
            [3, 0, 3],
          ],
          kc: 6,
          km: true,
        },
      },
      "d e f a b c",
    ],
    [
      "moves of other kinds beside",
      { k: { 5: 0, 0: [5, { 0: "F" }], kr: [[1, 2, 3]], 4: { 0: "new" }, kc: 6, km: true } },
      "F c d e new a",
    ],
  ])("takes runs of rows: %s", (_, slot, text) => {
    const rows = Object.fromEntries(Array.from("abcdef", (letter, index) => [index, { 0: letter }]));
    const list = { s: ["", ""], 0: { s: ["<i>", "</i>"], k: { ...rows, kc: 6 } } };
    expect(htmlAfter(list, { 0: slot })).toBe(text.replaceAll(/(\w+) ?/g, "<i>$1</i>"));
  });

  test("forgets rows that were dropped", () => {
    const row = (text: string): object => ({ 0: { s: ["<i>", "</i>"], 0: text } });
    const tree = decodeTree({ s: ["", ""], 0: { s: ["", ""], k: { 0: row("a"), 1: row("b"), kc: 2 } } });
    mergeDiff(tree, { 0: { k: { kc: 1 } } });
    expect(() => mergeDiff(tree, { 0: { k: { 1: { 0: { 0: "c" } }, kc: 2 } } })).toThrow("Changes without a node");
  });

  test("lets a later diff change what an earlier one lent without changing the borrower", () => {
    const lend = { 0: 2, c: { 2: { s: -1, 0: "lent" } } };
    expect(htmlAfter(join, lend, { c: { 1: { 0: "changed" } } })).toBe(
      '<main><b>lent</b> <a class="on">go</a> <b>changed</b></main>',
    );
  });

  test("gives the tree that it was given", () => {
    const tree = decodeTree({ s: [""] });
    expect(mergeDiff(tree, { s: ["new"] })).toBe(tree);
    expect(renderHtml(tree)).toBe("new");
  });

  test.each([
    ["changes for a slot that holds text", { 0: { 0: "x" } }, "malformed-shape"],
    ["changes for a slot that holds a component", { 2: { 0: "x" } }, "malformed-shape"],
    ["changes for a component that is not there", { c: { 9: { 0: "x" } } }, "missing-component"],
    ["statics of an old component that is not there", { c: { 9: { s: -8 } } }, "missing-component"],
    ["statics of a new component that is not there", { c: { 9: { s: 8 } } }, "missing-component"],
    ["a list", ["a"], "malformed-shape"],
  ])("refuses %s", (_, diff, code) => {
    expect(() => mergeDiff(decodeTree(structuredClone(join)), diff)).toThrow(expect.objectContaining({ code }));
  });
});
