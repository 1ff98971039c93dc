import fc from "fast-check";
import { expect, test } from "vitest";
import { orderStream, readStream, type StreamChild } from "./stream-order.ts";

function rows(ids: string): StreamChild[] {
  return ids
    .split(" ")
    .filter(Boolean)
    .map((id) => ({ id, ref: id.startsWith("-") ? undefined : "0" }));
}

interface Case {
  readonly name: string;
  readonly before: string;
  readonly incoming?: string;
  /** As they travel: newest first. */
  readonly inserts?: readonly (readonly [string, number, number | null, boolean | null])[];
  readonly deletes?: readonly string[];
  readonly reset?: boolean;
  readonly isJoin?: boolean;
  readonly after: string;
}

const CASES: readonly Case[] = [
  { name: "a row at the end", before: "a b", incoming: "c", inserts: [["c", -1, null, false]], after: "a b c" },
  { name: "a row at the top", before: "a b", incoming: "c", inserts: [["c", 0, null, false]], after: "c a b" },
  { name: "a row in the middle", before: "a b", incoming: "c", inserts: [["c", 1, null, false]], after: "a c b" },
  { name: "a row beyond the end", before: "a b", incoming: "c", inserts: [["c", 9, null, false]], after: "a b c" },
  {
    name: "rows at the top come in turn, so the newest is first",
    before: "a",
    incoming: "b c",
    inserts: [
      ["c", 0, null, false],
      ["b", 0, null, false],
    ],
    after: "c b a",
  },
  {
    name: "an existing row stays, even inserted anew",
    before: "a b c",
    incoming: "c",
    inserts: [["c", 0, null, false]],
    after: "a b c",
  },
  { name: "a deleted row goes", before: "a b c", deletes: ["b"], after: "a c" },
  {
    name: "a row deleted and inserted at once moves",
    before: "a b c",
    incoming: "c",
    inserts: [["c", 0, null, false]],
    deletes: ["c"],
    after: "c a b",
  },
  { name: "a reset without rows empties", before: "a b", reset: true, after: "" },
  {
    name: "a reset reorders what it keeps",
    before: "a b c",
    incoming: "c d a",
    inserts: [
      ["a", -1, null, false],
      ["d", -1, null, false],
      ["c", -1, null, false],
    ],
    reset: true,
    after: "c d a",
  },
  {
    name: "a reset leaves other streams' rows and what is no row",
    before: "-x a",
    incoming: "b",
    inserts: [["b", -1, null, false]],
    reset: true,
    after: "b -x",
  },
  {
    name: "the last row comes before what is no row",
    before: "a -more",
    incoming: "b",
    inserts: [["b", -1, null, false]],
    after: "a b -more",
  },
  {
    name: "a heading without rows below it counts as what follows",
    before: "-head a",
    incoming: "b",
    inserts: [["b", -1, null, false]],
    after: "-head a b",
  },
  { name: "a limit keeps the first", before: "a b c", incoming: "d", inserts: [["d", 0, 3, false]], after: "d a b" },
  {
    name: "a negative limit keeps the last",
    before: "a b c",
    incoming: "d",
    inserts: [["d", -1, -2, false]],
    after: "c d",
  },
  { name: "a limit of 0 removes all", before: "a b", incoming: "c", inserts: [["c", 0, 0, false]], after: "" },
  {
    name: "a new row can be dropped by its own limit",
    before: "a b",
    incoming: "c",
    inserts: [["c", -1, 2, false]],
    after: "a b",
  },
  {
    name: "a row dropped before its own turn stays dropped",
    before: "a b",
    incoming: "c b",
    inserts: [
      ["b", 0, 2, false],
      ["c", 0, 2, false],
    ],
    after: "c a",
  },
  {
    name: "an update of a row that is there",
    before: "a b",
    incoming: "b",
    inserts: [["b", -1, null, true]],
    after: "a b",
  },
  {
    name: "an update of a row that is not there adds nothing",
    before: "a",
    incoming: "b",
    inserts: [["b", -1, null, true]],
    after: "a",
  },
  {
    name: "of two places in one message the newer counts",
    before: "a b",
    incoming: "c",
    inserts: [
      ["c", 0, null, false],
      ["c", -1, null, false],
    ],
    after: "c a b",
  },
  {
    name: "a join brings all there is",
    before: "a b c",
    incoming: "b d",
    inserts: [
      ["d", -1, null, null],
      ["b", -1, null, null],
    ],
    isJoin: true,
    after: "b d",
  },
  {
    name: "a join keeps an author's own child in its place",
    before: "-empty a",
    incoming: "-empty b",
    inserts: [["b", -1, null, null]],
    isJoin: true,
    after: "b -empty",
  },
];

test.each(CASES)(
  "$name",
  ({ before, incoming = "", inserts = [], deletes = [], reset = false, isJoin = false, after }) => {
    const changes = [readStream({ ref: "0", inserts, deletes, reset })];
    const order = orderStream({
      children: rows(before),
      incoming: incoming.split(" ").filter(Boolean),
      changes,
      isJoin,
    });
    expect(order.map(({ id }) => id).join(" ")).toBe(after);
  },
);

test("rows of several streams in one container mind their own resets", () => {
  const children = [
    { id: "a", ref: "0" },
    { id: "b", ref: "1" },
  ];
  const changes = [readStream({ ref: "1", inserts: [["c", 0, null, false]], deletes: [], reset: true })];
  expect(orderStream({ children, incoming: ["c"], changes, isJoin: false })).toEqual([
    { id: "c", ref: "1" },
    { id: "a", ref: "0" },
  ]);
});

// The model of liveview-protocol.md §12.3, written as it is told there: an array that is mutated step by step.
interface Message {
  readonly inserts: readonly { id: string; at: number; limit: number | null; updateOnly: boolean }[];
  readonly deletes: readonly string[];
  readonly reset: boolean;
}

function model(before: readonly string[], { inserts, deletes, reset }: Message): string[] {
  const present = before.slice();
  let list = before.slice();
  if (reset) list = [];
  list = list.filter((id) => !deletes.includes(id));
  const untouched = list.slice();
  for (const { id, at, limit, updateOnly } of inserts) {
    if (untouched.includes(id)) continue;
    if (updateOnly && !present.includes(id)) continue;
    if (at === -1) list.push(id);
    else list.splice(at, 0, id);
    if (limit === null) continue;
    while (list.length > Math.abs(limit)) {
      if (limit < 0) list.shift();
      else list.pop();
    }
  }
  return list;
}

const id = fc.constantFrom("a", "b", "c", "d", "e", "f");
const message = fc.record({
  inserts: fc.uniqueArray(
    fc.record({
      id,
      at: fc.integer({ min: -1, max: 5 }),
      limit: fc.option(fc.integer({ min: -4, max: 4 })),
      updateOnly: fc.boolean(),
    }),
    { selector: (insert) => insert.id, maxLength: 5 },
  ),
  deletes: fc.uniqueArray(id, { maxLength: 3 }),
  reset: fc.boolean(),
});

test("any run of messages leaves what the model says", () => {
  fc.assert(
    fc.property(fc.array(message, { maxLength: 8 }), (messages) => {
      let expected: string[] = [];
      let children: StreamChild[] = [];
      for (const one of messages) {
        expected = model(expected, one);
        const inserts = one.inserts
          .toReversed()
          .map((insert) => [insert.id, insert.at, insert.limit, insert.updateOnly] as const);
        const changes = [readStream({ ref: "0", inserts, deletes: one.deletes, reset: one.reset })];
        children = orderStream({ children, incoming: one.inserts.map((insert) => insert.id), changes, isJoin: false });
        expect(children.map((child) => child.id)).toEqual(expected);
      }
    }),
    { numRuns: fc.readConfigureGlobal()?.numRuns ?? 1_000 },
  );
});
