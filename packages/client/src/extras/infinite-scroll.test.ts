import { expect, test } from "vitest";
import { frames, type ScriptedPage, startPage } from "../fixtures/scripted-page.ts";

const HTML = `<ul id="list" phx-viewport-top="up" phx-viewport-bottom="down" phx-value-of="7"><li id="a">a</li><li id="b">b</li></ul>`;

/** Where things are on the screen, which is 1,000 pixels high: a test has no layout. */
function place(page: ScriptedPage, tops: Readonly<Record<string, number>>): void {
  for (const [id, top] of Object.entries(tops))
    page.find(`#${id}`).getBoundingClientRect = () => ({ top, bottom: top + 10 }) as DOMRect;
}

async function scroll(page: ScriptedPage, y: number, tops: Readonly<Record<string, number>>): Promise<void> {
  place(page, tops);
  Object.defineProperty(window, "scrollY", { value: y, configurable: true });
  document.dispatchEvent(new Event("scroll"));
  await frames(1);
}

async function start(): Promise<ScriptedPage> {
  Object.defineProperty(window, "scrollY", { value: 0, configurable: true });
  Object.defineProperty(window, "innerHeight", { value: 1_000, configurable: true });
  const page = await startPage(HTML);
  place(page, { list: 0, a: 0, b: 3_000 });
  return page;
}

function sent(page: ScriptedPage): unknown[] {
  return page.server.all("event").map(({ payload }) => payload);
}

test("the last child comes into view while the page goes down", async () => {
  const page = await start();
  await scroll(page, 500, { list: -500, a: -500, b: 2_000 });
  expect(sent(page)).toEqual([]);
  await scroll(page, 2_500, { list: -2_500, a: -2_500, b: 500 });
  expect(sent(page)).toEqual([{ type: "js", event: "down", value: { id: "b", of: "7" } }]);
});

test("the first child comes into view while the page goes up", async () => {
  const page = await start();
  await scroll(page, 1_000, { list: -1_000, a: -1_000, b: 2_000 });
  await scroll(page, 900, { list: -900, a: 5, b: 2_100 });
  expect(sent(page)).toEqual([{ type: "js", event: "up", value: { id: "a", of: "7" } }]);
});

test("going over the top is said apart, once until the page has been down again", async () => {
  const page = await start();
  await scroll(page, 1_000, { list: -1_000, a: -1_000, b: 2_000 });
  await scroll(page, 10, { list: 5, a: 2_000, b: 2_500 });
  expect(sent(page)).toEqual([{ type: "js", event: "up", value: { id: "a", _overran: true, of: "7" } }]);
});

test("a list that scrolls in a box of its own is overrun at its very top, not wherever it goes up a little", async () => {
  const page = await start();
  const list = page.find("#list");
  list.style.overflowY = "auto";
  const scrollList = async (top: number): Promise<void> => {
    Object.defineProperty(list, "scrollTop", { value: top, configurable: true });
    list.dispatchEvent(new Event("scroll", { bubbles: true })); // happy-dom captures no others
    await frames(1);
  };
  place(page, { list: 100, a: -900, b: 2_000 });
  await scrollList(1_000);
  await scrollList(900);
  expect(sent(page)).toEqual([]);
  await scrollList(0);
  expect(sent(page)).toEqual([{ type: "js", event: "up", value: { id: "a", _overran: true, of: "7" } }]);
});

test("while an answer is awaited, what asked for it stays in view; events of a kind have half a second between them", async () => {
  const page = await start();
  let kept = 0;
  page.find("#b").scrollIntoView = () => kept++;
  await scroll(page, 2_500, { list: -2_500, a: -2_500, b: 500 });
  await scroll(page, 2_600, { list: -2_600, a: -2_600, b: 400 });
  expect([sent(page).length, kept]).toEqual([1, 1]);
  await page.answer();
  await frames(1);
  await scroll(page, 2_700, { list: -2_700, a: -2_700, b: 300 });
  expect(sent(page)).toHaveLength(1);
  page.clock.advance(500);
  expect(sent(page)).toHaveLength(2);
});

test("a list that has gone listens no more", async () => {
  const page = await start();
  await page.show("");
  Object.defineProperty(window, "scrollY", { value: 100, configurable: true });
  document.dispatchEvent(new Event("scroll"));
  expect(sent(page)).toEqual([]);
});
