import { expect, isOfficial, test } from "./support/fixtures.ts";

test.beforeEach(async ({ page, site }) => {
  page.on("pageerror", (error) => {
    throw error;
  });
  await page.goto(site.url);
  await page.locator(".phx-connected").waitFor();
});

test("a click changes the page, with the values of the element", async ({ page }) => {
  await page.click("#inc");
  await expect(page.locator("#count")).toHaveText("2");
});

test("a slow click shows its loading state, and locks the button until it is answered", async ({ page }) => {
  await page.click("#slow");
  await expect(page.locator("#slow")).toHaveText("Working…");
  await expect(page.locator("#slow")).toBeDisabled();
  await expect(page.locator("#count")).toHaveText("100");
  await expect(page.locator("#slow")).toHaveText("slow");
  await expect(page.locator("#slow")).toBeEnabled();
});

test("what is being typed survives patches, with focus and caret", async ({ page, site }) => {
  await page.click("#text");
  await page.keyboard.type("hello");
  await page.keyboard.press("ArrowLeft");
  site.app.pubsub.broadcast("playground", {});
  await expect(page.locator("#count")).toHaveText("1");
  await expect(page.locator("#text")).toBeFocused();
  expect(
    await page.locator("#text").evaluate((input: HTMLInputElement) => [input.value, input.selectionStart]),
  ).toEqual(["hello", 4]);
  await expect(page.locator("#echoed")).toHaveText("hello");
});

test("a control without a form of ours keeps what was typed into it", async ({ page, site }) => {
  test.skip(isOfficial, "the official client resets it to the server's value");
  await page.fill("#row-2 input", "half-typed");
  await page.click("#inc");
  site.app.pubsub.broadcast("playground", { rows: [5, 4, 3, 2, 1] });
  await expect(page.locator("#count")).toHaveText("3");
  await expect(page.locator("#row-2 input")).toHaveValue("half-typed");
});

test("focus stays in its row when a keyed list is reordered", async ({ page, site }) => {
  await page.click("#row-2 input");
  site.app.pubsub.broadcast("playground", { rows: [5, 3, 1, 2, 4] });
  await expect(page.locator("#rows li").first()).toHaveAttribute("id", "row-5");
  await expect(page.locator("#row-2 input")).toBeFocused();
  expect(await page.locator("#rows li").evaluateAll((rows) => rows.map((row) => row.id))).toEqual([
    "row-5",
    "row-3",
    "row-1",
    "row-2",
    "row-4",
  ]);
});

test("a details that the user opened and a dialog that a script opened stay open, and change inside", async ({
  page,
}) => {
  test.skip(isOfficial, "the official client closes them (liveview-features Z5)");
  await page.click("#more summary");
  await page.locator("#box").evaluate((dialog: HTMLDialogElement) => dialog.show());
  await page.click("#inc");
  await expect(page.locator("#more p")).toHaveText("count is 2");
  await expect(page.locator("#more")).toHaveAttribute("open", "");
  await expect(page.locator("#box p")).toHaveText("count is 2");
  await expect(page.locator("#box")).toBeVisible();
});

test("an ignored element is left alone", async ({ page }) => {
  await page.locator("#island b").evaluate((element) => {
    element.textContent = "mine";
  });
  await page.click("#inc");
  await expect(page.locator("#count")).toHaveText("2");
  await expect(page.locator("#island b")).toHaveText("mine");
});

test("a debounced field sends once, when the typing stops", async ({ page }) => {
  let changes = 0;
  page.on("websocket", (socket) => {
    socket.on("framesent", ({ payload }) => {
      if (payload.includes('"typed"')) changes += 1;
    });
  });
  await page.reload();
  await page.locator(".phx-connected").waitFor();
  await page.locator("#lazy").pressSequentially("abc", { delay: 20 });
  await expect(page.locator("#echoed")).toHaveText("abc");
  expect(changes).toBe(1);
});

test("keys, focus and blur arrive; window keys are filtered by phx-key", async ({ page }) => {
  await page.click("#keys");
  await page.keyboard.press("a");
  await page.click("h1");
  await expect(page.locator("#pressed")).toHaveText("focus a blur");
  await page.keyboard.press("b");
  await page.keyboard.press("Escape");
  await expect(page.locator("#pressed")).toHaveText("focus a blur Escape");
});

test("a hook mounts, hears pushed events, and gets a reply to its own", async ({ page }) => {
  const echo = page.locator("#echo");
  await expect(echo).toHaveText("mounted");
  await page.click("#greet");
  await expect(echo).toHaveText('{"hello":"you"}');
  await echo.click();
  await expect(echo).toHaveText('{"got":{"n":1}}');
});

test("a crash is mounted afresh while the page stays", async ({ page }) => {
  await page.click("#inc");
  await expect(page.locator("#count")).toHaveText("2");
  await page.click("#crash");
  await expect(page.locator("#count")).toHaveText("0");
  await page.click("#inc");
  await expect(page.locator("#count")).toHaveText("2");
});

test("when the network is cut the page says so, and is right again when it is back", async ({ page, site }) => {
  site.proxy.cut();
  await expect(page.locator(".phx-error")).toBeVisible();
  site.proxy.mend();
  await expect(page.locator(".phx-connected")).toBeVisible({ timeout: 15_000 });
  await page.click("#inc");
  await expect(page.locator("#count")).toHaveText("2");
});

test("a restarted server is found again, and a form keeps what was typed", async ({ page, site }) => {
  await page.fill("#text", "kept");
  await expect(page.locator("#echoed")).toHaveText("kept");
  await site.restart();
  await expect(page.locator(".phx-connected")).toBeVisible({ timeout: 15_000 });
  await expect(page.locator("#echoed")).toHaveText("kept");
  await expect(page.locator("#text")).toHaveValue("kept");
});
