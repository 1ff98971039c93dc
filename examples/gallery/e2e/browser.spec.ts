import { expect, test } from "./fixtures.ts";

test("a hook asks and is answered, and draws what the server pushes", async ({ page, gallery }) => {
  const stage = await gallery.open(page, "/hooks");
  await stage.getByRole("button", { name: "Ask the server" }).click();
  await expect(page.locator("#answer")).toHaveText(/^\d\d:\d\d:\d\d, answered in \d+ ms$/);
  await expect(page.locator("#asked")).toHaveText("1");
  await stage.getByRole("button", { name: "Push points" }).click();
  await expect(page.locator("#sparkline")).toHaveAttribute("data-count", "4");
  await stage.getByRole("button", { name: "Push points" }).click();
  await expect(page.locator("#sparkline polyline")).toHaveAttribute("points", /^0,\d+ 5,\d+ 10,\d+/);
});

test("one event arrives before the page changes and one after", async ({ page, gallery }) => {
  const stage = await gallery.open(page, "/push-events");
  await stage.getByRole("button", { name: "Add a row" }).click();
  await expect(page.locator("[data-when=before]")).toHaveText("3");
  await expect(page.locator("[data-when=after]")).toHaveText("4");
});
