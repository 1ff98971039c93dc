import { expect, test } from "vitest";
import { cookieHeader, LivePageError, readLivePage, readNestedViews } from "./live-page.ts";

const META = '<meta name="csrf-token" content="abc_-123">';
const VIEW = '<div id="phx-F1" data-phx-main data-phx-session="S.1" data-phx-static="T.2">';

test("a page gives up its tokens", () => {
  expect(readLivePage(`<html><head>${META}</head><body>${VIEW}<main></main></div>`)).toEqual({
    csrfToken: "abc_-123",
    viewId: "phx-F1",
    session: "S.1",
    staticToken: "T.2",
  });
});

test.each([
  [
    '<meta content="x&amp;y" name="csrf-token">',
    '<div data-phx-main data-phx-session=\'\' id="v" data-phx-session="s" data-phx-static="">',
  ],
  [
    '<meta name="csrf-token" content="x&amp;y" >',
    '<section class="a" data-phx-session="s" data-phx-main="" id="v" data-phx-static="">',
  ],
])("attributes may stand in any order, and an empty static token is none", (meta, view) => {
  expect(readLivePage(meta + view)).toEqual({ csrfToken: "x&y", viewId: "v", session: "s", staticToken: null });
});

test("an attribute whose name only ends alike is not taken for another", () => {
  const view = '<div data-id="wrong" id="right" data-phx-main data-phx-session="s" data-phx-static="t">';
  expect(readLivePage(META + view).viewId).toBe("right");
});

test.each([
  [VIEW, "csrf-token"],
  [META, "data-phx-main"],
  [`${META}<div id="v" data-phx-main>`, "data-phx-session"],
])("a page without what a join needs is refused, naming it", (html, missing) => {
  const read = (): unknown => readLivePage(html);
  expect(read).toThrow(LivePageError);
  expect(read).toThrow(missing);
});

test.each([
  [undefined, ""],
  ["a=1; path=/; HttpOnly", "a=1"],
  ["a=1; path=/\nb=2=3; secure", "a=1; b=2=3"],
])("the answer's set-cookie %j is sent back as %j", (setCookie, expected) => {
  expect(cookieHeader(setCookie)).toBe(expected);
});

const NESTED = '<div id="a" data-phx-session="" data-phx-static="T.a" data-phx-parent-id="phx-F1"><i>1</i></div>';
const JOINED = `<section data-phx-parent-id="phx-F1" class="b" id="a" data-phx-session="S.a" data-phx-static=""></section>`;

test("the views inside a page have their sessions from the join's answer and their static tokens from the page", () => {
  const reply = JSON.stringify(["4", "4", "lv:phx-F1", "phx_reply", { response: { rendered: { 0: JOINED } } }]);
  expect(readNestedViews(META + VIEW + NESTED, reply)).toEqual([{ id: "a", session: "S.a", staticToken: "T.a" }]);
  expect(readNestedViews(META + VIEW, reply)).toEqual([{ id: "a", session: "S.a", staticToken: null }]);
});

test("most pages have no view inside", () => {
  expect(readNestedViews(META + VIEW, '["4","4","lv:phx-F1","phx_reply",{"status":"ok"}]')).toEqual([]);
});
