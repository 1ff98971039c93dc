import { expect, live, test } from "./fixtures.ts";

test("a view that crashes comes back, and the form with what was typed", async ({ page, gallery }) => {
  await gallery.open(page, "/crash");
  await page.getByRole("button", { name: "Count" }).click();
  await expect(page.locator("#count")).toHaveText("1");
  await page.getByLabel("Type something").fill("precious");
  await expect(page.locator("#read")).toHaveText("precious");
  for (const name of ["Crash now", "Crash in a second"]) {
    await page.getByRole("button", { name }).click();
    await expect(page.locator("#count")).toHaveText("0");
    await expect(page.getByLabel("Type something")).toHaveValue("precious");
    await expect(page.locator("#read")).toHaveText("precious");
    await page.getByRole("button", { name: "Count" }).click();
    await expect(page.locator("#count")).toHaveText("1");
  }
});

test("every page says so when the network is away, and is live again when it is back", async ({ page, gallery }) => {
  await gallery.open(page, "/counter");
  gallery.proxy.cut();
  await expect(page.getByText("Offline – trying to reconnect…")).toBeVisible();
  gallery.proxy.mend();
  await live(page);
  await page.getByRole("button", { name: "More" }).click();
  await expect(page.locator("#count")).toHaveText("1");
});
