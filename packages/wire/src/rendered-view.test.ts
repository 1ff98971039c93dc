import { beforeAll, describe, expect, test } from "vitest";

import { extractDiff } from "./extract-diff.ts";
import { recordedViews } from "./fixtures/recorded.ts";
import { loadUpstreamRenderer, type UpstreamClass, type UpstreamRenderer } from "./fixtures/upstream-renderer.ts";
import { FrameError } from "./frame-error.ts";
import { type RenderedHtml, RenderedView } from "./rendered-view.ts";

let Upstream: UpstreamClass;

beforeAll(async () => {
  Upstream = await loadUpstreamRenderer();
});

/** Our view and upstream's, given the same messages. */
class Pair {
  readonly ours: RenderedView;
  readonly #upstream: UpstreamRenderer;

  constructor(viewId: string, rendered: object) {
    this.ours = new RenderedView(viewId, structuredClone(rendered));
    this.#upstream = new Upstream(viewId, Upstream.extract(structuredClone(rendered)).diff);
  }

  /** The first rendering, once it is the same as upstream's. */
  join(): string {
    return same(this.ours.toHtml(), this.#upstream.toString());
  }

  /** Merges a diff and renders it the way a client does; once it is the same as upstream's, all that a patch would get. */
  apply(diff: object): string {
    const { diff: ourDiff } = extractDiff(structuredClone(diff));
    const { diff: upstreamDiff } = Upstream.extract(structuredClone(diff));
    this.ours.mergeDiff(ourDiff);
    this.#upstream.mergeDiff(upstreamDiff);
    const cids = this.ours.componentIds(ourDiff);
    expect(cids).toEqual(this.#upstream.componentCIDs(upstreamDiff));
    if (!this.ours.isComponentOnlyDiff(ourDiff))
      return same(this.ours.toHtml(new Set(cids)), this.#upstream.toString(cids));
    return cids.map((cid) => same(this.ours.componentToHtml(cid), this.#upstream.componentToString(cid))).join("");
  }
}

function same(ours: RenderedHtml, upstream: ReturnType<UpstreamRenderer["toString"]>): string {
  expect(ours.html).toBe(upstream.buffer);
  const streams = ours.streams.map(({ ref, inserts, deletes, reset }) => [ref, inserts, deletes, reset]);
  expect(streams).toEqual(
    [...upstream.streams].map(([ref, inserts, deletes, reset = false]) => [ref, inserts, deletes, reset]),
  );
  return ours.html;
}

describe("recorded views", () => {
  const views = recordedViews();

  test("are all there", () => {
    expect(views.length).toBe(14);
    expect(views.flatMap(({ diffs }) => diffs).length).toBe(42);
  });

  test.each(views.map((view) => [`${view.viewId} (${view.comment})`, view] as const))("%s", (_, view) => {
    const pair = new Pair(view.viewId, view.rendered);
    if (view.deadHtml !== undefined) expect(pair.ours.toPlainHtml()).toBe(view.deadHtml);
    const joined = pair.join();
    if (view.deadHtml !== undefined)
      expect(joined.replace(/ data-phx-(?:id|component|view)="[^"]*"/g, "")).toBe(view.deadHtml);
    for (const { diff } of view.diffs) pair.apply(diff);
  });
});

const LI = ["<li>", "</li>"];
const UL = ["<ul>", "</ul>"];
const ITEM = ['<div id="', '">', "</div>"];

/** A list of rows `a` to `d`, below the root. */
const LIST = { s: UL, 0: { s: LI, k: { 0: { 0: "a" }, 1: { 0: "b" }, 2: { 0: "c" }, 3: { 0: "d" }, kc: 4 } } };

describe("keyed rows", () => {
  test.each([
    ["two swapped", { 0: 3, 3: 0, kc: 4, km: true }, "dbca"],
    ["one changed in place", { 1: { 0: "B" }, kc: 4 }, "aBcd"],
    ["first removed, last appended", { 0: 1, 1: 2, 2: 3, 3: { 0: "e" }, kc: 4, km: true }, "bcde"],
    ["moved and changed", { 0: [2, { 0: "C" }], 1: 0, 2: 1, kc: 4, km: true }, "Cabd"],
    ["a new one where another moved away", { 0: { 0: "z" }, 1: 0, 2: 1, 3: 2, 4: 3, kc: 5, km: true }, "zabcd"],
    [
      "a new one in front, the rest moved and changed",
      { 0: { 0: "z" }, 1: [0, { 0: "A" }], 2: [1, { 0: "B" }], kc: 3, km: true },
      "zAB",
    ],
    ["tail dropped", { kc: 1 }, "a"],
    ["grown", { 4: { 0: "e" }, 5: { 0: "f" }, kc: 6 }, "abcdef"],
    ["emptied", { kc: 0 }, ""],
  ])("%s", (_, k, letters) => {
    const pair = new Pair("v", LIST);
    pair.join();
    const items = letters
      .split("")
      .map((letter) => `<li>${letter}</li>`)
      .join("");
    expect(pair.apply({ 0: { k } })).toBe(`<ul>${items}</ul>`);
  });

  test("emptied and filled again, the statics being known", () => {
    const pair = new Pair("v", LIST);
    pair.join();
    pair.apply({ 0: { k: { kc: 0 } } });
    expect(pair.apply({ 0: { k: { 0: { 0: "x" }, kc: 1 } } })).toBe("<ul><li>x</li></ul>");
    expect(pair.apply({ 0: { k: { 0: { 0: "y" }, 1: 0, kc: 2, km: true } } })).toBe("<ul><li>y</li><li>x</li></ul>");
  });

  test("have no root element, even if a server should say so", () => {
    const pair = new Pair("v", { s: UL, 0: { s: LI, k: { 0: { 0: "a" }, 1: { 0: "b" }, kc: 2 }, r: 1 } });
    expect(pair.join()).toBe("<ul><li>a</li><li>b</li></ul>");
  });

  test("a row that moves keeps the nodes in it, and their ids", () => {
    const item = (text: string): object => ({ 0: { s: ["<b>", "</b>"], 0: text, r: 1 } });
    const pair = new Pair("v", { s: UL, 0: { s: LI, k: { 0: item("a"), 1: item("b"), kc: 2 } } });
    pair.join();
    const moved = pair.apply({ 0: { k: { 0: item("new"), 1: [0, { 0: { 0: "A" } }], 2: 1, kc: 3, km: true } } });
    expect(moved).toBe(
      '<ul><li><b data-phx-id="m3-v">new</b></li><li><b data-phx-id="m1-v">A</b></li><li><b data-phx-id="m2-v" data-phx-skip></b></li></ul>',
    );
    expect(pair.ours.toPlainHtml()).toBe("<ul><li><b>new</b></li><li><b>A</b></li><li><b>b</b></li></ul>");
  });
});

describe("components", () => {
  const pairOf = {
    s: ["", " ", ""],
    0: 1,
    1: 2,
    c: { 1: { s: ITEM, 0: "x", 1: "1", r: 1 }, 2: { s: 1, 0: "y", 1: "2" } },
  };

  test("carry their CID and view", () => {
    expect(new Pair("v", { s: ["", ""], 0: 1, c: { 1: { s: ITEM, 0: "x", 1: "1", r: 1 } } }).join()).toBe(
      '<div data-phx-id="c1-v" data-phx-component="1" data-phx-view="v" id="x">1</div>',
    );
  });

  test("take statics from one of the same diff, over several steps", () => {
    const chain = { ...pairOf, s: ["", "", "", ""], 2: 3, c: { ...pairOf.c, 3: { s: 2, 0: "z", 1: "3" } } };
    const pair = new Pair("v", chain);
    pair.join();
    expect(pair.ours.toPlainHtml()).toBe('<div id="x">1</div><div id="y">2</div><div id="z">3</div>');
  });

  test("take statics from an old tree as it was before this diff", () => {
    const inner = { s: ["<i>", "</i>"], 0: "old", r: 1 };
    const pair = new Pair("v", { s: UL, 0: 1, c: { 1: { s: ["<p>", "</p>"], 0: inner, r: 1 } } });
    pair.join();
    const diff = {
      s: undefined,
      0: 2,
      c: { 1: { 0: "text" }, 2: { s: -1, 0: { 0: "new" } }, 3: { s: 2, 0: { 0: "newer" } } },
    };
    pair.apply(JSON.parse(JSON.stringify(diff)) as object);
    expect(pair.ours.toPlainHtml()).toBe("<ul><p><i>new</i></p></ul>");
    pair.apply({ 0: 3 });
    expect(pair.ours.toPlainHtml()).toBe("<ul><p><i>newer</i></p></ul>");
    pair.apply({ 0: 1 });
    expect(pair.ours.toPlainHtml()).toBe("<ul><p>text</p></ul>");
  });

  test("that exchange their trees both get the old one", () => {
    const pair = new Pair("v", {
      s: ["", "", ""],
      0: 1,
      1: 2,
      c: { 1: { s: ["<a>", "</a>"], 0: "1", r: 1 }, 2: { s: ["<b>", "</b>"], 0: "2", r: 1 } },
    });
    pair.join();
    pair.apply({ c: { 1: { s: -2, 0: "3" }, 2: { s: -1, 0: "4" } } });
    expect(pair.ours.toPlainHtml()).toBe("<b>3</b><a>4</a>");
  });

  test("that took statics have ids of their own", () => {
    const body = { s: ["<p>", "</p>"], 0: { s: ["<i>", "</i>"], 0: "a", r: 1 }, r: 1 };
    const pair = new Pair("v", { s: ["", "", ""], 0: 1, 1: "", c: { 1: body } });
    pair.join();
    const html = pair.apply({ 1: 2, c: { 2: { s: -1, 0: { 0: "b" } } } });
    expect(html).toContain('<i data-phx-id="m2-v">b</i>');
    expect(html).toContain('<p data-phx-id="c1-v" data-phx-component="1" data-phx-view="v" data-phx-skip></p>');
  });

  test("empty a comprehension that the lent tree had rows of", () => {
    const body = { s: ["<p>", "</p>"], 0: { s: LI, k: { 0: { 0: "a" }, kc: 1 } }, r: 1 };
    const pair = new Pair("v", { s: ["", "", ""], 0: 1, 1: "", c: { 1: body } });
    pair.join();
    pair.apply({ 1: 2, c: { 2: { s: -1, 0: { k: { kc: 0 } } } } });
    pair.apply({ c: { 2: { 0: { k: { 0: { 0: "b" }, kc: 1 } } } } });
    expect(pair.ours.toPlainHtml()).toBe("<p><li>a</li></p><p><li>b</li></p>");
  });

  test("bring a table of templates in their comprehensions", () => {
    const rows = {
      s: LI,
      k: { 0: { 0: { s: 0, 0: "a" } }, 1: { 0: { s: 1 } }, kc: 2 },
      p: { 0: ["<i>", "</i>"], 1: ["-"] },
    };
    const pair = new Pair("v", { s: 0, 0: 1, p: { 0: UL }, c: { 1: { s: ["<p>", "</p>"], 0: rows, r: 1 } } });
    pair.join();
    const more = { k: { 1: { 0: { s: 0 } }, kc: 2 }, p: { 0: ["+"] } };
    pair.apply({ c: { 1: { 0: more } } });
    expect(pair.ours.toPlainHtml()).toBe("<ul><p><li><i>a</i></li><li>+</li></p></ul>");
  });

  test("whose root template changes are new inside", () => {
    const pair = new Pair("v", pairOf);
    pair.join();
    pair.apply({ c: { 2: { s: ["<p>", "</p>"], 0: "p", r: 1 } } });
    expect(pair.ours.toPlainHtml()).toBe('<div id="x">1</div> <p>p</p>');
  });

  test("are skipped by a patch of the page unless the diff has them", () => {
    const pair = new Pair("v", pairOf);
    pair.join();
    const html = pair.apply({ 1: 2, c: { 2: { 1: "changed" } } });
    expect(html).toBe(
      '<div id="x" data-phx-id="c1-v" data-phx-component="1" data-phx-view="v" data-phx-skip></div> ' +
        '<div data-phx-id="c2-v" data-phx-component="2" data-phx-view="v" id="y">changed</div>',
    );
    expect(pair.ours.toHtml(new Set()).html.match(/data-phx-skip/g)).toHaveLength(2);
    expect(pair.ours.toHtml().html).not.toContain("data-phx-skip");
  });

  test("are patched without what their template has around the root element", () => {
    const body = { s: ["\n<!-- <Card> -->\n<p>", "</p>\n<!-- </Card> -->\n"], 0: "a", r: 1 };
    const pair = new Pair("v", { s: ["", ""], 0: 1, c: { 1: body } });
    pair.join();
    expect(pair.apply({ c: { 1: { 0: "b" } } })).toBe(
      '<p data-phx-id="c1-v" data-phx-component="1" data-phx-view="v">b</p>',
    );
    expect(pair.apply({ s: ["", "!"], 0: 1, c: { 1: body } })).toContain("\n<!-- </Card> -->\n!");
  });

  test("a patch of one renders those in it completely", () => {
    const outer = { s: ["<p>", " ", "</p>"], 0: "a", 1: 2, r: 1 };
    const pair = new Pair("v", { s: ["", ""], 0: 1, c: { 1: outer, 2: { s: ["<i>", "</i>"], 0: "in", r: 1 } } });
    pair.join();
    expect(pair.apply({ c: { 1: { 0: "b" } } })).toContain('data-phx-view="v">in</i></p>');
  });

  test("a patch of one does so whatever the last patch of the page skipped", () => {
    const outer = { s: ["<p>", "</p>"], 0: 2, r: 1 };
    const view = new RenderedView("v", {
      s: ["", ""],
      0: 1,
      c: { 1: outer, 2: { s: ["<i>", "</i>"], 0: "in", r: 1 } },
    });
    view.toHtml(new Set());
    expect(view.componentToHtml(1).html).toContain(">in</i></p>");
  });

  test("changed inside something unchanged still show, where upstream would lose them", () => {
    const card = { s: ['<section id="s">', "</section>"], 0: 1, r: 1 };
    const view = new RenderedView("v", {
      s: ["", "", ""],
      0: "a",
      1: card,
      c: { 1: { s: ["<p>", "</p>"], 0: "old", r: 1 } },
    });
    view.toHtml();
    view.mergeDiff({ 0: "b", c: { 1: { 0: "new" } } });
    expect(view.toHtml(new Set([1])).html).toBe(
      'b<section data-phx-id="m1-v" id="s"><p data-phx-id="c1-v" data-phx-component="1" data-phx-view="v">new</p></section>',
    );
  });

  test("an updated one skips what did not change in it", () => {
    const body = { s: ["<p>", " ", "</p>"], 0: "a", 1: { s: ["<i>", "</i>"], 0: "still", r: 1 }, r: 1 };
    const view = new RenderedView("v", { s: ["", ""], 0: 1, c: { 1: body } });
    view.toHtml();
    view.mergeDiff({ c: { 1: { 0: "b" } } });
    expect(view.componentToHtml(1).html).toContain('b <i data-phx-id="m1-v" data-phx-skip></i>');
  });
});

describe("components that leave", () => {
  const body = (): object => ({ s: ["<p>", "</p>"], 0: { s: ["<i>", "</i>"], 0: "in", r: 1 }, r: 1 });

  test("are rendered out once after a reset, though nothing changed, and keep their ids", () => {
    const view = new RenderedView("v", { s: ["", ""], 0: 1, c: { 1: body() } });
    const joined = view.toHtml().html;
    view.resetRender(1);
    expect(view.toHtml(new Set()).html).toBe(joined);
    expect(view.toHtml(new Set()).html).toContain("data-phx-skip></p>");
  });

  test("do not keep what follows them from being skipped", () => {
    const after = { s: ["<b>", "</b>"], 0: "after", r: 1 };
    const view = new RenderedView("v", { s: ["", "", ""], 0: 1, 1: after, c: { 1: body() } });
    view.toHtml();
    view.resetRender(1);
    expect(view.toHtml(new Set()).html).toContain(
      '<i data-phx-id="m1-v">in</i></p><b data-phx-id="m2-v" data-phx-skip></b>',
    );
  });

  test("do not render out the components in them, which have a reset of their own", () => {
    const outer = { s: ["<div>", "</div>"], 0: 1, r: 1 };
    const view = new RenderedView("v", { s: ["", ""], 0: 2, c: { 1: body(), 2: outer } });
    view.toHtml();
    view.resetRender(2);
    expect(view.toHtml(new Set()).html).toMatch(/^<div [^>]*><p [^>]* data-phx-skip><\/p><\/div>$/);
  });

  test("may be unknown already when they are reset", () => {
    const view = new RenderedView("v", { s: ["", ""], 0: "", c: { 1: body() } });
    view.resetRender(7);
    expect(view.componentCids()).toEqual([1]);
  });

  test("are forgotten when the server has deleted them", () => {
    const view = new RenderedView("v", { s: ["", "", ""], 0: "", 1: 2, c: { 1: body(), 2: body() } });
    view.pruneCids([1, 9]);
    expect(view.componentCids()).toEqual([2]);
    expect(view.toPlainHtml()).toBe("<p><i>in</i></p>");
  });

  test("are all gone when the root changes", () => {
    const pair = new Pair("v", { s: ["", ""], 0: 1, c: { 1: body() } });
    pair.join();
    pair.apply({ s: ["<main>", "</main>"], 0: 2, c: { 2: body() }, r: 1 });
    expect(pair.ours.componentCids()).toEqual([2]);
    expect(pair.ours.toPlainHtml()).toBe("<main><p><i>in</i></p></main>");
  });

  test("an unknown one cannot be rendered", () => {
    const view = new RenderedView("v", { s: ["", ""], 0: 1 });
    expect(() => view.toHtml()).toThrow(expect.objectContaining({ code: "missing-component" }));
    expect(() => view.toPlainHtml()).toThrow(FrameError);
    expect(() => view.componentToHtml(3)).toThrow(FrameError);
  });
});

describe("root elements", () => {
  const box = (tag: string, text = "a"): object => ({
    s: [`<${tag} class="x" id="`, '">', `</${tag}>`],
    0: "b1",
    1: text,
    r: 1,
  });

  test("keep their id from diff to diff, and are skipped while nothing changes in them", () => {
    const pair = new Pair("v", { s: ["", "|", "|", ""], 0: "t", 1: box("div"), 2: box("p") });
    pair.join();
    expect(pair.apply({ 0: "u" })).toBe(
      'u|<div id="b1" data-phx-id="m1-v" data-phx-skip></div>|<p id="b1" data-phx-id="m2-v" data-phx-skip></p>',
    );
    expect(pair.apply({ 2: { 1: "b" } })).toBe(
      'u|<div id="b1" data-phx-id="m1-v" data-phx-skip></div>|<p data-phx-id="m2-v" class="x" id="b1">b</p>',
    );
    expect(pair.apply({ 1: { 0: "b2" } })).toContain('<div data-phx-id="m1-v" class="x" id="b2">');
  });

  test("get a new id with a new template", () => {
    const pair = new Pair("v", { s: ["", ""], 0: box("div") });
    pair.join();
    expect(pair.apply({ 0: "text" })).toBe("text");
    expect(pair.apply({ 0: box("div") })).toContain('<div data-phx-id="m2-v"');
  });

  test("without content close themselves when skipped", () => {
    const pair = new Pair("v", { s: ["", " ", ""], 0: "t", 1: { s: ['<input value="', '">'], 0: "5", r: 1 } });
    pair.join();
    expect(pair.apply({ 0: "u" })).toBe('u <input data-phx-id="m1-v" data-phx-skip/>');
  });

  test("in other root elements are skipped or rendered by themselves", () => {
    const outer = { s: ["<p>", " ", "</p>"], 0: "a", 1: box("i"), r: 1 };
    const pair = new Pair("v", { s: ["", ""], 0: outer });
    pair.join();
    expect(pair.apply({ 0: { 0: "b" } })).toBe(
      '<p data-phx-id="m1-v">b <i id="b1" data-phx-id="m2-v" data-phx-skip></i></p>',
    );
    expect(pair.apply({ 0: { 1: { 1: "c" } } })).toContain('<p data-phx-id="m1-v">b <i data-phx-id="m2-v"');
  });

  test("of the view itself have none", () => {
    const pair = new Pair("v", { s: ["<main>", "</main>"], 0: "a", r: 1 });
    expect(pair.join()).toBe("<main>a</main>");
    expect(pair.apply({ 0: "b" })).toBe("<main>b</main>");
  });

  test("that are none are an error", () => {
    const view = new RenderedView("v", { s: ["", ""], 0: { s: ["text"], r: 1 } });
    expect(() => view.toHtml()).toThrow(expect.objectContaining({ code: "missing-root-tag" }));
  });
});

describe("streams", () => {
  const row = (id: string): object => ({ 0: id, 1: "text" });
  const list = {
    s: ITEM,
    k: { 0: row("a"), 1: row("b"), kc: 2 },
    stream: [
      "0",
      [
        ["b", -1, null, null],
        ["a", -1, 5, null],
      ],
      [],
    ],
  };

  test("hand out their rows and what is to happen to them, once", () => {
    const pair = new Pair("v", { s: UL, 0: list });
    expect(pair.join()).toBe('<ul><div id="a">text</div><div id="b">text</div></ul>');
    expect(pair.apply({ 0: { k: { 0: row("c"), kc: 1 }, stream: ["0", [["c", 0, -3, true]], ["a"]] } })).toBe(
      '<ul><div id="c">text</div></ul>',
    );
    expect(pair.ours.toHtml()).toEqual({ html: "<ul></ul>", streams: [] });
  });

  test.each([
    ["deletes", ["0", [], ["a"]], [{ ref: "0", inserts: [], deletes: ["a"], reset: false }]],
    ["a reset", ["0", [], [], true], [{ ref: "0", inserts: [], deletes: [], reset: true }]],
    ["nothing", ["0", [], []], []],
  ])("may bring %s only", (_, stream, streams) => {
    const pair = new Pair("v", { s: UL, 0: list });
    pair.join();
    pair.ours.mergeDiff({ 0: { k: { kc: 0 }, stream } });
    expect(pair.ours.toHtml().streams).toEqual(streams);
  });

  test("in rows of streams are all handed out", () => {
    const inner = { s: LI, k: { 0: { 0: "1" }, kc: 1 }, stream: ["1", [["i", -1, null, null]], []] };
    const outer = { s: ["<ul>", "</ul>"], k: { 0: { 0: inner }, kc: 1 }, stream: ["0", [["o", -1, null, null]], []] };
    const pair = new Pair("v", { s: ["<div>", "</div>"], 0: outer });
    expect(pair.join()).toBe("<div><ul><li>1</li></ul></div>");
    expect(
      new RenderedView("v", { s: ["<div>", "</div>"], 0: structuredClone(outer) })
        .toHtml()
        .streams.map(({ ref }) => ref),
    ).toEqual(["1", "0"]);
  });

  test("in components come with the component's patch", () => {
    const body = { s: ["<p>", "</p>"], 0: { ...list }, r: 1 };
    const pair = new Pair("v", { s: ["", ""], 0: 1, c: { 1: body } });
    pair.join();
    pair.apply({ c: { 1: { 0: { k: { 0: row("c"), kc: 1 }, stream: ["0", [["c", -1, null, false]], []] } } } });
    expect(pair.ours.componentToHtml(1).streams).toEqual([]);
  });

  test("show in plain HTML until they are handed out", () => {
    const view = new RenderedView("v", { s: UL, 0: list });
    expect(view.toPlainHtml()).toBe('<ul><div id="a">text</div><div id="b">text</div></ul>');
    view.toHtml();
    expect(view.toPlainHtml()).toBe("<ul></ul>");
  });
});

describe("isComponentOnlyDiff", () => {
  const view = new RenderedView("v", { s: [""] });

  test.each([
    [{ c: { 1: {} } }, true],
    [{ c: {}, 0: "a" }, false],
    [{ 0: "a" }, false],
    [{}, false],
  ])("%j: %s", (diff, isComponentOnly) => {
    expect(view.isComponentOnlyDiff(diff)).toBe(isComponentOnly);
  });

  test("answers the same after the diff was merged, as componentIds does", () => {
    const merged = new RenderedView("v", { s: [""], c: { 4: { s: ["<p/>"], r: 1 } } });
    const diff = { c: { 4: { s: ["<b/>"], r: 1 }, 12: { s: 4 } } };
    merged.mergeDiff(diff);
    expect(merged.isComponentOnlyDiff(diff)).toBe(true);
    expect(merged.componentIds(diff)).toEqual([4, 12]);
  });
});
