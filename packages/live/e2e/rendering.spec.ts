// Rows of areas C, D and T of docs/parity.md that take a browser. One test a row.

import { createApp, each, html, js, liveView, raw, type RootAssigns, route, type Stream } from "@firecrest/live";
import { expect, test } from "./support/fixtures.ts";

interface Assigns {
  count: number;
  pageTitle: string;
  rows: Stream<{ readonly id: number }>;
}

const owners = liveView({
  mount: (live): Assigns => {
    live.subscribe("owners");
    return {
      count: 0,
      pageTitle: "First",
      rows: live.stream([{ id: 1 }, { id: 2 }], { domId: ({ id }) => `row-${id}` }),
    };
  },
  handleInfo: (live, pageTitle: string) => live.assign({ pageTitle }),
  events: {
    increment: (live) => {
      live.assign({ count: live.assigns.count + 1 });
      live.assigns.rows.insert({ id: 2 });
      live.pushEvent("counted", { count: live.assigns.count });
      live.pushEvent("counting", { count: live.assigns.count }, { dispatch: "before" });
    },
    command: (live) => live.pushEvent("run", { commands: js.addClass("marked", "output").hide("#replaced") }),
  },
  render: ({ count, rows }, on) => html`<main>
  <button phx-click=${on.increment}>increment</button>
  <i id="command" phx-click=${on.command}>command</i><i id="run" phx-hook="Run"></i>
  <output>${count}</output>
  <p id="replaced" phx-update="replace" data-count=${count}>count ${count}</p>
  <p id="ignored" phx-update="ignore" data-count=${count} title=${count}>count ${count}</p>
  <ul id="rows" phx-update="stream">${each(rows, ({ id }, domId) => html`<li id=${domId}>${id} at ${count}</li>`)}</ul>
  ${raw('<script>window.isHacked = true;</script><img src="/none" onerror="window.isHacked = true">')}
</main>`,
});

const rootLayout = ({ head, pageTitle, content }: RootAssigns) => html`<!doctype html>
<html lang="en">
<head><title data-prefix="App: " data-suffix=" (test)" data-default="Untitled">App: ${pageTitle} (test)</title>${head}</head>
<body>${content}</body>
</html>`;

const log = { debug() {}, info() {}, warn() {}, error() {} };
const secrets = ["a secret for tests, at least 32 characters"];
test.use({ served: { make: () => createApp({ secrets, routes: [route("/", owners)], rootLayout, log }) } });

test("phx-update says who owns an element's content: replace, ignore, stream", async ({ page, site }) => {
  await page.goto(site.url);
  await page.locator(".phx-connected").waitFor();
  await page.evaluate(() => {
    for (const id of ["replaced", "ignored", "row-1", "row-2"]) {
      const element = document.getElementById(id);
      if (element) element.textContent = "the user's";
    }
  });
  await page.click("button");
  await expect(page.locator("output")).toHaveText("1");
  await expect(page.locator("#replaced")).toHaveText("count 1");
  await expect(page.locator("#ignored")).toHaveText("the user's");
  // Its data attributes are the server's all the same.
  await expect(page.locator("#ignored")).toHaveAttribute("data-count", "1");
  await expect(page.locator("#ignored")).toHaveAttribute("title", "0");
  // Of a stream only the rows that were sent.
  await expect(page.locator("#row-1")).toHaveText("the user's");
  await expect(page.locator("#row-2")).toHaveText("2 at 1");
});

test("pageTitle is the page's title, within prefix and suffix, and the default when it is blank", async ({
  page,
  site,
}) => {
  await page.goto(site.url);
  await expect(page).toHaveTitle("App: First (test)");
  await page.locator(".phx-connected").waitFor();
  site.app.pubsub.broadcast("owners", "Second");
  await expect(page).toHaveTitle("App: Second (test)");
  site.app.pubsub.broadcast("owners", "");
  await expect(page).toHaveTitle("App: Untitled (test)");
});

test("a pushed event is phx:name on the window: after the patch, or before it where asked", async ({ page, site }) => {
  await page.goto(site.url);
  await page.locator(".phx-connected").waitFor();
  await page.evaluate(() => {
    const seen: unknown[] = [];
    Object.assign(window, { seen });
    for (const name of ["counted", "counting"]) {
      window.addEventListener(`phx:${name}`, (event) => {
        seen.push([name, (event as CustomEvent).detail, document.querySelector("output")?.textContent]);
      });
    }
  });
  await page.click("button");
  await expect(page.locator("output")).toHaveText("1");
  await expect
    .poll(() => page.evaluate(() => (window as unknown as { seen: unknown[] }).seen))
    .toEqual([
      ["counting", { count: 1 }, "0"],
      ["counted", { count: 1 }, "1"],
    ]);
});

test("a pushed event carries commands, which the browser runs", async ({ page, site }) => {
  await page.goto(site.url);
  await page.locator(".phx-connected").waitFor();
  await page.click("#command");
  await expect(page.locator("output")).toHaveClass("marked");
  await expect(page.locator("#replaced")).toBeHidden();
  await page.click("button");
  await expect(page.locator("output")).toHaveText("1");
  await expect(page.locator("output")).toHaveClass("marked");
});

test("a page lives under a policy that forbids inline scripts, and needs none", async ({ page, site }) => {
  const refused: string[] = [];
  page.on("console", (message) => {
    if (message.text().includes("Content Security Policy")) refused.push(message.text());
  });
  const response = await page.goto(site.url);
  const policy = response?.headers()["content-security-policy"] ?? "";
  expect(policy).toContain("default-src 'self'");
  expect(policy).not.toMatch(/script-src[^;]*unsafe|default-src[^;]*unsafe/);
  await page.locator(".phx-connected").waitFor();
  await page.click("button");
  await expect(page.locator("output")).toHaveText("1");
  expect(await page.evaluate(() => "isHacked" in window)).toBe(false);
  // The two that the view has smuggled in, and nothing of the page's own.
  await expect.poll(() => refused.length).toBe(2);
});
