import { expect, test } from "./fixtures.ts";

test("a counter counts up and down", async ({ page, gallery }) => {
  await gallery.open(page, "/counter");
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("button", { name: "More" }).click();
  await expect(page.locator("#count")).toHaveText("2");
  await page.getByRole("button", { name: "Less" }).click();
  await expect(page.locator("#count")).toHaveText("1");
});

test("the URL says which page, order and bird are shown, and back goes back", async ({ page, gallery }) => {
  await gallery.open(page, "/birds");
  await page.getByRole("link", { name: "Next" }).click();
  await expect(page.getByText("Page 2 of 7")).toBeVisible();
  await page.getByRole("link", { name: "by name" }).click();
  await expect(page).toHaveURL(/order=name/);
  await expect(page.locator("#birds li").first()).toHaveText("Barn owl");
  await page.getByRole("link", { name: "Barn swallow" }).click();
  await expect(page).toHaveURL(/\/birds\/16\?/);
  await expect(page.locator("#bird")).toContainText("About 19 g.");
  await page.goBack();
  await expect(page.locator("#bird")).toHaveCount(0);
  await page.goBack();
  await expect(page.getByText("Page 2 of 7")).toBeVisible();
  await page.goForward();
  await page.reload();
  await expect(page.locator("#birds li").first()).toHaveText("Barn owl");
});

test("a page number that does not exist shows the first page", async ({ page, gallery }) => {
  await gallery.open(page, "/birds?page=99");
  await expect(page.getByText("Page 1 of 7")).toBeVisible();
});

test("a patch keeps the view, navigation keeps the page, a load keeps neither", async ({ page, gallery }) => {
  await gallery.open(page, "/navigation");
  const mark = () => page.evaluate(() => document.body.setAttribute("data-same-document", ""));
  const isSame = page.locator("body[data-same-document]");
  await mark();
  const clicks = page.locator("#clicks");
  await page.getByRole("button", { name: "Click" }).click();
  await expect(clicks).toHaveText("1");
  await page.getByRole("link", { name: "Patch" }).click();
  await expect(page.locator("#tab")).toHaveText("link");
  await expect(clicks).toHaveText("1");
  await page.getByRole("link", { name: "Navigate", exact: true }).click();
  await expect(page.getByRole("heading", { name: "The second room" })).toBeVisible();
  await expect(clicks).toHaveText("0");
  await expect(isSame).toHaveCount(1);
  await page.getByRole("link", { name: "Load" }).click();
  await expect(page.getByRole("heading", { name: "The first room" })).toBeVisible();
  await expect(isSame).toHaveCount(0);
});

test("the server patches, navigates, replaces and redirects", async ({ page, gallery }) => {
  await gallery.open(page, "/navigation");
  await page.getByRole("button", { name: "patch" }).click();
  await expect(page.locator("#tab")).toHaveText("server");
  await page.getByRole("button", { name: "navigate" }).click();
  await expect(page.getByRole("heading", { name: "The second room" })).toBeVisible();
  await page.getByRole("button", { name: "replace" }).click();
  await expect(page.getByRole("heading", { name: "The first room" })).toBeVisible();
  await page.goBack();
  await expect(page.locator("#tab")).toHaveText("server");
  await page.evaluate(() => document.body.setAttribute("data-same-document", ""));
  await page.getByRole("button", { name: "redirect" }).click();
  await expect(page.getByRole("heading", { name: "The second room" })).toBeVisible();
  await expect(page.locator("body[data-same-document]")).toHaveCount(0);
});

test("messages show, vanish by themselves or when dismissed, and come along", async ({ page, gallery }) => {
  await gallery.open(page, "/flash");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("button", { name: "Fail" }).click();
  await expect(page.getByRole("alert")).toHaveCount(2);
  await page.getByRole("alert").filter({ hasText: "Saved." }).getByRole("button").click();
  await expect(page.getByText("Saved.")).toBeHidden();
  await expect(page.getByText("That did not work.")).toBeVisible();
  await page.getByRole("button", { name: "Clear all" }).click();
  await expect(page.getByRole("alert")).toHaveCount(0);
  await page.getByRole("button", { name: "Save for a moment" }).click();
  await expect(page.getByText("Gone in 3 seconds.")).toBeVisible();
  await expect(page.getByText("Gone in 3 seconds.")).toBeHidden();
  await page.getByRole("button", { name: "Save and navigate" }).click();
  await expect(page.getByText("This message came along from the page before.")).toBeVisible();
  await gallery.open(page, "/flash");
  await page.getByRole("button", { name: "Save and load another page" }).click();
  await expect(page).toHaveURL(/\/counter$/);
  await expect(page.getByText("This message came along in a cookie.")).toBeVisible();
  await page.reload();
  await expect(page.getByText("This message came along in a cookie.")).toBeHidden();
});

test("the title tells how many letters are unread", async ({ page, gallery }) => {
  await gallery.open(page, "/title");
  await expect(page).toHaveTitle("Inbox · Firecrest");
  await page.getByRole("button", { name: "A letter arrives" }).click();
  await page.getByRole("button", { name: "A letter arrives" }).click();
  await expect(page).toHaveTitle("(2) Inbox · Firecrest");
  await page.getByRole("button", { name: "Read them all" }).click();
  await expect(page).toHaveTitle("Inbox · Firecrest");
});
