import { expect, test } from "./support/fixtures.ts";

test.beforeEach(async ({ page, site }) => {
  page.on("pageerror", (error) => {
    throw error;
  });
  await page.goto(`${site.url}/commands`);
  await page.locator(".phx-connected").waitFor();
});

test("a transition holds patches until it is over, and what it hid stays hidden", async ({ page }) => {
  await page.click("#hide");
  await expect(page.locator("#box")).toHaveClass(/fading/);
  await expect(page.locator("#count")).toHaveText("0");
  await expect(page.locator("#box")).toBeHidden();
  await expect(page.locator("#count")).toHaveText("1");
  await page.click("#inc");
  await expect(page.locator("#count")).toHaveText("2");
  await expect(page.locator("#box")).toBeHidden();
  await page.click("#show");
  await expect(page.locator("#box")).toHaveText("box 2");
});

test("classes and attributes that commands set outlive patches", async ({ page }) => {
  await page.click("#mark");
  await page.click("#inc");
  await expect(page.locator("#box")).toHaveText("box 1");
  await expect(page.locator("#box")).toHaveClass("marked");
  await expect(page.locator("#box")).toHaveAttribute("title", "mine");
});

test("what the server removes leaves with its transition", async ({ page }) => {
  await page.click("#close");
  await expect(page.locator("#open")).toHaveClass(/fading/);
  await expect(page.locator("#open")).toHaveCount(0);
});

test("a click elsewhere is away, one inside is not", async ({ page }) => {
  await page.click("#inside");
  await page.click("#box");
  await expect(page.locator("#heard")).toHaveText("away");
});

test("the focus goes into what opens, and back when it closes", async ({ page }) => {
  await page.click("#modal-on");
  await expect(page.locator("#first")).toBeFocused();
  await page.click("#modal-off");
  await expect(page.locator("#modal-on")).toBeFocused();
});

test("the Tab key stays inside a focus wrap", async ({ page }) => {
  await page.focus("#two");
  await page.keyboard.press("Tab");
  await expect(page.locator("#one")).toBeFocused();
  await page.keyboard.press("Shift+Tab");
  await expect(page.locator("#two")).toBeFocused();
});

test("a portal is shown elsewhere, patched there, and its events reach its view", async ({ page }) => {
  await expect(page.locator("body > #_lv_portal_wrap_teleport > #far")).toHaveText("far 0");
  await page.click("#far-inc");
  await expect(page.locator("#far")).toHaveText("far 1");
  expect(await page.locator("[data-phx-skip]").count()).toBe(0);
});

test("scrolling to the end of a list asks for more", async ({ page }) => {
  await page.hover("#long");
  await page.mouse.wheel(0, 2_000);
  await expect(page.locator("#long > li")).toHaveCount(60);
});
