// Area G of docs/parity.md, where it takes a browser: the list is the browser's. One test a row.

import type { Page } from "@playwright/test";
import { createApp, each, html, js, liveView, route, type Stream } from "@firecrest/live";
import { expect, type Site, test } from "./support/fixtures.ts";

interface Item {
  readonly id: number;
  readonly text: string;
}

/** What a test does to the list, in one turn of the view. */
type Act = (items: Stream<Item>) => void;

const item = (id: number, text = ""): Item => ({ id, text });

/** The ids that the next mount streams. */
let mounted: readonly number[];

const list = liveView({
  mount: (live, params): { items: Stream<Item> } => {
    live.subscribe("list");
    const limit = params["limit"] === undefined ? {} : { limit: Number(params["limit"]) };
    return {
      items: live.stream(
        mounted.map((id) => item(id)),
        { domId: ({ id }) => `item-${id}`, ...limit },
      ),
    };
  },
  handleInfo: (live, act: Act) => act(live.assigns.items),
  render: ({ items }) => html`<main>
  <output id="gone"></output>
  <ol id="items" phx-update="stream">${each(
    items,
    ({ id, text }, domId) =>
      html`<li id=${domId} phx-remove=${js.setAttribute(`data-${id}`, "gone", "#gone")}>${id}${text}</li>`,
  )}<li id="empty">nothing yet</li></ol>
</main>`,
});

function listApp() {
  return createApp({
    secrets: ["a secret for tests, at least 32 characters"],
    routes: [route("/", list)],
    log: { debug() {}, info() {}, warn() {}, error() {} },
  });
}

test.use({ served: { make: listApp } });

test.beforeEach(async ({ page, site }) => {
  mounted = [1, 2, 3];
  await page.goto(site.url);
  await page.locator(".phx-connected").waitFor();
});

/** A way to change the list, and the texts of its rows in order. */
function controls({ page, site }: { readonly page: Page; readonly site: Site }) {
  return {
    act: (act: Act) => site.app.pubsub.broadcast("list", act),
    rows: () => page.locator("#items li:not(#empty)").allTextContents(),
  };
}

test("an insert goes where `at` says, item by item; what the stream begins with keeps its order", async ({
  page,
  site,
}) => {
  const { act, rows } = controls({ page, site });
  expect(await rows()).toEqual(["1", "2", "3"]);
  act((items) => {
    for (const id of [4, 5]) items.insert(item(id), { at: 0 });
  });
  await expect.poll(rows).toEqual(["5", "4", "1", "2", "3"]);
  act((items) => items.insert(item(6), { at: 2 }));
  await expect.poll(rows).toEqual(["5", "4", "6", "1", "2", "3"]);
  act((items) => items.insert(item(7)));
  await expect.poll(rows).toEqual(["5", "4", "6", "1", "2", "3", "7"]);
});

test("a reset empties the list, and rows that come back keep their elements", async ({ page, site }) => {
  const { act, rows } = controls({ page, site });
  await page.locator("#item-2").evaluate((row) => Object.assign(row, { isMine: true }));
  act((items) => items.reset([item(3), item(2, "!"), item(8)]));
  await expect.poll(rows).toEqual(["3", "2!", "8"]);
  expect(await page.locator("#item-2").evaluate((row) => "isMine" in row)).toBe(true);
  act((items) => items.reset());
  await expect.poll(rows).toEqual([]);
});

test("a limit keeps so many rows in the browser, from either end, and none away from the plain page", async ({
  page,
  site,
}) => {
  const { act, rows } = controls({ page, site });
  act((items) => items.insert(item(4), { at: 0, limit: 3 }));
  await expect.poll(rows).toEqual(["4", "1", "2"]);
  act((items) => items.insert(item(5), { limit: -3 }));
  await expect.poll(rows).toEqual(["1", "2", "5"]);
  // One insert's limit is its own.
  act((items) => items.insert(item(6)));
  await expect.poll(rows).toEqual(["1", "2", "5", "6"]);
  const plain = await (await page.request.get(`${site.url}/?limit=2`)).text();
  expect(plain.match(/<li id="item-/g)).toHaveLength(3);
  await page.goto(`${site.url}/?limit=2`);
  await expect.poll(rows).toEqual(["1", "2"]);
});

test("updateOnly changes a row that is there and adds none", async ({ page, site }) => {
  const { act, rows } = controls({ page, site });
  act((items) => {
    items.insert(item(2, "!"), { updateOnly: true });
    items.insert(item(9, "!"), { updateOnly: true });
  });
  await expect.poll(rows).toEqual(["1", "2!", "3"]);
  act((items) => items.insert(item(9, "!")));
  await expect.poll(rows).toEqual(["1", "2!", "3", "9!"]);
});

test("inserting an item that is there changes its row in place and does not move it", async ({ page, site }) => {
  const { act, rows } = controls({ page, site });
  await page.locator("#item-2").evaluate((row) => Object.assign(row, { isMine: true }));
  act((items) => items.insert(item(2, "!"), { at: 0 }));
  await expect.poll(rows).toEqual(["1", "2!", "3"]);
  act((items) => items.insert(item(2, "?")));
  await expect.poll(rows).toEqual(["1", "2?", "3"]);
  expect(await page.locator("#item-2").evaluate((row) => "isMine" in row)).toBe(true);
});

test("delete and deleteByDomId take a row away, and its phx-remove runs", async ({ page, site }) => {
  const { act, rows } = controls({ page, site });
  act((items) => items.delete(item(1)));
  await expect.poll(rows).toEqual(["2", "3"]);
  await expect(page.locator("#gone")).toHaveAttribute("data-1", "gone");
  act((items) => items.deleteByDomId("item-3"));
  await expect.poll(rows).toEqual(["2"]);
  await expect(page.locator("#gone")).toHaveAttribute("data-3", "gone");
});

test("a delete and an insert of the same item in one turn move its row", async ({ page, site }) => {
  const { act, rows } = controls({ page, site });
  act((items) => {
    items.delete(item(1));
    items.insert(item(1), { at: 1 });
  });
  await expect.poll(rows).toEqual(["2", "1", "3"]);
});

test("a child of the container that is no row stays behind the rows, and is alone in an empty list", async ({
  page,
  site,
}) => {
  const { act, rows } = controls({ page, site });
  // What the CSS of an empty list asks.
  const isAlone = () => page.locator("#empty").evaluate((element) => element.matches(":only-child"));
  expect(await isAlone()).toBe(false);
  act((items) => items.insert(item(4)));
  await expect.poll(rows).toEqual(["1", "2", "3", "4"]);
  expect(await page.locator("#items li").last().getAttribute("id")).toBe("empty");
  act((items) => items.reset());
  await expect.poll(isAlone).toBe(true);
  act((items) => items.insert(item(5), { at: 0 }));
  await expect.poll(isAlone).toBe(false);
  expect(await page.locator("#items li").last().getAttribute("id")).toBe("empty");
});

test("after a reconnect the list is what the new mount streamed", async ({ page, site }) => {
  const { act, rows } = controls({ page, site });
  act((items) => items.insert(item(4)));
  await expect.poll(rows).toEqual(["1", "2", "3", "4"]);
  mounted = [3, 9];
  site.proxy.cut();
  await expect(page.locator(".phx-error")).toBeVisible();
  site.proxy.mend();
  await expect(page.locator(".phx-connected")).toBeVisible({ timeout: 15_000 });
  await expect.poll(rows).toEqual(["3", "9"]);
});
