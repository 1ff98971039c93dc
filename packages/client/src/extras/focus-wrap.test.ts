import { expect, test } from "vitest";
import { startPage } from "../fixtures/scripted-page.ts";

const EDGE = `<span tabindex="0" aria-hidden="true"></span>`;
const wrap = (style = ""): string =>
  `<input id="outside"><div id="w" data-phx-hook="Phoenix.FocusWrap"${style}>${EDGE}<input id="one"><p><input id="two"></p>${EDGE}</div>`;

function focused(): string | undefined {
  return document.activeElement?.id;
}

test("the first in it gets the focus when it comes", async () => {
  await startPage(wrap());
  expect(focused()).toBe("one");
});

test("the first in it gets the focus when it is shown", async () => {
  const page = await startPage(wrap());
  page.find("#outside").focus();
  await page.show("");
  await page.show(wrap());
  page.find("#outside").focus();
  page.find("#w").dispatchEvent(new Event("phx:show-end"));
  expect(focused()).toBe("one");
});

test.each([
  ["forwards out of it, to its first", 1, "two", "one"],
  ["backwards out of it, to its last", 0, "one", "two"],
  ["forwards into it, to its first", 0, "outside", "one"],
  ["backwards into it, to its last", 1, "outside", "two"],
])("the Tab key leads %s", async (_name, edge, from, to) => {
  const page = await startPage(wrap());
  const sentinel = document.querySelectorAll("span")[edge];
  sentinel?.dispatchEvent(new FocusEvent("focus", { relatedTarget: page.find(`#${from}`) }));
  expect(focused()).toBe(to);
});
