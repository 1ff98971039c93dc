import { expect, test } from "./fixtures.ts";

test("a counter counts up and down", async ({ page, gallery }) => {
  const stage = await gallery.open(page, "/counter");
  await stage.getByRole("button", { name: "More" }).click();
  await stage.getByRole("button", { name: "More" }).click();
  await expect(page.locator("#count")).toHaveText("2");
  await stage.getByRole("button", { name: "Less" }).click();
  await expect(page.locator("#count")).toHaveText("1");
});

test("the URL says which page, order and bird are shown, and back goes back", async ({ page, gallery }) => {
  const stage = await gallery.open(page, "/birds");
  await stage.getByRole("link", { name: "Next" }).click();
  await expect(stage.getByText("Page 2 of 7")).toBeVisible();
  await stage.getByRole("link", { name: "by name" }).click();
  await expect(page).toHaveURL(/order=name/);
  await expect(page.locator("#birds li").first()).toHaveText("Barn owl");
  await stage.getByRole("link", { name: "Barn swallow" }).click();
  await expect(page).toHaveURL(/\/birds\/17\?/);
  await expect(page.locator("#bird")).toContainText("About 19 g.");
  await page.goBack();
  await expect(page.locator("#bird")).toHaveCount(0);
  await page.goBack();
  await expect(stage.getByText("Page 2 of 7")).toBeVisible();
  await page.goForward();
  await page.reload();
  await expect(page.locator("#birds li").first()).toHaveText("Barn owl");
});

test("a page number that does not exist shows the first page", async ({ page, gallery }) => {
  const stage = await gallery.open(page, "/birds?page=99");
  await expect(stage.getByText("Page 1 of 7")).toBeVisible();
});

test("a patch keeps the view, navigation keeps the page, a load keeps neither", async ({ page, gallery }) => {
  const stage = await gallery.open(page, "/navigation");
  const mark = () => page.evaluate(() => document.body.setAttribute("data-same-document", ""));
  const isSame = page.locator("body[data-same-document]");
  await mark();
  const clicks = page.locator("#clicks");
  await stage.getByRole("button", { name: "Click" }).click();
  await expect(clicks).toHaveText("1");
  await stage.getByRole("link", { name: "Patch" }).click();
  await expect(page.locator("#tab")).toHaveText("link");
  await expect(clicks).toHaveText("1");
  await stage.getByRole("link", { name: "Navigate", exact: true }).click();
  await expect(stage.getByRole("heading", { name: "The second room" })).toBeVisible();
  await expect(clicks).toHaveText("0");
  await expect(isSame).toHaveCount(1);
  await stage.getByRole("link", { name: "Load" }).click();
  await expect(stage.getByRole("heading", { name: "The first room" })).toBeVisible();
  await expect(isSame).toHaveCount(0);
});

test("the server patches, navigates, replaces and redirects", async ({ page, gallery }) => {
  const stage = await gallery.open(page, "/navigation");
  await stage.getByRole("button", { name: "patch" }).click();
  await expect(page.locator("#tab")).toHaveText("server");
  await stage.getByRole("button", { name: "navigate" }).click();
  await expect(stage.getByRole("heading", { name: "The second room" })).toBeVisible();
  await stage.getByRole("button", { name: "replace" }).click();
  await expect(stage.getByRole("heading", { name: "The first room" })).toBeVisible();
  await page.goBack();
  await expect(page.locator("#tab")).toHaveText("server");
  await page.evaluate(() => document.body.setAttribute("data-same-document", ""));
  await stage.getByRole("button", { name: "redirect" }).click();
  await expect(stage.getByRole("heading", { name: "The second room" })).toBeVisible();
  await expect(page.locator("body[data-same-document]")).toHaveCount(0);
});

test("messages show, vanish by themselves or when dismissed, and come along", async ({ page, gallery }) => {
  const stage = await gallery.open(page, "/flash");
  const box = await stage.boundingBox();
  await stage.getByRole("button", { name: "Save", exact: true }).click();
  await stage.getByRole("button", { name: "Fail" }).click();
  await expect(page.getByRole("alert")).toHaveCount(2);
  expect(await stage.boundingBox(), "nothing moves under the pointer").toEqual(box);
  await page.getByRole("alert").filter({ hasText: "Saved." }).getByRole("button").click();
  await expect(page.getByRole("alert").filter({ hasText: "Saved." })).toBeHidden();
  await expect(page.getByRole("alert").filter({ hasText: "That did not work." })).toBeVisible();
  await stage.getByRole("button", { name: "Clear all" }).click();
  await expect(page.getByRole("alert")).toHaveCount(0);
  await stage.getByRole("button", { name: "Save for a moment" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Gone in 3 seconds." })).toBeVisible();
  await expect(page.getByRole("alert").filter({ hasText: "Gone in 3 seconds." })).toBeHidden();
  await stage.getByRole("button", { name: "Save and navigate" }).click();
  await expect(
    page.getByRole("alert").filter({ hasText: "This message came along from the page before." }),
  ).toBeVisible();
  await gallery.open(page, "/flash");
  await stage.getByRole("button", { name: "Save and load another page" }).click();
  await expect(page).toHaveURL(/\/counter$/);
  await expect(page.getByRole("alert").filter({ hasText: "This message came along in a cookie." })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("alert").filter({ hasText: "This message came along in a cookie." })).toBeHidden();
});

test("the title tells how many letters are unread", async ({ page, gallery }) => {
  const stage = await gallery.open(page, "/title");
  await expect(page).toHaveTitle("Inbox · Firecrest");
  await stage.getByRole("button", { name: "A letter arrives" }).click();
  await stage.getByRole("button", { name: "A letter arrives" }).click();
  await expect(page).toHaveTitle("(2) Inbox · Firecrest");
  await stage.getByRole("button", { name: "Read them all" }).click();
  await expect(page).toHaveTitle("Inbox · Firecrest");
});
