import { expect, test } from "vitest";
import { loadPage, type ScriptedPage, startPage, treeOf } from "../fixtures/scripted-page.ts";

const MENU = `<button id="out" phx-click="hit">out</button><div id="menu" phx-click-away="close"><b id="in">in</b></div>`;

function names(page: ScriptedPage): unknown[] {
  return page.server.all("event").map(({ payload }) => (payload as { event: string }).event);
}

function inView(page: ScriptedPage): ScriptedPage {
  page.find("#menu").getBoundingClientRect = () => ({ left: 0, top: 0, right: 10, bottom: 10 }) as DOMRect;
  return page;
}

function press(element: Element, released: Element = element): void {
  element.dispatchEvent(new MouseEvent("mousedown", { bubbles: true }));
  released.dispatchEvent(new MouseEvent("click", { bubbles: true, detail: 1 }));
}

test("a click outside is away, and is said before what was clicked is", async () => {
  const page = inView(await startPage(MENU));
  press(page.find("#out"));
  expect(names(page)).toEqual(["close", "hit"]);
  expect(page.server.all("event")[0]?.payload).toMatchObject({ type: "click" });
});

test("a click inside is not, nor is one that began inside", async () => {
  const page = inView(await startPage(MENU));
  press(page.find("#in"));
  press(page.find("#in"), page.find("#out"));
  expect(names(page)).toEqual(["hit"]);
});

test.each([
  ["hidden", `<div id="menu" phx-click-away="close" style="display: none"></div>`],
  ["out of view", `<div id="menu" phx-click-away="close">x</div>`],
])("what is %s does not mind", async (_name, html) => {
  const page = await startPage(`<i id="out">x</i>${html}`);
  press(page.find("#out"));
  expect(names(page)).toEqual([]);
});

test("a click that a script makes on something hidden is nobody's", async () => {
  const page = inView(await startPage(`<i id="out" style="display: none">x</i>${MENU.replace('id="out"', "")}`));
  press(page.find("#out"));
  expect(names(page)).toEqual([]);
});

test("what a portal shows is inside of where the portal stands", async () => {
  const html = `<div id="menu" phx-click-away="close"><template id="x" data-phx-portal="#outlet"><div><i id="far">x</i></div></template></div>`;
  const page = loadPage("", { beside: `<div id="outlet"></div>` });
  page.server.open();
  await page.server.reply(page.server.last("phx_join"), { rendered: treeOf(html) });
  inView(page);
  press(page.find("#far"));
  expect(names(page)).toEqual([]);
});
