import { html } from "@firecrest/template";
import { expect, test } from "vitest";
import { Stream } from "./stream.ts";

interface Item {
  readonly id: number;
  readonly text?: string;
}

function stream(items: readonly Item[], limit?: number): Stream<Item> {
  return new Stream("0", items, { domId: ({ id }) => `item-${id}`, ...(limit !== undefined && { limit }) });
}

function sent(target: Stream<Item>) {
  const { payload, rows } = target.rows(({ text, id }) => html`<li>${text ?? id}</li>`);
  return { ...payload, rows: rows.map((row) => row.values[0]) };
}

test("the first items are sent last to first, their rows first to last, without a place of their own", () => {
  expect(sent(stream([{ id: 1 }, { id: 2 }]))).toEqual({
    ref: "0",
    inserts: [
      ["item-2", -1, null, null],
      ["item-1", -1, null, null],
    ],
    deletes: [],
    reset: false,
    rows: [1, 2],
  });
});

test("what was sent is forgotten", () => {
  const target = stream([{ id: 1 }]);
  target.prune();
  expect(sent(target)).toMatchObject({ inserts: [], deletes: [], rows: [] });
});

test("inserts carry place, limit and whether they only update", () => {
  const target = stream([], -50);
  target.insert({ id: 1 }, { at: 0 });
  target.insert({ id: 2 }, { limit: 5, updateOnly: true });
  expect(sent(target).inserts).toEqual([
    ["item-2", -1, 5, true],
    ["item-1", 0, -50, false],
  ]);
});

test("the last insert of an id decides its place and its content", () => {
  const target = stream([]);
  target.insert({ id: 1, text: "old" }, { at: 0 });
  target.insert({ id: 2 });
  target.insert({ id: 1, text: "new" }, { at: 3 });
  expect(sent(target)).toMatchObject({
    inserts: [
      ["item-1", 3, null, false],
      ["item-2", -1, null, false],
    ],
    rows: [2, "new"],
  });
});

test("a delete takes back an insert of the same turn; a reset takes back everything", () => {
  const target = stream([]);
  target.insert({ id: 1 });
  target.delete({ id: 1 });
  expect(sent(target)).toMatchObject({ inserts: [], deletes: ["item-1"] });
  target.insert({ id: 2 });
  target.reset([{ id: 3 }]);
  expect(sent(target)).toMatchObject({ inserts: [["item-3", -1, null, false]], deletes: [], reset: true, rows: [3] });
});
