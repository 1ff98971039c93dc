import type { RenderedHtml } from "@firecrest/wire";
import { Element } from "domhandler";
import { expect, test } from "vitest";
import { innerHtml, parseDocument } from "./document.ts";
import { patchComponent, patchContainer } from "./patch.ts";
import { findAll } from "./select.ts";

function containerOf(html: string): Element {
  const [container] = findAll(parseDocument(`<div id="view">${html}</div>`), "#view");
  return container ?? new Element("div", {});
}

const rendered = (html: string): RenderedHtml => ({ html, streams: [] });

test.each([
  ["content", "<p>1</p>", "<p>2</p>", "<p>2</p>"],
  [
    "what was left out as unchanged, wherever it stands now",
    '<b data-phx-id="m1">kept</b><i></i>',
    '<i></i><u><b data-phx-id="m1" data-phx-skip></b></u>',
    "<i></i><u><b>kept</b></u>",
  ],
  [
    "a nested view: its content stays, its attributes are the parent's",
    '<div id="c" data-phx-session="old" data-phx-static="page" class="a">mine</div>',
    '<div id="c" data-phx-session="new" data-phx-static="" class="b"></div>',
    '<div id="c" data-phx-session="new" data-phx-static="page" class="b">mine</div>',
  ],
  [
    "a nested view without a new session",
    '<div id="c" data-phx-session="old">mine</div>',
    '<div id="c" data-phx-session=""></div>',
    '<div id="c" data-phx-session="old">mine</div>',
  ],
  [
    "a sticky view, of which nothing changes",
    '<div id="s" data-phx-session="old" data-phx-sticky class="a">mine</div>',
    '<div id="s" data-phx-session="new" data-phx-sticky class="b"></div>',
    '<div id="s" data-phx-session="old" data-phx-sticky="" class="a">mine</div>',
  ],
  [
    "what scripts own: its data- attributes change",
    '<div id="i" phx-update="ignore" class="a" data-x="1" data-y="1">theirs</div>',
    '<div id="i" phx-update="ignore" class="b" data-x="2">ours</div>',
    '<div id="i" phx-update="ignore" class="a" data-x="2">theirs</div>',
  ],
  [
    "a table's rows, which stand in tables only",
    '<table><tbody id="t"></tbody></table>',
    "<table><tbody><tr><td>1</td></tr></tbody></table>",
    "<table><tbody><tr><td>1</td></tr></tbody></table>",
  ],
  [
    "a portal's content, found where it is written",
    "",
    '<template data-phx-portal="body"><p>in</p></template>',
    '<template data-phx-portal="body"><p>in</p></template>',
  ],
])("a patch shows %s", (_what, before, after, expected) => {
  const container = containerOf(before);
  patchContainer(container, rendered(after), false);
  expect(innerHtml(container)).toBe(expected);
});

test("elements in a portal are found like any other", () => {
  const container = containerOf('<template data-phx-portal="body"><p class="in">in</p></template>');
  expect(findAll(container, "p.in")).toHaveLength(1);
});

test("what was left out but never shown is an error", () => {
  expect(() =>
    patchContainer(containerOf("<p></p>"), rendered('<b data-phx-id="m9" data-phx-skip></b>'), false),
  ).toThrow(expect.objectContaining({ code: "diff-mismatch" }));
});

test("a component is replaced in its place", () => {
  const container = containerOf('<p>a</p><b data-phx-component="1" id="x">1</b><p>z</p>');
  const [root] = findAll(container, "b");
  if (root !== undefined) patchComponent(root, rendered('<b data-phx-component="1" id="y">2</b>'));
  expect(innerHtml(container)).toBe('<p>a</p><b id="y">2</b><p>z</p>');
});
