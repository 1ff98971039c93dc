import type { Locator } from "@playwright/test";
import { expect, test } from "./fixtures.ts";

test("a table component shows its columns' slots for each row", async ({ page, gallery }) => {
  const stage = await gallery.open(page, "/components");
  await expect(stage.getByRole("table", { name: "The 3 lightest" })).toBeVisible();
  await expect(stage.getByRole("row", { name: "Firecrest 6 g" })).toBeVisible();
  await expect(stage.getByText("Birds / Small ones / By weight")).toBeVisible();
  await stage.getByRole("button", { name: "More" }).click();
  await expect(stage.getByRole("table", { name: "The 6 lightest" }).getByRole("row")).toHaveCount(7);
  await expect(page.locator(".badge").first()).toHaveAttribute("title", "6 grams");
});

test("a component's votes follow its id, and end with it", async ({ page, gallery }) => {
  const stage = await gallery.open(page, "/live-components");
  const card = (name: string) => page.locator(`#${name}`);
  await card("ada").getByRole("button", { name: "Vote" }).click();
  await card("ada").getByRole("button", { name: "Vote" }).click();
  await card("grace").getByRole("button", { name: "Vote" }).click();
  await expect(card("ada")).toContainText("Vote (2)");
  await stage.getByRole("button", { name: "Reverse" }).click();
  await expect(page.locator(".card").first()).toHaveAttribute("id", "hedy");
  await expect(card("ada")).toContainText("Vote (2)");
  await expect(card("grace")).toContainText("Vote (1)");
  await card("grace").getByRole("button", { name: "Rename" }).click();
  await expect(card("grace").getByRole("heading")).toHaveText("Renamed by a message");
  await stage.getByRole("button", { name: "Drop the first" }).click();
  await stage.getByRole("button", { name: "Drop the first" }).click();
  await expect(page.locator(".card")).toHaveCount(1);
  await stage.getByRole("button", { name: "Restore" }).click();
  await expect(card("grace")).toContainText("Vote (0)");
  await expect(card("ada")).toContainText("Vote (2)");
});

test("a clock that crashes begins anew alone", async ({ page, gallery }) => {
  const stage = await gallery.open(page, "/nested");
  const [rome, tokyo] = [page.locator("#clock-rome"), page.locator("#clock-tokyo")];
  await stage.getByRole("button", { name: "The page around counts" }).click();
  const ticks = async (clock: Locator) => Number(await clock.locator(".ticks").textContent());
  await expect.poll(() => ticks(rome)).toBeGreaterThan(3);
  await rome.getByRole("button").click();
  await expect.poll(() => ticks(rome)).toBeLessThan(3);
  expect(await ticks(tokyo)).toBeGreaterThan(3);
  await expect.poll(() => ticks(rome)).toBeGreaterThan(0);
  await expect(stage.getByText("The page around counts: 1")).toBeVisible();
});

test("a sticky player plays on from page to page", async ({ page, gallery }) => {
  const stage = await gallery.open(page, "/sticky");
  const played = async () => Number(await page.locator("#played").textContent());
  await expect.poll(played).toBeGreaterThan(1);
  await stage.getByRole("link", { name: "lake" }).click();
  await expect(stage.getByRole("heading", { name: "Lake" })).toBeVisible();
  await expect.poll(played).toBeGreaterThan(2);
  await stage.getByRole("button", { name: "Pause" }).click();
  await expect(stage.getByRole("button", { name: "Play" })).toBeVisible();
  await stage.getByRole("link", { name: "forest" }).click();
  await expect(stage.getByRole("heading", { name: "Forest" })).toBeVisible();
  await expect(stage.getByRole("button", { name: "Play" })).toBeVisible();
});
