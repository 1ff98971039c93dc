import type { StreamPayload } from "@firecrest/wire";
import { expect, test } from "vitest";
import { Differ } from "./differ.ts";
import { html } from "./html.ts";
import { renderToString } from "./render-to-string.ts";
import { streamRows } from "./stream-rows.ts";

const row = (id: string, text: string) => html`<li id="${id}">${text}</li>`;
const LI = ['<li id="', '">', "</li>"];

function stream(payload: Partial<StreamPayload>, ...rows: readonly ReturnType<typeof html>[]) {
  return html`<ul id="u" phx-update="stream">${streamRows({ ref: "0", inserts: [], deletes: [], reset: false, ...payload }, rows)}</ul>`;
}

function diffs(...renders: readonly ReturnType<typeof html>[]): readonly unknown[] {
  const differ = new Differ();
  return renders
    .map((rendered) => (JSON.parse(`{${differ.diff(rendered)}}`) as { 0?: unknown; p?: unknown }) ?? {})
    .map(({ 0: slot, p }) => (slot === undefined ? {} : { slot, p }));
}

test("rows are sent whole with their payload, their statics once, and forgotten", () => {
  const insert = stream(
    {
      inserts: [
        ["b", -1, null, null],
        ["a", -1, null, null],
      ],
    },
    row("a", "<1>"),
    row("b", "2"),
  );
  const more = stream({ inserts: [["c", 0, -50, false]], deletes: ["a"] }, row("c", "3"));
  const table = { 0: LI, 1: ['<ul id="u" phx-update="stream">', "</ul>"] };
  expect(
    diffs(
      insert,
      more,
      stream({}),
      stream({ deletes: ["c"] }),
      stream({ reset: true, inserts: [["a", -1, null, false]] }, row("a", "1")),
    ),
  ).toEqual([
    {
      slot: {
        k: { 0: { 0: "a", 1: "&lt;1&gt;" }, 1: { 0: "b", 1: "2" }, kc: 2 },
        s: 0,
        stream: [
          "0",
          [
            ["b", -1, null, null],
            ["a", -1, null, null],
          ],
          [],
        ],
      },
      p: table,
    },
    { slot: { k: { 0: { 0: "c", 1: "3" }, kc: 1 }, stream: ["0", [["c", 0, -50, false]], ["a"]] } },
    {},
    { slot: { k: { kc: 0 }, stream: ["0", [], ["c"]] } },
    { slot: { k: { 0: { 0: "a", 1: "1" }, kc: 1 }, stream: ["0", [["a", -1, null, false]], [], true] } },
  ]);
});

test("a stream without rows is an empty text until it gets some", () => {
  expect(diffs(stream({}), stream({}), stream({ inserts: [["a", -1, null, false]] }, row("a", "1")))).toMatchObject([
    { slot: "" },
    {},
    { slot: { k: { kc: 1 }, s: 0 }, p: { 0: LI } },
  ]);
});

test("deletes that come first of all are complete, too", () => {
  expect(diffs(stream({ deletes: ["a"] }), stream({ inserts: [["a", -1, null, false]] }, row("a", "1")))).toMatchObject(
    [
      { slot: { k: { kc: 0 }, stream: ["0", [], ["a"]], s: 0 }, p: { 0: ["", ""] } },
      { slot: { k: { kc: 1 }, s: 0 }, p: { 0: LI } },
    ],
  );
});

test("rows of several templates share an empty one", () => {
  const other = html`<li id="b">other</li>`;
  expect(
    diffs(
      stream(
        {
          inserts: [
            ["b", -1, null, null],
            ["a", -1, null, null],
          ],
        },
        row("a", "1"),
        other,
      ),
    ),
  ).toMatchObject([{ slot: { k: { 0: { 0: { 0: "a", 1: "1", s: 0 } }, 1: { 0: { s: 1 } }, kc: 2 }, s: 2 } }]);
});

test("the dead render has the rows in order", () => {
  expect(
    renderToString(
      stream(
        {
          inserts: [
            ["b", -1, null, null],
            ["a", -1, null, null],
          ],
        },
        row("a", "1"),
        row("b", "2"),
      ),
    ),
  ).toBe('<ul id="u" phx-update="stream"><li id="a">1</li><li id="b">2</li></ul>');
});
