import { expect, test } from "vitest";
import { turnMembers } from "./turn-json.ts";

const silent = { members: "", events: [], reply: undefined, title: undefined };

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
    { members: '"0":"1"', events: ['["a",{}]'], reply: '{"ok":true}', title: 'T"' },
    { 0: "1", e: [["a", {}]], r: { ok: true }, t: 'T"' },
  ],
  [{ ...silent, title: "" }, { t: "" }],
])("%j", (turn, expected) => {
  expect(JSON.parse(`{${turnMembers(turn)}}`)).toEqual(expected);
});
