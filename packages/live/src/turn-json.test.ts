import { expect, test } from "vitest";
import { turnMembers } from "./turn-json.ts";

const silent = { members: "", events: [], title: undefined };

test.each([
  [silent, {}],
  [{ ...silent, members: '"0":"1"' }, { 0: "1" }],
  [
    { ...silent, events: ['["a",{}]', '["b",{},true]'] },
    {
      e: [
        ["a", {}],
        ["b", {}, true],
      ],
    },
  ],
  [
    { members: '"0":"1"', events: ['["a",{}]'], title: 'T"' },
    { 0: "1", e: [["a", {}]], r: { ok: true }, t: 'T"' },
    '{"ok":true}',
  ],
  [{ ...silent, title: "" }, { t: "" }],
])("%j", (turn, expected, reply?: string) => {
  expect(JSON.parse(`{${turnMembers(turn, reply)}}`)).toEqual(expected);
});
