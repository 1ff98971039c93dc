// Our diffs of the views that a real Phoenix server was recorded with, held against what it sent.
import { expect, test } from "vitest";
import type { ComponentBody } from "./diff-components.ts";
import { Differ } from "./differ.ts";
import {
  type Kitchen,
  components,
  counter,
  counterComponent,
  dashboard,
  figures,
  kitchen,
  row,
  rows,
  smallerTable,
  stream,
  table,
} from "./fixtures/phoenix-views.ts";
import { recordedDiffs } from "./fixtures/recorded.ts";
import type { Rendered } from "./rendered.ts";

/** Our messages for a sequence of renders, each beside the recorded one; undefined leaves out a message that changed no slot. */
function besideRecorded(path: string, renders: readonly (Rendered | undefined)[]) {
  const differ = new Differ({ development: true });
  const recorded = recordedDiffs(path);
  expect(recorded.length).toBeGreaterThanOrEqual(renders.length);
  return recorded.flatMap(({ comment, json }, index) => {
    const rendered = renders[index];
    return rendered === undefined ? [] : [{ comment, theirs: json, ours: `{${differ.diff(rendered)}}` }];
  });
}

function expectSame(path: string, renders: readonly Rendered[]): void {
  for (const { comment, ours, theirs } of besideRecorded(path, renders)) {
    expect([comment, JSON.parse(ours)]).toEqual([comment, JSON.parse(theirs)]);
    expect([comment, ours.length]).toEqual([comment, theirs.length]);
  }
}

test("the counter is what Phoenix sent, byte for byte", () => {
  expectSame("/counter", [counter(0), counter(1), counter(0)]);
});

test("so is the dashboard", () => {
  expectSame("/dashboard", [dashboard(figures(0)), dashboard(figures(9_000_001))]);
});

const first = rows(1, 1000);
const swapped = [...first.slice(0, 1), row(999), ...first.slice(2, 998), row(2), row(1000)];
const updated = swapped.map((item, index) => (index % 10 === 0 ? { ...item, label: `${item.label} !!!` } : item));
const TABLE_RENDERS = [first, swapped, updated, [...updated, ...rows(1001, 1000)], first, [], first];

test("so is the keyed table: all rows, swap, update, append, create again, clear, and create after that", () => {
  expectSame("/table", TABLE_RENDERS.map(table));
});

test("with quotes around its one attribute slot it is a sixth smaller", () => {
  const bytes = besideRecorded("/table", TABLE_RENDERS.map(smallerTable)).map(({ ours }) => ours.length);
  const [joined, swap, , append] = bytes as [number, number, number, number];
  expect({ joined: joined < 86_000, swap: swap < 60, append: append < 89_900 }).toEqual({
    joined: true,
    swap: true,
    append: true,
  });
});

test("so is the stream: all rows, an insert, many, a delete, one with a limit, a reset", () => {
  const payload = { ref: "0", inserts: [], deletes: [], reset: false };
  const insert = (from: number, count: number, { at = -1, limit = null as number | null } = {}) => ({
    ...payload,
    inserts: rows(from, count)
      .map(({ id }) => [`rows-${id}`, at, limit, false] as const)
      .reverse(),
  });
  const atJoin = insert(1, 1000).inserts.map(([id]) => [id, -1, null, null] as const);
  expectSame("/stream", [
    stream({ ...payload, inserts: atJoin }, rows(1, 1000)),
    stream(insert(1001, 1, { at: 0 }), rows(1001, 1)),
    stream(insert(1002, 100), rows(1002, 100)),
    stream({ ...payload, deletes: ["rows-5"] }, []),
    stream(insert(1, 1, { at: 0, limit: 5 }), rows(1, 1)),
    stream({ ...insert(1, 10), reset: true }, rows(1, 10)),
  ]);
});

test("so are components with state: all, an update of one, of the view, one more, one less", () => {
  const counterOf = (cid: number, n: number): ComponentBody => ({
    id: cid,
    rendered: counterComponent({ cid, id: `k${cid}`, label: `Item ${cid}`, n }),
    assigns: {},
    siblings: () => [1, 2, 3].slice(0, cid - 1),
  });
  const differ = new Differ();
  const ours = [
    differ.diff(components(0, [1, 2, 3]), {}, [counterOf(1, 0), counterOf(2, 0), counterOf(3, 0)]),
    differ.diffComponents([counterOf(2, 1)]),
    differ.diff(components(1, [1, 2, 3]), {}, [counterOf(1, 0), counterOf(2, 1), counterOf(3, 0)]),
    differ.diff(components(1, [1, 2, 3, 4]), {}, [counterOf(1, 0), counterOf(2, 1), counterOf(3, 0), counterOf(4, 0)]),
    differ.diff(components(1, [2, 3, 4]), {}, [counterOf(2, 1), counterOf(3, 0), counterOf(4, 0)]),
  ].map((members) => `{${members}}`);
  const theirs = recordedDiffs("/components").map(({ json }) => json);
  expect(ours.map((json): unknown => JSON.parse(json))).toEqual(theirs.map((json): unknown => JSON.parse(json)));
  expect(ours.map(({ length }) => length)).toEqual(theirs.map(({ length }) => length));
});

test("so is the kitchen: conditions, lists, a component with content, texts to be escaped", () => {
  const start: Kitchen = { show: false, page: "1", list: [1, 2, 3], html: `<b>&"'` };
  const on = { ...start, show: true };
  const list = { ...start, list: [3, 2, 1, 4] };
  const later = { ...list, show: true };
  const odd = { ...later, html: '<script>\u2028 é 日本 "q" \\ \n' };
  const renders = [
    start,
    on,
    start,
    list,
    { ...list, list: [] },
    list,
    undefined,
    undefined,
    later,
    undefined,
    undefined,
  ];
  const more = [
    { ...later, flash: "hi there" },
    later,
    odd,
    { ...odd, page: "2" },
    { ...odd, page: "3" },
    { ...odd, page: "7" },
  ];
  const messages = besideRecorded(
    "/kitchen",
    [...renders, ...more].map((assigns) => assigns && kitchen(assigns)),
  );
  expect(messages).toHaveLength(13);
  for (const { comment, ours, theirs } of messages)
    expect([comment, slotsOf(ours)]).toEqual([comment, slotsOf(theirs)]);
});

/** A message without what is not the template's: reply, events and title. */
function slotsOf(json: string): unknown {
  const { e: _events, t: _title, r: root, ...slots } = JSON.parse(json) as Readonly<Record<string, unknown>>;
  return root === 1 ? { ...slots, r: root } : slots;
}
