import { describe, expect, test } from "vitest";

import { extractDiff } from "./extract-diff.ts";
import { recordedViews } from "./fixtures/recorded.ts";
import { FrameError } from "./frame-error.ts";

describe("extractDiff", () => {
  test.each([
    ["slots only", { 0: "a" }, { diff: { 0: "a" }, reply: undefined, events: [], title: undefined }],
    ["nothing", {}, { diff: {}, reply: undefined, events: [], title: undefined }],
    [
      "everything at once",
      {
        0: "5",
        c: { 1: { 0: "x" } },
        e: [
          ["chart", { points: [1] }],
          ["pre", {}, true],
        ],
        r: { ok: true },
        t: "New",
      },
      {
        diff: { 0: "5", c: { 1: { 0: "x" } } },
        reply: { ok: true },
        events: [
          ["chart", { points: [1] }],
          ["pre", {}, true],
        ],
        title: "New",
      },
    ],
    ["an empty list of events", { e: [] }, { diff: {}, reply: undefined, events: [], title: undefined }],
    ["an empty reply", { r: {} }, { diff: {}, reply: {}, events: [], title: undefined }],
    ["an empty title", { t: "" }, { diff: {}, reply: undefined, events: [], title: "" }],
    [
      "the root's own r",
      { s: ["<p>", "</p>"], 0: "", r: 1 },
      { diff: { s: ["<p>", "</p>"], 0: "" }, reply: undefined, events: [], title: undefined },
    ],
    [
      "an r of a node below",
      { 0: { s: ["<p/>"], r: 1 } },
      { diff: { 0: { s: ["<p/>"], r: 1 } }, reply: undefined, events: [], title: undefined },
    ],
  ])("%s", (_, received, extracted) => {
    expect(extractDiff(received)).toEqual(extracted);
  });

  test("leaves its argument alone", () => {
    const received = { 0: "a", r: { ok: true }, e: [["x", {}]], t: "T" };
    const before = structuredClone(received);
    extractDiff(received);
    expect(received).toEqual(before);
  });

  test.each([null, undefined, "text", 7, true, [["0", "a"]]])("%j is no diff", (received) => {
    expect(() => extractDiff(received)).toThrow(FrameError);
  });

  test("finds what the recorded views pushed, replied and were called", () => {
    const extracted = recordedViews()
      .filter(({ comment }) => comment.startsWith("kitchen: phx_join"))
      .flatMap(({ diffs }) => diffs.map(({ diff }) => extractDiff(diff)));
    expect(extracted.flatMap(({ events }) => events)).toEqual([["hello", { a: 1 }]]);
    expect(extracted.filter(({ reply }) => reply !== undefined).map(({ reply }) => reply)).toEqual([
      { got: { x: 1 } },
      { got: { x: 1 } },
      { got: { x: 2 } },
    ]);
    expect(extracted.filter(({ title }) => title !== undefined).map(({ title }) => title)).toEqual(["New title"]);
  });
});
