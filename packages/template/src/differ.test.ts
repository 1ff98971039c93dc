import { describe, expect, test } from "vitest";
import { Differ } from "./differ.ts";
import { each } from "./each.ts";
import { diffsOf } from "./fixtures/client.ts";
import { html } from "./html.ts";

const counter = (count: unknown) => html`<main class="counter"><span id="count">${count}</span></main>`;

describe("the complete tree", () => {
  test("is what upstream sends at a join", () => {
    expect(new Differ().diff(counter(0))).toBe(
      '"0":"0","s":0,"r":1,"p":{"0":["<main class=\\"counter\\"><span id=\\"count\\">","</span></main>"]}',
    );
  });

  test("needs no slots", () => {
    expect(new Differ().diff(html`text`)).toBe('"s":0,"p":{"0":["text"]}');
  });

  test("numbers templates children first, each once", () => {
    const leaf = (n: number) => html`<i>${n}</i>`;
    const branch = (a: unknown, b: unknown) => html`<b>${a}${b}</b>`;
    expect(
      JSON.parse(`{${new Differ().diff(html`${branch(leaf(1), html`<u></u>`)}${leaf(2)}${each([1], Number, leaf)}`)}}`),
    ).toEqual({
      0: { 0: { 0: "1", s: 0 }, 1: { s: 1 }, s: 2 },
      1: { 0: "2", s: 0 },
      2: { k: { 0: { 0: "1" }, kc: 1 }, s: 0 },
      s: 3,
      p: { 0: ["<i>", "</i>"], 1: ["<u></u>"], 2: ["<b>", "", "</b>"], 3: ["", "", "", ""] },
    });
  });

  test("is sent again when the template of the view changes", () => {
    const other = html`<p>${1}</p>`;
    expect(diffsOf(counter(1), other, counter(1))).toEqual([
      { 0: "1", s: 0, r: 1, p: { 0: ["<p>", "</p>"] } },
      { 0: "1", s: 0, r: 1, p: { 0: ['<main class="counter"><span id="count">', "</span></main>"] } },
    ]);
  });
});

describe("a diff", () => {
  test("has what changed, nothing when nothing did", () => {
    const two = (a: unknown, b: unknown) => html`<p>${a}</p><p>${b}</p>`;
    expect(diffsOf(two(1, 2), two(1, 3), two(1, 3), two(4, 4))).toEqual([{ 1: "3" }, {}, { 0: "4", 1: "4" }]);
    const differ = new Differ();
    differ.diff(two(1, 2));
    expect(differ.diff(two(1, 2))).toBe("");
  });

  test("goes down to the slot that changed", () => {
    const page = (n: number) => html`<main>${html`<p>${html`<b>${n}</b> ${"same"}`}</p>`}${"same"}</main>`;
    expect(diffsOf(page(1), page(2))).toEqual([{ 0: { 0: { 0: "2" } } }]);
  });

  test("brings statics along where a template is new to its place", () => {
    const page = (on: boolean) =>
      html`<main>${on ? html`<b>${1}</b>` : html`<i>off</i>`}${on && html`<b>shown</b>`}</main>`;
    expect(diffsOf(page(false), page(true), page(false))).toEqual([
      { 0: { 0: "1", s: 0 }, 1: { s: 1 }, p: { 0: ["<b>", "</b>"], 1: ["<b>shown</b>"] } },
      { 0: { s: 0 }, 1: "", p: { 0: ["<i>off</i>"] } },
    ]);
  });

  test("is JSON whatever the values hold", () => {
    const nasty = ['"\\', "\n\t\u0000\u001f", "\u2028\u2029", "é 日本 😀", "</script>", "\ud800"];
    for (const text of nasty) {
      const { 0: slot } = JSON.parse(`{${new Differ().diff(counter(text))}}`) as { 0: string };
      expect(slot.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">")).toBe(text);
    }
  });

  test("belongs to one view: the same rendered template serves several", () => {
    const shared = html`<p>${[html`<i>${1}</i>`]}</p>`;
    const first = new Differ();
    const second = new Differ();
    expect(first.diff(shared)).toBe(second.diff(shared));
    expect([first.diff(shared), second.diff(shared)]).toEqual(["", ""]);
  });
});

describe("after a throw", () => {
  test("the next diff is the complete tree", () => {
    const page = (fail: boolean, n: number) =>
      html`<p>${n}<${() => {
        if (fail) throw new Error("oops");
        return "ok";
      }}/></p>`;
    const differ = new Differ();
    const first = differ.diff(page(false, 1));
    expect(() => differ.diff(page(true, 2))).toThrow("oops");
    expect(differ.diff(page(false, 1))).toBe(first);
  });

  test("a list that is sent anew in the middle of a diff leaves no unused statics", () => {
    const row = (kind: string) => (kind === "a" ? html`<i>${html`<u>${kind}</u>`}</i>` : html`<b>${kind}</b>`);
    const page = (kinds: readonly string[]) => html`<p>${kinds.map(row)}</p>`;
    const [diff] = diffsOf(page(["a"]), page(["a", "b"]));
    expect(Object.keys((diff as { p: object }).p)).toHaveLength(4);
  });
});
