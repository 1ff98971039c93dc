import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { each } from "./each.ts";
import { TestClient } from "./fixtures/client.ts";
import { type Row, row, rows, table } from "./fixtures/phoenix-views.ts";
import { html } from "./html.ts";
import type { Rendered } from "./rendered.ts";

const letters = (text: string) =>
  html`<p>${each(
    text,
    (letter) => letter.toLowerCase(),
    (letter) => html`<i>${letter}</i>`,
  )}</p>`;

/** The diff of the second, by a client that knows runs; without the way to the list. */
function change(before: Rendered, after: Rendered, listRuns = true): unknown {
  const client = new TestClient({ listRuns });
  client.receive(before);
  return (client.receive(after) as { 0: { k: unknown } })[0].k;
}

describe("runs of rows that moved", () => {
  test.each<[string, string, string, object]>([
    ["a row in front", "abcd", "nabcd", { 0: { 0: "n" }, kr: [[1, 0, 4]], kc: 5, km: true }],
    ["no first row", "abcd", "bcd", { kr: [[0, 1, 3]], kc: 3, km: true }],
    ["a row from the middle to the end", "abcdefg", "abdefgc", { 6: 2, kr: [[2, 3, 4]], kc: 7, km: true }],
    [
      "two blocks that changed places",
      "abcdef",
      "defabc",
      {
        kr: [
          [0, 3, 3],
          [3, 0, 3],
        ],
        kc: 6,
        km: true,
      },
    ],
    [
      "a row that changed in between",
      "abcdefg",
      "nabcDefg",
      {
        0: { 0: "n" },
        4: [3, { 0: "D" }],
        kr: [
          [1, 0, 3],
          [5, 4, 3],
        ],
        kc: 8,
        km: true,
      },
    ],
    ["a new row in between", "abcdef", "bcdnef", { 3: { 0: "n" }, kr: [[0, 1, 3]], kc: 6, km: true }],
    ["two rows are none", "abx", "nab", { 0: { 0: "n" }, 1: 0, 2: 1, kc: 3, km: true }],
    ["rows that changed places are none", "abcd", "dcba", { 0: 3, 1: 2, 2: 1, 3: 0, kc: 4, km: true }],
    ["no moves have none", "abcd", "abcdef", { 4: { 0: "e" }, 5: { 0: "f" }, kc: 6 }],
  ])("%s", (_, before, after, k) => {
    expect(change(letters(before), letters(after))).toEqual(k);
  });

  test("are for clients that know them only", () => {
    expect(change(letters("abcd"), letters("bcd"), false)).toEqual({ 0: 1, 1: 2, 2: 3, kc: 3, km: true });
  });

  test.each<[string, (list: readonly Row[]) => readonly Row[]]>([
    ["one in front", (list) => [row(5000), ...list]],
    ["the first gone", (list) => list.slice(1)],
    ["one gone in the middle", (list) => list.toSpliced(500, 1)],
    [
      "a block moved",
      (list) => [...list.slice(0, 100), ...list.slice(200, 700), ...list.slice(100, 200), ...list.slice(700)],
    ],
    ["the halves swapped", (list) => [...list.slice(500), ...list.slice(0, 500)]],
  ])("keep a change of a thousand rows below 300 bytes: %s", (_, edit) => {
    const list = rows(1, 1000);
    expect(JSON.stringify(change(table(list), table(edit(list)))).length).toBeLessThan(300);
    expect(JSON.stringify(change(table(list), table(edit(list)), false)).length).toBeGreaterThan(4000);
  });
});

interface Item {
  readonly key: number;
  readonly n: number;
}

/** A change of a list: cut a block out, change what it holds, put it in elsewhere, and new rows somewhere. */
interface Edit {
  readonly from: number;
  readonly count: number;
  readonly to: number;
  readonly isRemoved: boolean;
  readonly changed: number;
  readonly added: number;
  readonly at: number;
}

const index = fc.nat({ max: 20 });
const edits: fc.Arbitrary<Edit[]> = fc.array(
  fc.record({
    from: index,
    count: index,
    to: index,
    isRemoved: fc.boolean(),
    changed: fc.nat({ max: 60 }),
    added: fc.nat({ max: 3 }),
    at: index,
  }),
  { minLength: 1, maxLength: 6 },
);

function edited(items: readonly Item[], edit: Edit, firstKey: number): readonly Item[] {
  const rest = items.toSpliced(edit.from, edit.count);
  const block = edit.isRemoved ? [] : items.slice(edit.from, edit.from + edit.count);
  const added = Array.from({ length: edit.added }, (_, n) => ({ key: firstKey + n, n }));
  const moved = rest.toSpliced(edit.to, 0, ...block).toSpliced(edit.at, 0, ...added);
  return moved.map((item, at) => (at === edit.changed ? { ...item, n: item.n + 1 } : item));
}

const list = (items: readonly Item[], memo: readonly unknown[] | undefined) =>
  html`<ul>${each(
    items,
    ({ key }) => key,
    ({ key, n }) => html`<li id="${key}">${n}</li>`,
    memo,
  )}</ul>`;

test("whatever becomes of a list, clients with and without runs show the same", () => {
  let runs = 0;
  fc.assert(
    fc.property(edits, fc.option(fc.constant([]), { nil: undefined }), (sequence, memo) => {
      const clients = [new TestClient({ listRuns: true }), new TestClient()];
      let items: readonly Item[] = Array.from({ length: 12 }, (_, key) => ({ key, n: 0 }));
      let keys = items.length;
      const receive = () => clients.map((client) => JSON.stringify(client.receive(list(items, memo))));
      receive();
      for (const edit of sequence) {
        items = edited(items, edit, keys);
        keys += edit.added;
        const [withRuns = "", without = ""] = receive();
        if (withRuns.includes('"kr"')) runs += 1;
        expect(withRuns.length).toBeLessThanOrEqual(without.length);
        expect(without).not.toContain('"kr"');
      }
    }),
    { numRuns: fc.readConfigureGlobal()?.numRuns ?? 300 },
  );
  expect(runs).toBeGreaterThan(100);
});
