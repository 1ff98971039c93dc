import { describe, expect, test } from "vitest";

import { FrameError } from "./frame-error.ts";
import { closeRoot, idAttribute, openRoot } from "./root-tag.ts";

describe("openRoot", () => {
  test.each([
    ["<p>text</p>", "", "p", ">text</p>"],
    ["<br/>", "", "br", "/>"],
    ['<my-tag class="x">', "", "my-tag", ' class="x">'],
    ["\n  <h1\n>", "\n  ", "h1", "\n>"],
    ["<!-- a <b> --> <!--\n--><i>", "<!-- a <b> --> <!--\n-->", "i", ">"],
    ["<svg:rect ", "", "svg:rect", " "],
  ])("%j", (first, ...parts) => {
    const { before, tag, rest } = openRoot([first, "more"]);
    expect([before, tag, rest]).toEqual(parts);
  });

  test.each([
    [["text <p>"]],
    [[""]],
    [[]],
    [["<!-- never closed <p>"]],
    [["< p>"]],
    [["<!-- a --> text <!-- b --><p>"]],
  ])("%j does not begin with an element", (statics) => {
    expect(() => openRoot(statics)).toThrow(FrameError);
  });

  test("many comments before no element are refused at once", () => {
    expect(() => openRoot([`${"<!-- c -->".repeat(5_000)}text`])).toThrow(FrameError);
  });
});

describe("idAttribute", () => {
  test.each([
    [' id="a">', ' id="a"'],
    [" id='a\"b'>", " id='a\"b'"],
    [' id="first" id="second">', ' id="first"'],
    [' class="x" id="a" title="y">', ' id="a"'],
    ['\n id="a">', ' id="a"'],
    [' data-id="1" phx-value-id="2" id="3">', ' id="3"'],
    [' title=" id=&quot;" alt=\' id="x"\'>', ""],
    [' title=">" id="a">', ' id="a"'],
    ['><b id="inner">', ""],
    [" disabled hidden>", ""],
    [' data-n=5 id="a">', ' id="a"'],
    ["", ""],
  ])("%j has %j", (startTag, id) => {
    expect(idAttribute(startTag)).toBe(id);
  });

  test("a long start tag is searched in no time", () => {
    expect(idAttribute(`${' class="x"'.repeat(20_000)}>`)).toBe("");
  });
});

describe("closeRoot", () => {
  test.each([
    [["<p>", "</p>"], "></p>", ""],
    [["<p>x</p>\n"], "></p>", "\n"],
    [["<a>", "</a><!-- </App.menu> -->\n"], "></a>", "<!-- </App.menu> -->\n"],
    [["<div>", "<!-- in --><b></b></div><!-- out -->"], "></div>", "<!-- out -->"],
    [["<Div>", "</DIV >"], "></DIV >", ""],
    [['<input value="', '">\n'], "/>", "\n"],
    [['<input title="', '</b>"> <!-- </x> -->'], "/>", " <!-- </x> -->"],
    [["<br/> "], "/>", " "],
    [['<img alt="a > b">'], "/>", ""],
  ])("%j", (statics, closing, after) => {
    expect(closeRoot(statics)).toEqual({ closing, after });
  });
});
