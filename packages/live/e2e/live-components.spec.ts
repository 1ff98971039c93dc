// Components that keep state, with the DOM that a browser makes of them. One test a row of docs/parity.md, and some that
// only a browser can tell.

import type { Page } from "@playwright/test";
import {
  createApp,
  each,
  html,
  type LiveComponent,
  liveComponent,
  liveView,
  route,
  type Stream,
} from "@firecrest/live";
import { expect, type Site, test } from "./support/fixtures.ts";

interface CounterProps {
  readonly id: string;
}

const counter: LiveComponent<CounterProps> = liveComponent({
  mount: (_live, _props: CounterProps): { count: number } => ({ count: 0 }),
  events: { add: (live) => live.assign({ count: live.assigns.count + 1 }) },
  render: ({ id, count: shown, myself }, on) => html`<div id=${id} class="counter">
  <b>${shown}</b> <i class="inside"></i>
  <button phx-click=${on.add} phx-target=${myself}>+</button>
</div>`,
});

/** What a test does to the page, in one turn of its view. */
interface Board {
  readonly ids: readonly string[];
  readonly turns: number;
  readonly rows: Stream<CounterProps>;
}

const board = liveView({
  mount: (live): Board => {
    live.subscribe("board");
    return { ids: ["a", "b", "c"], turns: 0, rows: live.stream([{ id: "r1" }], { domId: ({ id }) => `row-${id}` }) };
  },
  handleInfo: (live, change: { readonly ids?: readonly string[]; readonly row?: string }) => {
    const { ids = live.assigns.ids, row } = change;
    if (row !== undefined) live.assigns.rows.insert({ id: row }, { at: 0 });
    live.assign({ ids, turns: live.assigns.turns + 1 });
  },
  render: ({ ids, turns, rows }) => html`<main>
  <output id="turns">${turns}</output>
  <button id="all" phx-click="add" phx-target=".counter .inside">all</button>
  <button id="far" phx-click="add" phx-target="#b">far</button>
  <div id="list">${each(ids, String, (id) => counter({ id }))}</div>
  <div id="rows" phx-update="stream">${each(rows, ({ id }, domId) => html`<p id=${domId}>${counter({ id })}</p>`)}</div>
</main>`,
});

test.use({
  served: {
    make: () =>
      createApp({
        secrets: ["a secret for tests, at least 32 characters"],
        routes: [route("/", board)],
        log: { debug() {}, info() {}, warn() {}, error() {} },
      }),
  },
});

let frames: string[];

test.beforeEach(async ({ page, site }) => {
  frames = [];
  page.on("websocket", (socket) => {
    socket.on("framesent", ({ payload }) => frames.push(`> ${String(payload)}`));
    socket.on("framereceived", ({ payload }) => frames.push(`< ${String(payload)}`));
  });
  page.on("pageerror", (error) => {
    throw error;
  });
  await page.goto(site.url);
  await page.locator(".phx-connected").waitFor();
});

/** A way to change the page, and what its counters show in order. */
function controls({ page, site }: { readonly page: Page; readonly site: Site }) {
  return {
    change: (change: object) => site.app.pubsub.broadcast("board", change),
    counts: () =>
      page
        .locator("#list > .counter")
        .evaluateAll((all) => all.map((one) => `${one.id}${one.querySelector("b")?.textContent}`)),
    add: (id: string) => page.click(`#${id} button`),
  };
}

/** How many frames of a kind there have been. */
function framesWith(part: string): number {
  return frames.filter((frame) => frame.includes(part)).length;
}

test("a component that moves keeps its state and its element; one that the browser has given up begins anew", async ({
  page,
  site,
}) => {
  const { change, counts, add } = controls({ page, site });
  await add("a");
  await expect.poll(counts).toEqual(["a1", "b0", "c0"]);
  await page.locator("#a").evaluate((element) => Object.assign(element, { isMine: true }));
  change({ ids: ["c", "b", "a"] });
  await expect.poll(counts).toEqual(["c0", "b0", "a1"]);
  expect(await page.locator("#a").evaluate((element) => "isMine" in element)).toBe(true);
  change({ ids: ["b", "c"] });
  await expect.poll(() => framesWith(`"cids":[`)).toBeGreaterThan(2); // asked, asked again, answered
  change({ ids: ["a", "b", "c"] });
  await expect.poll(counts).toEqual(["a0", "b0", "c0"]);
});

test("a component that is back before the browser has given it up keeps its state, and is shown whole", async ({
  page,
  site,
}) => {
  const { change, counts, add } = controls({ page, site });
  await add("a");
  await expect.poll(counts).toEqual(["a1", "b0", "c0"]);
  change({ ids: ["b"] });
  change({ ids: ["a", "b"] });
  await expect.poll(counts).toEqual(["a1", "b0"]);
  await expect.poll(() => framesWith("cids_will_destroy")).toBe(1);
  await add("a");
  await expect.poll(counts).toEqual(["a2", "b0"]);
  expect(framesWith("cids_destroyed")).toBe(1); // of c
});

test("a selector as target reaches the component around each element that it finds", async ({ page, site }) => {
  const { counts } = controls({ page, site });
  await page.click("#all");
  await expect.poll(counts).toEqual(["a1", "b1", "c1"]);
  await expect(page.locator("#r1 b")).toHaveText("1");
  await page.click("#far");
  await expect.poll(counts).toEqual(["a1", "b2", "c1"]);
});

test("components in which nothing has changed are neither sent nor compared: what a script did to them stays", async ({
  page,
  site,
}) => {
  const { change, counts, add } = controls({ page, site });
  await page.locator("#b").evaluate((element) => {
    Object.assign(window, { seen: 0 });
    element.querySelector("i")?.append("scribble");
    const observer = new MutationObserver((records) => Object.assign(window, { seen: records.length }));
    observer.observe(element, { subtree: true, childList: true, attributes: true, characterData: true });
  });
  change({ ids: ["c", "a", "b"] });
  await expect.poll(counts).toEqual(["c0", "a0", "b0"]);
  await add("a");
  await expect.poll(counts).toEqual(["c0", "a1", "b0"]);
  await expect(page.locator("#turns")).toHaveText("1");
  await expect(page.locator("#b i")).toHaveText("scribble");
  expect(await page.evaluate("seen")).toBe(0);
});

test("rows of a stream hold components, which live on in the page after the server has let go of the rows", async ({
  page,
  site,
}) => {
  const { change } = controls({ page, site });
  await page.click("#r1 button");
  await expect(page.locator("#r1 b")).toHaveText("1");
  change({ row: "r2" });
  await page.click("#r2 button");
  await page.click("#r1 button");
  await expect(page.locator("#r1 b")).toHaveText("2");
  await expect(page.locator("#r2 b")).toHaveText("1");
  await expect(page.locator("#rows > p")).toHaveCount(2);
});
