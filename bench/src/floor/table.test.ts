import { expect, test } from "vitest";
import { FloorTable } from "./table.ts";

interface Diff {
  readonly 0: { readonly k: Readonly<Record<string, unknown>> };
}

/** A table whose client has its thousand rows. */
function shownTable(): FloorTable {
  const table = new FloorTable();
  table.answer("create");
  return table;
}

function keyed(table: FloorTable, event: string): Readonly<Record<string, unknown>> {
  return (table.answer(event) as Diff)[0].k;
}

test("the first answer carries every row", () => {
  const rows = keyed(new FloorTable(), "create");
  expect(Object.keys(rows)).toHaveLength(1_001);
  expect(rows["0"]).toEqual({ 0: "1", 1: "1", 2: ' phx-value-id="1"', 3: "handsome green car", 4: "37", 5: "13.27" });
});

test("a swap is two moves", () => {
  expect(keyed(shownTable(), "swap")).toEqual({ 1: 998, 998: 1, km: true, kc: 1_000 });
});

test("a swap has moved the rows: a create afterwards puts two of them back", () => {
  const table = shownTable();
  table.answer("swap");
  expect(Object.keys(keyed(table, "create"))).toEqual(["1", "998", "kc"]);
});

test("an update of every tenth row sends a hundred labels", () => {
  const changed = keyed(shownTable(), "update10");
  expect(Object.keys(changed)).toHaveLength(101);
  expect(changed["10"]).toEqual({ 3: "big red bbq !!!" });
});

test("an append sends the new rows and nothing of the old", () => {
  const added = keyed(shownTable(), "append");
  expect(Object.keys(added)).toHaveLength(1_001);
  expect(added["999"]).toBeUndefined();
  expect(added["1093"]).toEqual({
    0: "1094",
    1: "1094",
    2: ' phx-value-id="1094"',
    3: "plain pink pizza",
    4: "478",
    5: "222.68",
  });
  expect(added["kc"]).toBe(2_000);
});

test("a prepend is a row and a thousand moves, or one run for a client that understands it", () => {
  const first = { 0: "1001", 1: "1001", 2: ' phx-value-id="1001"', 3: "handsome red table", 4: "37", 5: "13.17" };
  const moved = keyed(shownTable(), "prepend");
  expect(moved).toMatchObject({ 0: first, 1: 0, 1_000: 999, kc: 1_001, km: true });
  const table = new FloorTable(true);
  table.answer("create");
  expect(keyed(table, "prepend")).toEqual({ 0: first, kr: [[1, 0, 1_000]], kc: 1_001, km: true });
});

test("what a prepend has sent is known afterwards", () => {
  const table = shownTable();
  table.answer("prepend");
  expect(keyed(table, "update10")).toHaveProperty("0", { 3: "handsome red table !!!" });
  expect(Object.keys(keyed(table, "select"))).toEqual(["kc"]);
});

test("clear empties the table, and create fills it again", () => {
  const table = shownTable();
  expect(keyed(table, "clear")).toEqual({ kc: 0 });
  expect(Object.keys(keyed(table, "create"))).toHaveLength(1_001);
});

test("a swap of an empty table moves nothing", () => {
  const table = shownTable();
  table.answer("clear");
  expect(keyed(table, "swap")["kc"]).toBe(0);
});
