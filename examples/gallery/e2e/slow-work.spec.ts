import { expect, test } from "./fixtures.ts";

test("an assign loads, keeps its last value while it loads again or fails, and forgets it when asked", async ({
  page,
  gallery,
}) => {
  const stage = await gallery.open(page, "/async");
  const [degrees, status] = [page.locator("#degrees"), page.locator("#status")];
  const press = (name: string) => stage.getByRole("button", { name, exact: true }).click();
  await expect(degrees).toHaveText("…");
  await expect(status).toHaveText("loading");
  await expect(degrees).toContainText("°C");
  await press("Load again");
  await expect(status).toHaveText("loading");
  await expect(degrees).toContainText("°C");
  await expect(status).toHaveText("ok");
  await press("Load and fail");
  await expect(stage.getByText("failed (error)")).toBeVisible();
  await expect(degrees).toContainText("°C");
  await press("Forget and load");
  await expect(degrees).toHaveText("…");
  await press("Cancel");
  await expect(stage.getByText("failed (cancelled)")).toBeVisible();
  await expect(degrees).toHaveText("–");
  await press("Load with a short timeout");
  await expect(stage.getByText("failed (timeout)")).toBeVisible();
  await press("Load again");
  await expect(degrees).toContainText("°C");
});

test("a task tells its progress while the view answers; a second start takes the place of the first", async ({
  page,
  gallery,
}) => {
  const stage = await gallery.open(page, "/task");
  const progress = stage.getByRole("progressbar");
  const value = async () => Number(await progress.getAttribute("value"));
  await stage.getByRole("button", { name: "Hatch" }).click();
  await expect.poll(value).toBeGreaterThan(9);
  await stage.getByRole("button", { name: "Hatch" }).click();
  await expect.poll(value).toBeLessThan(9);
  await expect(page.locator("#state")).toHaveText("Hatching…");
  await stage.getByRole("button", { name: "Cancel" }).click();
  await expect(page.locator("#state")).toHaveText("It ended: cancelled.");
  await stage.getByRole("button", { name: "Hatch" }).click();
  await expect(page.locator("#state")).toHaveText("A chick!");
  expect(await value()).toBe(20);
});

test("a table fills page by page while the view answers, stops, and fills anew", async ({ page, gallery }) => {
  const stage = await gallery.open(page, "/async-stream");
  const rows = page.locator("#birds tr");
  await expect.poll(() => rows.count()).toBeGreaterThan(0);
  await stage.getByRole("button", { name: "Clicks meanwhile" }).click();
  await expect(stage.getByText("Clicks meanwhile: 1")).toBeVisible();
  await expect(page.locator("#status")).toHaveText("loading");
  await expect(rows).toHaveCount(42);
  await expect(page.locator("#status")).toHaveText("ok");
  await stage.getByRole("button", { name: "Load again" }).click();
  await expect.poll(() => rows.count()).toBeLessThan(42);
  await stage.getByRole("button", { name: "Stop" }).click();
  await expect(page.locator("#status")).toHaveText("failed");
});
