// Views in views, views that stay, views side by side. One test a row of docs/parity.md, and some that only a browser can tell.

import type { Page } from "@playwright/test";
import { type App, createApp, html, liveRender, liveView, route } from "@firecrest/live";
import { Link } from "@firecrest/live/components";
import { expect, isOfficial, type Site, test } from "./support/fixtures.ts";

/** Resolves when the children may mount; what a test has not set lets them. */
let gate: Promise<void>;
/** How often a child that cannot mount has tried. */
let attempts: number;

const child = liveView({
  mount: async (live): Promise<{ count: number }> => {
    live.subscribe("child");
    if (live.connected) await gate;
    return { count: 0 };
  },
  events: {
    add: (live) => live.assign({ count: live.assigns.count + 1 }),
    crash: () => {
      throw new Error("the child's own");
    },
  },
  handleInfo: (live) => live.assign({ count: live.assigns.count + 10 }),
  render: ({ count }, on) => html`<b id="kid-count">${count}</b>
<button id="add" phx-click=${on.add}>add</button><button id="crash" phx-click=${on.crash}>crash</button>`,
});

const broken = liveView({
  mount: (live) => {
    attempts += Number(live.connected);
    if (live.connected) throw new Error("never");
    return {};
  },
  render: () => html`<i>broken</i>`,
});

/** Music that goes on: an element that would notice if it were taken out of the page. */
const player = liveView({
  mount: () => ({ song: 1 }),
  events: { next: (live) => live.assign({ song: live.assigns.song + 1 }) },
  render: ({ song }, on) => html`<p id="song">${song}</p><button id="next" phx-click=${on.next}>next</button>
<input id="note" aria-label="note"><iframe id="frame" srcdoc="x"></iframe>`,
});

const parent = liveView({
  mount: (live): { count: number; isConnected: boolean } => {
    live.subscribe("parent");
    return { count: 0, isConnected: live.connected };
  },
  handleInfo: (live) => live.assign({ count: live.assigns.count + 1 }),
  events: { add: (live) => live.assign({ count: live.assigns.count + 100 }) },
  render: ({ count, isConnected, liveAction }) => html`<main>
  <h1 id="count">${count}</h1>
  <${Link} id="away" navigate="/away">away<//>
  ${liveAction === "broken" ? liveRender(broken, { id: "broken" }) : liveRender(child, { id: "kid" })}
  ${isConnected && liveAction === "late" ? liveRender(child, { id: "late" }) : ""}
  ${liveRender(player, { id: "player", sticky: true })}
</main>`,
  container: { class: "parent", "data-kind": "parent" },
});

const away = liveView({
  mount: () => ({}),
  render: () => html`<section><${Link} id="back" navigate="/">back<//><${Link} id="silent" navigate="/silent">silent<//>
<${Link} id="to-article" navigate="/article">article<//>${liveRender(player, { id: "player", sticky: true })}</section>`,
  container: { class: "away", title: "away" },
});

const silent = liveView({ mount: () => ({}), render: () => html`<p id="silence">silence</p>` });

/** Views that no route mounts, side by side in a page of the app's own. */
const clock = liveView({
  mount: (live): { name: string; count: number } => ({ name: String(live.session["name"]), count: 0 }),
  events: { tick: (live) => live.assign({ count: live.assigns.count + 1 }) },
  render: ({ name, count }, on) =>
    html`<button id=${name} phx-click=${on.tick}>${name} ${count}</button><${Link} id=${`${name}-home`} navigate="/silent">home<//>`,
});

function nestedApp(): App {
  const app: App = createApp({
    secrets: ["a secret for tests, at least 32 characters"],
    routes: [
      route("/", parent),
      route("/late", parent, { liveAction: "late" }),
      route("/broken", parent, { liveAction: "broken" }),
      route("/away", away),
      route("/article", away, { container: { tag: "article", class: "article" } }),
      route("/silent", silent),
    ],
    views: { player, clock },
    fetch: async (request) => {
      const [one, two] = await Promise.all(
        ["one", "two"].map(async (name) => {
          const response = await app.render(request, clock, { session: { name } });
          return { response, text: await response.text() };
        }),
      );
      const [, container = ""] = /<body>([^]*)<\/body>/.exec(two?.text ?? "") ?? [];
      return new Response(one?.text.replace("<body>", `<body>${container}`), one?.response);
    },
    log: { debug() {}, info() {}, warn() {}, error() {} },
  });
  return app;
}

test.use({ served: { make: nestedApp } });

test.beforeEach(() => {
  gate = Promise.resolve();
  attempts = 0;
});

async function open(page: Page, { url }: Site, path = "/"): Promise<void> {
  await page.goto(url + path);
  await expect(page.locator("[data-phx-main]")).toHaveClass(/phx-connected/);
}

test("a nested view's events and patches are its own, and so is its crash", async ({ page, site }) => {
  await open(page, site);
  await expect(page.locator("#kid")).toHaveClass(/phx-connected/);
  site.app.pubsub.broadcast("parent", 0);
  await expect(page.locator("#count")).toHaveText("1");
  await page.click("#add");
  await expect(page.locator("#kid-count")).toHaveText("1");
  site.app.pubsub.broadcast("parent", 0);
  await expect(page.locator("#count")).toHaveText("2");
  await expect(page.locator("#kid-count")).toHaveText("1");
  await page.click("#crash");
  await expect(page.locator("#kid")).toHaveClass(/phx-error/);
  await expect(page.locator("[data-phx-main]")).toHaveClass(/phx-connected/);
  await expect(page.locator("#kid")).toHaveClass(/phx-connected/, { timeout: 10_000 });
  await expect(page.locator("#kid-count")).toHaveText("0");
  await expect(page.locator("#count")).toHaveText("2");
});

/** Opens a page with a child that is slow to join: until it has, nothing of the page changes. */
async function openSlowly(page: Page, site: Site, path: string): Promise<void> {
  let release = (): void => undefined;
  gate = new Promise((resolve) => (release = resolve));
  const diffs: string[] = [];
  page.on("websocket", (socket) =>
    socket.on("framereceived", ({ payload }) => String(payload).includes(`"diff"`) && diffs.push(String(payload))),
  );
  await page.goto(site.url + path);
  await expect(async () => {
    site.app.pubsub.broadcast("parent", 0);
    expect(diffs.length).toBeGreaterThan(0);
  }).toPass();
  await expect(page.locator("#count")).toHaveText("0");
  await expect(page.locator(".phx-connected#kid, [data-phx-main].phx-connected")).toHaveCount(0);
  release();
  await expect(page.locator("#count")).not.toHaveText("0");
}

test("nested views join before anything new of their parent is shown; one that cannot join is tried three times", async ({
  page,
  site,
}) => {
  await openSlowly(page, site, "/");
  await expect(page.locator(".phx-connected")).toHaveCount(3);
  await page.goto(`${site.url}/broken`);
  await expect.poll(() => attempts, { timeout: 15_000 }).toBe(3);
  await expect(page.locator("[data-phx-main]")).toHaveClass(/phx-error/);
});

test("a nested view that the plain page did not have is waited for as well", async ({ page, site }) => {
  await openSlowly(page, site, "/late");
  await expect(page.locator(".phx-connected")).toHaveCount(4);
});

test("a page is shown although a view nested in it cannot join", async ({ page, site }) => {
  test.skip(isOfficial, "the official client waits for all its attempts");
  await page.goto(`${site.url}/broken`);
  await expect(page.locator("[data-phx-main]")).toHaveClass(/phx-connected/);
  site.app.pubsub.broadcast("parent", 0);
  await expect(page.locator("#count")).toHaveText("1");
});

test("a sticky view lives on, element and state, while the page around it is navigated", async ({ page, site }) => {
  await open(page, site);
  await page.click("#next");
  await expect(page.locator("#song")).toHaveText("2");
  await page.fill("#note", "mine");
  await page.locator("#player").evaluate((element) => Object.assign(element, { isMine: true }));
  await page.click("#away");
  await expect(page.locator("section #player")).toBeVisible();
  expect(await page.locator("#player").evaluate((element) => "isMine" in element)).toBe(true);
  await expect(page.locator("#song")).toHaveText("2");
  await expect(page.locator("#note")).toHaveValue("mine");
  await page.click("#next");
  await expect(page.locator("#song")).toHaveText("3");
  await page.click("#back");
  await expect(page.locator("main #player #song")).toHaveText("3");
  await page.click("#away");
  await page.click("#silent");
  await expect(page.locator("#silence")).toBeVisible();
  await expect(page.locator("#player")).toHaveCount(0);
});

test("a live navigation gives the page the container of the new view, tag and attributes", async ({ page, site }) => {
  await open(page, site);
  await expect(page.locator("div.parent[data-kind=parent][data-phx-main]")).toBeVisible();
  await page.click("#away");
  await expect(page.locator("div.away[title=away][data-phx-main].phx-connected")).toBeVisible();
  await expect(page.locator("[data-kind], .parent")).toHaveCount(0);
  // The official client keeps its element where the tag is another one.
  if (isOfficial) return;
  await page.click("#to-article");
  await expect(page.locator("article.article[title=away][data-phx-main].phx-connected")).toBeVisible();
  await expect(page.locator("[data-phx-main]")).toHaveCount(1);
  await page.click("#back");
  await expect(page.locator("div.parent[data-kind=parent][data-phx-main].phx-connected")).toBeVisible();
  await expect(page.locator("[title], .away, .article")).toHaveCount(0);
});

test("a page of several views without a main one: each is live by itself, and a live link loads a page", async ({
  page,
  site,
}) => {
  await page.goto(`${site.url}/clocks`);
  await expect(page.locator("[data-phx-session].phx-connected")).toHaveCount(2);
  await expect(page.locator("[data-phx-main]")).toHaveCount(0);
  await page.click("#one");
  await page.click("#two");
  await page.click("#two");
  await expect(page.locator("#one")).toHaveText("one 1");
  await expect(page.locator("#two")).toHaveText("two 2");
  await page.evaluate(() => Object.assign(window, { isSame: true }));
  await page.click("#one-home");
  await expect(page.locator("#silence")).toBeVisible();
  expect(await page.evaluate(() => "isSame" in window)).toBe(false);
});
