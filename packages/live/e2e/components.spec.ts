import type { Page } from "@playwright/test";
import { expect, test } from "./support/fixtures.ts";

/** Opens the page, and the dialog on it. */
async function openDialog(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/components`);
  await expect(page.locator("[data-phx-main]")).toHaveClass(/phx-connected/);
  await page.click("#open");
  await expect(page.locator("#dialog")).toBeVisible();
}

test("a portal's content stands in its target, patched by its view, and goes when it goes; one inside of it likewise", async ({
  page,
  site,
}) => {
  await openDialog(page, site.url);
  await expect(page.locator("body > .over #dialog-count")).toHaveText("0");
  await expect(page.locator("#place #inner-count")).toHaveText("0");
  await page.click("#add");
  await expect(page.locator("body > .over #dialog-count")).toHaveText("1");
  await expect(page.locator("#place #inner-count")).toHaveText("1");
  await page.click("#close");
  await expect(page.locator("#dialog, #inner-count, .over")).toHaveCount(0);
});

test("a focus wrap takes the focus when it appears and keeps Tab inside, both ways", async ({ page, site }) => {
  await openDialog(page, site.url);
  const focused = () => page.evaluate(() => document.activeElement?.id);
  await expect.poll(focused).toBe("first");
  const walk: (string | undefined)[] = [];
  for (const key of ["Tab", "Tab", "Tab", "Shift+Tab", "Shift+Tab"]) {
    await page.keyboard.press(key);
    walk.push(await focused());
  }
  expect(walk).toEqual(["add", "close", "first", "close", "add"]);
});

test("links patch and navigate without loading the page, and the title follows", async ({ page, site }) => {
  await page.goto(`${site.url}/components`);
  await expect(page.locator("[data-phx-main]")).toHaveClass(/phx-connected/);
  await page.evaluate(() => Object.assign(window, { isSame: true }));
  await page.click("#to-tab");
  await expect(page.locator("h1")).toHaveText("Tab two");
  await expect(page).toHaveTitle("Tab two");
  await page.click("#to-list");
  await expect(page.locator("#items")).toBeVisible();
  expect(await page.evaluate(() => "isSame" in window)).toBe(true);
});
