import { expect, live, test } from "./fixtures.ts";

test("a view that crashes comes back, and the form with what was typed", async ({ page, gallery }) => {
  const stage = await gallery.open(page, "/crash");
  await stage.getByRole("button", { name: "Count" }).click();
  await expect(page.locator("#count")).toHaveText("1");
  await stage.getByLabel("Type something").fill("precious");
  await expect(page.locator("#read")).toHaveText("precious");
  for (const name of ["Crash now", "Crash in a second"]) {
    await stage.getByRole("button", { name }).click();
    await expect(page.getByText("Crashed – restarting…")).toBeVisible();
    await expect(page.locator("#count")).toHaveText("0");
    await expect(stage.getByLabel("Type something")).toHaveValue("precious");
    await expect(page.locator("#read")).toHaveText("precious");
    await stage.getByRole("button", { name: "Count" }).click();
    await expect(page.locator("#count")).toHaveText("1");
  }
});

test("every page says so when the network is away, and is live again when it is back", async ({ page, gallery }) => {
  const stage = await gallery.open(page, "/counter");
  gallery.proxy.cut();
  await expect(page.getByText("Offline – reconnecting…")).toBeVisible();
  gallery.proxy.mend();
  await live(page);
  await stage.getByRole("button", { name: "More" }).click();
  await expect(page.locator("#count")).toHaveText("1");
});
