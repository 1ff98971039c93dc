import { expect, test } from "vitest";
import { startPage } from "../fixtures/scripted-page.ts";

test.each([
  ["an event's name", `<button phx-click="inc">+</button>`, { event: "inc", value: { value: "" } }],
  [
    "values",
    `<button phx-click="inc" phx-value-id="7" phx-value-some-name="x">+</button>`,
    { event: "inc", value: { id: "7", "some-name": "x", value: "" } },
  ],
  [
    "the element's own value over phx-value-value",
    `<button phx-click="inc" value="own" phx-value-value="bound">+</button>`,
    { event: "inc", value: { value: "own" } },
  ],
  ["no value where there is none", `<a phx-click="inc">+</a>`, { event: "inc", value: {} }],
  ["a ticked box", `<input type="checkbox" phx-click="t" value="yes" checked>`, { event: "t", value: {} }],
  ["an unticked box", `<input type="checkbox" phx-click="t" value="yes">`, { event: "t", value: { value: "yes" } }],
  [
    "a component as the target",
    `<button phx-click="inc" phx-target="3">+</button>`,
    { event: "inc", value: { value: "" }, cid: 3 },
  ],
  [
    "a command",
    `<button phx-click='[["push",{"event":"save","value":{"value":"js","n":1}}]]' value="own">+</button>`,
    { event: "save", value: { value: "js", n: 1 } },
  ],
  [
    "a command's target",
    `<button phx-click='[["push",{"event":"save","target":5}]]' phx-target="3">+</button>`,
    { event: "save", value: { value: "" }, cid: 5 },
  ],
])("a click sends %s", async (_name, html, payload) => {
  const page = await startPage(html);
  page.find("[phx-click]").click();
  expect(page.payload()).toEqual({ type: "click", ...payload });
});

test("the nearest element around the target counts", async () => {
  const page = await startPage(`<div phx-click="outer"><p phx-click="inner"><b>x</b></p></div>`);
  page.find("b").click();
  expect(page.server.all("event")).toHaveLength(1);
  expect(page.payload()).toMatchObject({ event: "inner" });
});

test("a disabled element does not, and what is around it does", async () => {
  const page = await startPage(`<div phx-click="outer"><b phx-click="inner" disabled><i>x</i></b></div>`);
  page.find("i").click();
  expect(page.payload()).toMatchObject({ event: "outer" });
});

test("what lies outside the view is not asked", async () => {
  const page = await startPage(`<b>x</b>`);
  page.container.parentElement?.setAttribute("phx-click", "outside");
  page.find("b").click();
  expect(page.server.all("event")).toEqual([]);
});

test("a second click waits for the answer to the first", async () => {
  const page = await startPage(`<button phx-click="inc">+</button>`);
  page.find("button").click();
  page.find("button").click();
  expect(page.server.all("event")).toHaveLength(1);
  await page.answer();
  page.find("button").click();
  expect(page.server.all("event")).toHaveLength(2);
});

test("a link that leads nowhere does not lead there", async () => {
  const page = await startPage(`<a href="#" phx-click="open">x</a>`);
  const click = new MouseEvent("click", { bubbles: true, cancelable: true });
  page.find("a").dispatchEvent(click);
  expect(click.defaultPrevented).toBe(true);
});

test("the app adds what it wants to know of the event", async () => {
  const metadata = {
    click: (event: Event, element: Element) => ({
      detail: (event as MouseEvent).detail,
      tag: element.localName,
      id: "app",
    }),
  };
  const page = await startPage(`<button phx-click="inc" phx-value-id="7">+</button>`, { metadata });
  page.find("button").click();
  expect(page.payload()).toMatchObject({ value: { detail: 0, tag: "button", id: "7" } });
});

test("a selector as the target reaches every view and component that it matches", async () => {
  const page = await startPage(
    `<div class="t" data-phx-component="1"></div><div data-phx-component="2"><i class="t"></i></div><p class="t"></p><button phx-click="go" phx-target=".t">x</button>`,
  );
  page.find("button").click();
  expect(page.server.all("event").map(({ payload }) => (payload as { cid?: number }).cid)).toEqual([1, 2, undefined]);
});

test("a click that cannot be sent is nobody's fault, and marks nothing", async () => {
  const page = await startPage(`<button phx-click="inc">+</button>`);
  page.server.drop();
  page.find("button").click();
  expect(page.server.all("event")).toEqual([]);
  expect(page.find("button").outerHTML).toBe(`<button phx-click="inc">+</button>`);
});

test("an element that is in no page any more sends nothing", async () => {
  const page = await startPage(`<button phx-click="inc">+</button>`);
  const button = page.find("button");
  await page.show("<p>other</p>");
  window.dispatchEvent(Object.defineProperty(new MouseEvent("click"), "target", { value: button }));
  expect(page.server.all("event")).toEqual([]);
});

test("a throttled click is sent once", async () => {
  const page = await startPage(`<button phx-click="inc" phx-throttle="1000">+</button>`);
  page.find("button").click();
  await page.answer();
  page.find("button").click();
  expect(page.server.all("event")).toHaveLength(1);
  page.clock.advance(1_000);
  page.find("button").click();
  expect(page.server.all("event")).toHaveLength(2);
});
