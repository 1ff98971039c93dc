import { describe, expect, test } from "vitest";
import { Differ } from "./differ.ts";
import { each } from "./each.ts";
import { TestClient, diffsOf } from "./fixtures/client.ts";
import { html } from "./html.ts";
import { renderToString } from "./render-to-string.ts";

interface Item {
  readonly id: string;
  readonly n: number;
}
const items = (text: string): Item[] =>
  [...text.matchAll(/([a-z])(\d)/g)].map(([, id = "", n]) => ({ id, n: Number(n) }));
const keyed = (list: readonly Item[]) =>
  html`<ul>${each(
    list,
    ({ id }) => id,
    ({ id, n }) => html`<li id="${id}">${n}</li>`,
  )}</ul>`;
const unkeyed = (list: readonly Item[]) => html`<ul>${list.map(({ id, n }) => html`<li id="${id}">${n}</li>`)}</ul>`;

/** What the list's slot got, without the object around it. */
function listDiff(page: (list: readonly Item[]) => ReturnType<typeof html>, before: string, after: string): unknown {
  const [diff] = diffsOf(page(items(before)), page(items(after)));
  const slot = (diff as { 0?: { k?: unknown } })[0];
  return slot?.k ?? diff;
}

describe("keyed rows", () => {
  test.each<[string, string, string, unknown]>([
    ["nothing", "a1b2", "a1b2", {}],
    ["swap", "a1b2", "b2a1", { 0: 1, 1: 0, kc: 2, km: true }],
    ["swap with rows between", "a1b2c3d4", "a1d4c3b2", { 1: 3, 3: 1, kc: 4, km: true }],
    ["change in place", "a1b2", "a1b3", { 1: { 1: "3" }, kc: 2 }],
    ["move and change", "a1b2c3", "c4a1b2", { 0: [2, { 1: "4" }], 1: 0, 2: 1, kc: 3, km: true }],
    ["replace", "a1b2", "a1c3", { 1: { 0: "c", 1: "3" }, kc: 2 }],
    ["remove the first, append", "a1b2", "b2c3", { 0: 1, 1: { 0: "c", 1: "3" }, kc: 2, km: true }],
    ["insert at the front", "a1b2", "c3a1b2", { 0: { 0: "c", 1: "3" }, 1: 0, 2: 1, kc: 3, km: true }],
    ["append", "a1", "a1b2", { 1: { 0: "b", 1: "2" }, kc: 2 }],
    ["drop the tail", "a1b2c3", "a1", { kc: 1 }],
    ["drop the head", "a1b2c3", "c3", { 0: 2, kc: 1, km: true }],
    ["empty", "a1b2", "", { kc: 0 }],
    ["reverse", "a1b2c3", "c3b2a1", { 0: 2, 2: 0, kc: 3, km: true }],
    [
      "everything new",
      "a1b2",
      "c3d4e5",
      { 0: { 0: "c", 1: "3" }, 1: { 0: "d", 1: "4" }, 2: { 0: "e", 1: "5" }, kc: 3 },
    ],
  ])("%s", (_, ...[before, after, expected]) => {
    expect(listDiff(keyed, before, after)).toEqual(expected);
  });

  test("keep their statics while there are none of them", () => {
    const [empty, still, again] = diffsOf(keyed(items("a1")), keyed([]), keyed([]), keyed(items("b2")));
    expect([empty, still, again]).toEqual([
      { 0: { k: { kc: 0 } } },
      {},
      { 0: { k: { 0: { 0: "b", 1: "2" }, kc: 1 } } },
    ]);
  });

  test("are an empty text before there were any", () => {
    const client = new TestClient();
    expect(client.receive(keyed([]))).toMatchObject({ 0: "" });
    expect(client.receive(keyed([]))).toEqual({});
    expect(client.receive(keyed(items("a1")))).toEqual({
      0: { k: { 0: { 0: "a", 1: "1" }, kc: 1 }, s: 0 },
      p: { 0: ['<li id="', '">', "</li>"] },
    });
  });
});

describe("rows by index", () => {
  test.each<[string, string, string, unknown]>([
    ["swap", "a1b2", "b2a1", { 0: { 0: "b", 1: "2" }, 1: { 0: "a", 1: "1" }, kc: 2 }],
    [
      "insert at the front",
      "a1b2",
      "c3a1b2",
      { 0: { 0: "c", 1: "3" }, 1: { 0: "a", 1: "1" }, 2: { 0: "b", 1: "2" }, kc: 3 },
    ],
    ["drop the head", "a1b2", "b2", { 0: { 0: "b", 1: "2" }, kc: 1 }],
    ["change one slot", "a1b2", "a1b3", { 1: { 1: "3" }, kc: 2 }],
    ["nothing", "a1b2", "a1b2", {}],
  ])("%s", (_, ...[before, after, expected]) => {
    expect(listDiff(unkeyed, before, after)).toEqual(expected);
  });
});

describe("rows that differ in template", () => {
  const row = ({ id, n }: Item) => (n > 5 ? html`<b>${id}</b>` : html`<i>${id}</i>`);
  const page = (list: readonly Item[]) => html`<p>${each(list, ({ id }) => id, row)}</p>`;
  const table = { 0: ["<i>", "</i>"], 1: ["<b>", "</b>"], 2: ["", ""] };

  test("are sent as the one slot of an empty template", () => {
    expect(new TestClient().receive(page(items("a1b9")))).toMatchObject({
      0: { k: { 0: { 0: { 0: "a", s: 0 } }, 1: { 0: { 0: "b", s: 1 } }, kc: 2 }, s: 2 },
      p: table,
    });
  });

  test("turn a list that was uniform into such a one, which it then stays", () => {
    expect(diffsOf(page(items("a1b1")), page(items("a1b9")), page(items("b9a1")), page(items("b1a1")))).toEqual([
      { 0: { k: { 0: { 0: { 0: "a", s: 0 } }, 1: { 0: { 0: "b", s: 1 } }, kc: 2 }, s: 2 }, p: table },
      { 0: { k: { 0: 1, 1: 0, kc: 2, km: true } } },
      { 0: { k: { 0: { 0: { 0: "b", s: 0 } }, kc: 2 } }, p: { 0: ["<i>", "</i>"] } },
    ]);
  });

  test("may be texts, nothing, and lists among templates", () => {
    const client = new TestClient();
    for (const list of [
      [html`<i></i>`, "a", null],
      ["b", html`<i></i>`, [html`<b>${1}</b>`]],
      ["c"],
      [],
      [html`<i></i>`],
    ]) {
      client.receive(html`<p>${list}</p>`);
    }
  });
});

describe("keys", () => {
  const page = (keys: readonly (string | number)[]) =>
    html`<p>${each(
      keys,
      (key) => key,
      (key, index) => html`<i>${key}-${index}</i>`,
    )}</p>`;

  test("that are there twice are an error in development, dead and connected", () => {
    const twice = page(["a", "b", "a"]);
    const error = expect.objectContaining({
      code: "duplicate-key",
      message: expect.stringMatching(/"a" for the items 0 and 2.*each\.test\.ts/),
    });
    expect(() => renderToString(twice, {}, { development: true })).toThrow(error);
    expect(() => new Differ({ development: true }).diff(twice)).toThrow(error);
  });

  test("that are there twice show all rows in production", () => {
    const client = new TestClient({ development: false });
    const diffs = [["a", "b", "a"], ["a", "a", "b"], ["b"], ["a", "a"]].map((keys) => client.receive(page(keys)));
    expect(diffs[1]).toEqual({ 0: { k: { 1: [2, { 1: "1" }], 2: [1, { 1: "2" }], kc: 3, km: true } } });
    expect(diffs[3]).toEqual({ 0: { k: { 0: { 0: "a", 1: "0" }, 1: { 0: "a", 1: "1" }, kc: 2 } } });
  });

  test("of different types differ", () => {
    new TestClient().receive(page([1, "1"]));
  });
});

describe("memo", () => {
  function memoPage() {
    const evaluated: unknown[] = [];
    const page = (list: readonly unknown[], memo?: readonly unknown[]) =>
      html`<p>${each(
        list,
        (item) => (typeof item === "object" ? (item as Item).id : (item as number)),
        (item) => {
          evaluated.push(item);
          return html`<i>${JSON.stringify(item)}</i>`;
        },
        memo,
      )}</p>`;
    const differ = new Differ();
    const evaluatedBy = (list: readonly unknown[], memo?: readonly unknown[]) => {
      evaluated.length = 0;
      differ.diff(page(list, memo));
      return [...evaluated];
    };
    return { page, evaluatedBy };
  }
  const [a, b] = items("a1b2") as [Item, Item];

  test("leaves unchanged items alone, moved ones too", () => {
    const { evaluatedBy } = memoPage();
    expect(evaluatedBy([a, b], [])).toEqual([a, b]);
    expect(evaluatedBy([a, b], [])).toEqual([]);
    expect(evaluatedBy([b, a], [])).toEqual([]);
    const changed = { ...b, n: 3 };
    expect(evaluatedBy([changed, a, "c"], [])).toEqual([changed, "c"]);
    expect(evaluatedBy(["c", a], [])).toEqual([]);
  });

  test("without it, every row is evaluated at every render", () => {
    const { evaluatedBy } = memoPage();
    expect(evaluatedBy([a, b])).toEqual([a, b]);
    expect(evaluatedBy([a, b])).toEqual([a, b]);
    expect(evaluatedBy([a, b], [])).toEqual([a, b]);
    expect(evaluatedBy([a, b], [])).toEqual([]);
    expect(evaluatedBy([a, b])).toEqual([a, b]);
  });

  test("an entry that changes has all rows evaluated", () => {
    const { evaluatedBy } = memoPage();
    const select = () => {};
    const options = { wide: true };
    evaluatedBy([a, b], [1, select, options]);
    expect(evaluatedBy([a, b], [1, select, options])).toEqual([]);
    expect(evaluatedBy([a, b], [2, select, options])).toEqual([a, b]);
    expect(evaluatedBy([a, b], [2, () => {}, options])).toEqual([a, b]);
    options.wide = false;
    expect(evaluatedBy([a, b], [2, select, options])).toEqual([a, b]);
    expect(evaluatedBy([a, b], [2, select])).toEqual([a, b]);
  });

  test.each<[string, () => Record<string, unknown>, (item: Record<string, unknown>) => void]>([
    ["a field changed", () => ({ id: "x", n: 1 }), (item) => Object.assign(item, { n: 2 })],
    ["a field came", () => ({ id: "x" }), (item) => Object.assign(item, { n: 2 })],
    ["a field went", () => ({ id: "x", n: 1 }), (item) => delete item["n"]],
    ["a field was renamed", () => ({ id: "x", n: 1 }), (item) => (delete item["n"], Object.assign(item, { m: 1 }))],
    [
      "a field deep inside changed",
      () => ({ id: "x", deep: { n: 1 } }),
      (item) => Object.assign(item["deep"] as object, { n: 2 }),
    ],
    ["a list in it grew", () => ({ id: "x", list: [1] }), (item) => (item["list"] as number[]).push(2)],
  ])("an item that was mutated in place shows: %s", (_, create, mutate) => {
    const { page } = memoPage();
    const item = create();
    const client = new TestClient();
    client.receive(page([item, a], []));
    mutate(item);
    expect(client.receive(page([item, a], []))).toHaveProperty("0.k.0");
  });

  test("a row that takes the index is evaluated where it moved", () => {
    const page = (list: readonly Item[]) =>
      html`<p>${each(
        list,
        ({ id }) => id,
        ({ id }, index) => html`<i>${id}${index}</i>`,
        [],
      )}</p>`;
    const client = new TestClient();
    client.receive(page([a, b]));
    expect(client.receive(page([b, a]))).toEqual({
      0: { k: { 0: [1, { 1: "0" }], 1: [0, { 1: "1" }], kc: 2, km: true } },
    });
  });

  test("an item that is a text or a number is itself", () => {
    const { evaluatedBy } = memoPage();
    evaluatedBy(["s", 1], []);
    expect(evaluatedBy([1, "s"], [])).toEqual([]);
    expect(evaluatedBy([2, "s"], [])).toEqual([2]);
  });

  test("rows with a lazy slot are always evaluated", () => {
    const page = (list: readonly Item[]) =>
      html`<p>${each(
        list,
        ({ id }) => id,
        ({ id }) => html`<i>${id} ${({ unit }: { unit: string }) => unit}</i>`,
        [],
      )}</p>`;
    const client = new TestClient();
    client.receive(page([a]), { unit: "kg" });
    expect(client.receive(page([a]), { unit: "lb" })).toEqual({ 0: { k: { 0: { 1: "lb" }, kc: 1 } } });
    expect(client.receive(page([a]), { unit: "lb" })).toEqual({});
  });

  test("rows that differ in template are remembered as well", () => {
    const { page } = memoPage();
    const mixed = (list: readonly Item[]) =>
      html`${each(
        list,
        ({ id }) => id,
        (item) => (item.n > 1 ? page([item]) : "text"),
        [],
      )}`;
    const client = new TestClient();
    client.receive(mixed([a, b]));
    expect(client.receive(mixed([b, a]))).toEqual({ 0: { k: { 0: 1, 1: 0, kc: 2, km: true } } });
  });
});
