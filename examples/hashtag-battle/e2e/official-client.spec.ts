import { expect, test } from "./fixtures.ts";

test.use({ client: "official" });

test("Phoenix's own client from npm shows the same page working", async ({ page, site, connect }) => {
  const id = await site.createBattle("Moon or stars?", "#moon", "#stars");
  await connect(page, "/");
  await page.getByRole("link", { name: "Moon or stars?" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Moon or stars?");
  expect(new URL(page.url()).pathname).toBe(`/battles/${id}`);
  await site.post("by the #moon", "under the #stars", "under more #stars");
  await expect(page.locator(".leader")).toHaveText("#stars leads by 1 post (33.3 %).");
  await expect(page.locator("#posts li")).toHaveCount(3);
  await expect(page.locator("#chart canvas")).toBeVisible();

  await page.getByRole("link", { name: "New battle" }).click();
  await page.getByLabel("Title").fill("Ebb or flow?");
  await page.getByLabel("Query 1").fill("#ebb");
  await page.getByLabel("Query 2").fill("#ebb");
  await expect(page.getByText("This is the same as query 1.")).toBeVisible();
  await page.getByLabel("Query 2").fill("#flow");
  await page.getByRole("button", { name: "Start the battle" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Ebb or flow?");

  site.proxy.cut();
  await expect(page.getByText("Offline – trying to reconnect…")).toBeVisible();
  site.proxy.mend();
  await expect(page.getByText("Live", { exact: true })).toBeVisible({ timeout: 15_000 });
});
