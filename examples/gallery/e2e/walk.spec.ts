import type { Page } from "@playwright/test";
import { pages } from "../src/pages.ts";
import { expect, live, test } from "./fixtures.ts";

const PHONE = { width: 390, height: 844 };
const DESK = { width: 1_280, height: 800 };

/** What goes wrong in a page without anybody seeing it. */
function troubles(page: Page): string[] {
  const found: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") found.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => found.push(`thrown: ${error.message}`));
  page.on("requestfailed", (request) => found.push(`failed: ${request.url()}`));
  page.on("response", (response) => {
    if (response.status() >= 400) found.push(`${response.status()}: ${response.url()}`);
  });
  return found;
}

/** Interactive elements that a screen reader could not name, and ids that stand there twice. */
function nameless(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    for (const element of document.querySelectorAll<HTMLElement>(
      "a, button, input, select, textarea, summary, [tabindex]",
    )) {
      if (element.closest("[aria-hidden=true], [hidden]") || element.getAttribute("type") === "hidden") continue;
      const labels = "labels" in element ? [...((element as HTMLInputElement).labels ?? [])] : [];
      const name =
        element.getAttribute("aria-label") ??
        (labels.map((label) => label.textContent).join("") || element.textContent);
      if (!name?.trim()) found.push(element.outerHTML.slice(0, 120));
    }
    const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
    return [...found, ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `twice: ${id}`)];
  });
}

for (const { path, title, summary } of pages) {
  test(`${path} stands on a phone and on a desk, names what can be used, and nothing goes wrong`, async ({
    page,
    gallery,
  }) => {
    const found = troubles(page);
    await page.setViewportSize(PHONE);
    await gallery.open(page, path);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
    await expect(page.locator(".summary")).toHaveText(summary);
    for (const size of [PHONE, DESK]) {
      await page.setViewportSize(size);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow, `${size.width} px`).toBeLessThanOrEqual(0);
    }
    await expect(page).toHaveTitle(/ · Firecrest$/);
    expect(await nameless(page)).toEqual([]);
    expect(found).toEqual([]);
  });
}

test("from the first page every page is reached by live navigation, with its code beside it", async ({
  page,
  gallery,
}) => {
  const found = troubles(page);
  await gallery.open(page, "/");
  await page.evaluate(() => document.body.setAttribute("data-same-document", ""));
  await page
    .locator(".index")
    .getByRole("link", { name: pages[0]?.title ?? "", exact: true })
    .click();
  for (const [index, { title, path }] of pages.entries()) {
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
    await expect(page.getByRole("region", { name: "Code" })).toContainText("@firecrest/live");
    await expect(page.locator(".features a[aria-current=page]")).toHaveAttribute("href", path);
    if (index < pages.length - 1) await page.locator(".neighbours [rel=next]").click();
  }
  await live(page);
  await expect(page.locator("body[data-same-document]")).toHaveCount(1);
  expect(found).toEqual([]);
});

test("the list of pages shows where one is, and stays where it was scrolled to", async ({ page, gallery }) => {
  await page.setViewportSize(DESK);
  await gallery.open(page, "/crash");
  const list = page.locator(".features");
  const current = list.locator("[aria-current=page]");
  await expect(current).toBeInViewport({ ratio: 1 });
  const before = await list.evaluate((element) => element.scrollTop);
  expect(before).toBeGreaterThan(0);
  await list.getByRole("link", { name: "Hooks" }).click();
  await expect(current).toHaveText("Hooks");
  await expect(current).toBeInViewport({ ratio: 1 });
  expect(await list.evaluate((element) => element.scrollTop)).toBe(before);
  expect(await page.evaluate(() => window.scrollY)).toBe(0);
});

test("a page that does not exist says so, and leads to those that do", async ({ page, gallery }) => {
  const answer = await page.goto(`${gallery.url}/no-such-page`);
  expect(answer?.status()).toBe(404);
  await page.getByRole("link", { name: "Every page of the gallery" }).click();
  await live(page);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Every feature on a page of its own");
});

test("the content is reached by keyboard from the top of the page", async ({ page, gallery }) => {
  await gallery.open(page, "/counter");
  await page.keyboard.press("Tab");
  await expect(page.getByText("Skip to the content")).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Less" })).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await expect(page.locator("#count")).toHaveText("1");
});

test("a page that is loaded again, or that one comes back to, is where one was in it", async ({ page, gallery }) => {
  await page.setViewportSize(DESK);
  const scrollY = () => page.evaluate(() => Math.round(window.scrollY));
  await gallery.open(page, "/nested-form");
  await page.evaluate(() => window.scrollTo(0, 300));
  await expect.poll(() => page.evaluate(() => (history.state as { scroll?: number } | null)?.scroll)).toBe(300);
  await page.reload();
  await live(page);
  await expect.poll(scrollY).toBe(300);
  await page.goto(`${gallery.url}/login`);
  await live(page);
  expect(await scrollY()).toBe(0);
  await page.goBack();
  await live(page);
  await expect.poll(scrollY).toBe(300);
});
