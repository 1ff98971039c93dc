import { expect, test } from "./fixtures.ts";

test("a hook asks and is answered, and draws what the server pushes", async ({ page, gallery }) => {
  const stage = await gallery.open(page, "/hooks");
  await stage.getByRole("button", { name: "Ask the server" }).click();
  await expect(page.locator("#answer")).toHaveText(/^\d\d:\d\d:\d\d, answered in \d+ ms$/);
  await expect(page.locator("#asked")).toHaveText("1");
  await stage.getByRole("button", { name: "Push points" }).click();
  const count = async () => Number(await page.locator("#sparkline").getAttribute("data-count"));
  await expect.poll(count).toBeGreaterThan(3);
  await stage.getByRole("button", { name: "Push points" }).click();
  await expect(page.locator("#sparkline polyline")).toHaveAttribute("points", /^0,\d+ 5,\d+ 10,\d+/);
});

test("one event arrives before the page changes and one after", async ({ page, gallery }) => {
  const stage = await gallery.open(page, "/push-events");
  await stage.getByRole("button", { name: "Add a row" }).click();
  await expect(page.locator("[data-when=before]")).toHaveText("3");
  await expect(page.locator("[data-when=after]")).toHaveText("4");
});

test("what commands change in the browser stays when the server renders", async ({ page, gallery }) => {
  const stage = await gallery.open(page, "/js-commands");
  const press = (name: string) => stage.getByRole("button", { name, exact: true }).click();
  const [panel, box] = [page.locator("#panel"), page.locator("#box")];
  await press("Toggle");
  await expect(panel).toBeHidden();
  await expect(stage.getByRole("button", { name: "Toggle", exact: true })).toHaveAttribute("aria-expanded", "false");
  await press("Toggle a class");
  await press("Let the server render");
  await expect(panel).toContainText("rendered 1 times");
  await expect(panel).toBeHidden();
  await expect(box).toHaveClass(/is-marked/);
  await press("Show");
  await expect(panel).toBeVisible();
  await press("Hide");
  await expect(panel).toBeHidden();
  await press("Mark");
  await press("Let the server render");
  await expect(panel).toContainText("rendered 2 times");
  await expect(box).toHaveAttribute("title", "Marked");
  await press("Clear");
  await expect(box).not.toHaveAttribute("title");
  await expect(box).not.toHaveClass(/is-marked/);
});

test("transitions run, and are run by others", async ({ page, gallery }) => {
  const stage = await gallery.open(page, "/js-commands");
  for (const name of ["Shake", "Run what the box has in data-shake"]) {
    await stage.getByRole("button", { name, exact: true }).click();
    await expect(page.locator("#box")).toHaveClass(/shakes/);
    await expect(page.locator("#box")).not.toHaveClass(/shakes/);
  }
});

test("commands move the focus and dispatch events", async ({ page, gallery }) => {
  const stage = await gallery.open(page, "/js-commands");
  await stage.getByRole("button", { name: "Focus the field" }).click();
  await expect(stage.getByLabel("A field")).toBeFocused();
  await stage.getByRole("button", { name: "Focus the tools" }).click();
  await expect(stage.getByRole("button", { name: "Back to where I was" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(stage.getByRole("button", { name: "Focus the tools" })).toBeFocused();
  await stage.getByRole("button", { name: "Shout" }).click();
  await expect(stage.getByLabel("A field")).toHaveValue("HELLO!");
});

test("a push carries its value, and shows elsewhere that it is on its way", async ({ page, gallery }) => {
  const stage = await gallery.open(page, "/js-commands");
  await stage.getByRole("button", { name: "Push, slowly" }).click();
  await expect(page.locator("#got")).toHaveClass(/phx-click-loading/);
  await expect(page.locator("#got")).toHaveText("The server got step 1 from the button.");
  await expect(page.locator("#got")).not.toHaveClass(/phx-click-loading/);
  await stage.getByRole("button", { name: "Push and mark the box" }).click();
  await expect(page.locator("#box")).toHaveClass(/is-marked/);
  await expect(page.locator("#got")).toHaveText("The server got step 2 from both.");
});

test("a dialog keeps the focus, closes in three ways, and gives the focus back", async ({ page, gallery }) => {
  const stage = await gallery.open(page, "/modal");
  const opener = stage.getByRole("button", { name: "Open the dialog" });
  const dialog = page.getByRole("dialog", { name: "A dialog" });
  const ways = [
    () => page.keyboard.press("Escape"),
    () => page.mouse.click(5, 300),
    () => dialog.getByRole("button", { name: "Close" }).click(),
  ];
  for (const close of ways) {
    await opener.click();
    await expect(dialog.getByRole("button", { name: "Count" })).toBeFocused();
    await close();
    await expect(dialog).toHaveCount(0);
    await expect(opener).toBeFocused();
  }
  await opener.click();
  await expect(dialog.getByRole("button", { name: "Count" })).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await expect(dialog.getByRole("button", { name: "Count" })).toBeFocused();
  await page.keyboard.press("Shift+Tab");
  await expect(dialog.getByRole("button", { name: "Close" })).toBeFocused();
  await dialog.getByRole("button", { name: "Count" }).click();
  await expect(page.locator("#dialog-count")).toHaveText("1");
  await expect(page.locator("#count")).toHaveText("1");
});
