import { expect, test } from "./fixtures.ts";

test("rows of a keyed list move with their elements, and one is edited in place", async ({ page, gallery }) => {
  const stage = await gallery.open(page, "/keyed-list");
  const rows = page.locator("#tasks > li");
  const sing = await page.locator("#task-4").elementHandle();
  await stage.getByRole("button", { name: "Move up: Sing" }).click();
  await expect(rows).toContainText(["Find a branch", "Weave a nest", "Sing", "Lay an egg"]);
  await stage.getByRole("button", { name: "Reverse" }).click();
  await expect(rows).toContainText(["Lay an egg", "Sing", "Weave a nest", "Find a branch"]);
  expect(await sing?.evaluate((row) => row.isConnected)).toBe(true);
  await stage.getByRole("button", { name: "Edit: Sing" }).click();
  await stage.getByLabel("Name of the task").fill("Sing louder");
  await page.keyboard.press("Enter");
  await expect(rows).toContainText(["Lay an egg", "Sing louder", "Weave a nest", "Find a branch"]);
  await stage.getByRole("button", { name: "Add in front" }).click();
  await expect(rows.first()).toContainText("Task 5");
  await stage.getByRole("button", { name: "Remove: Task 5" }).click();
  await expect(rows).toHaveCount(4);
});

test("the field of a row that is edited has the focus", async ({ page, gallery }) => {
  const stage = await gallery.open(page, "/keyed-list");
  await stage.getByRole("button", { name: "Edit: Sing" }).click();
  await expect(stage.getByLabel("Name of the task")).toBeFocused();
});

test("a task keeps its name when it is given none", async ({ page, gallery }) => {
  const stage = await gallery.open(page, "/keyed-list");
  await stage.getByRole("button", { name: "Add in front" }).click();
  await stage.getByRole("button", { name: "Edit: Sing" }).click();
  await stage.getByLabel("Name of the task").fill("   ");
  await page.keyboard.press("Enter");
  await expect(page.locator("#tasks > li")).toContainText([
    "Task 5",
    "Find a branch",
    "Weave a nest",
    "Lay an egg",
    "Sing",
  ]);
});

test("a stream inserts anywhere, changes, moves, limits, empties and begins anew", async ({ page, gallery }) => {
  const stage = await gallery.open(page, "/stream");
  const rows = page.locator("#notes > li");
  const insert = (where: string) => stage.getByRole("button", { name: where, exact: true }).click();
  await insert("Insert first");
  await expect(rows).toContainText(["Note 4", "Note 1", "Note 2", "Note 3"]);
  await insert("second");
  await expect(rows).toContainText(["Note 4", "Note 5", "Note 1"]);
  await insert("last");
  await expect(rows.last()).toContainText("Note 6");
  await stage.getByRole("button", { name: "Change note 1" }).click();
  await expect(rows.nth(2)).toContainText("Note 1, changed");
  await stage.getByRole("button", { name: "Move note 3 to the top" }).click();
  await expect(rows.first()).toContainText("Note 3, moved");
  for (const number of [7, 8]) {
    await insert("Insert first");
    await expect(rows.first()).toContainText(`Note ${number}`);
  }
  await expect(rows).toHaveCount(8);
  await insert("Insert first");
  await expect(rows.first()).toContainText("Note 9");
  await expect(rows).toHaveCount(8);
  await expect(stage.getByText("Note 6", { exact: true })).toHaveCount(0);
  await insert("last");
  await expect(rows.last()).toContainText("Note 10");
  await expect(rows).toHaveCount(8);
  await stage.getByRole("button", { name: "Remove note 10" }).click();
  await expect(rows).toHaveCount(7);
  await stage.getByRole("button", { name: "Clear" }).click();
  await expect(stage.getByText("Nothing here yet.")).toBeVisible();
  await stage.getByRole("button", { name: "Begin anew" }).click();
  await expect(rows).toContainText(["Note 11", "Note 12"]);
  await expect(stage.getByText("Nothing here yet.")).toBeHidden();
});

test("an endless list brings rows as one scrolls, down and up, and keeps three pages", async ({ page, gallery }) => {
  await gallery.open(page, "/endless-stream");
  const rows = page.locator("#rows > li");
  await page.locator("#rows").hover();
  const seen: string[] = [];
  await page.exposeFunction("see", (pages: string) => seen.push(pages));
  await page.evaluate(() => {
    const pages = document.querySelector("#pages");
    const { see } = window as unknown as { see: (pages: string | null) => void };
    if (pages)
      new MutationObserver(() => see(pages.textContent)).observe(pages, {
        subtree: true,
        childList: true,
        characterData: true,
      });
  });
  // By wheel, to the end that is there at the time: what is scrolled while an answer is under way brings nothing.
  const scrollUntil = (pages: string, by: number) =>
    expect(async () => {
      await page.mouse.wheel(0, by);
      await expect(page.locator("#pages")).toHaveText(pages, { timeout: 600 });
    }).toPass({ intervals: [0] });
  const [down, up] = [
    ["1 to 2", "1 to 3", "2 to 4", "3 to 5"],
    ["2 to 4", "1 to 3"],
  ] as const;
  for (const pages of down) await scrollUntil(pages, 5_000);
  await expect(rows).toHaveCount(60);
  await expect(rows.first()).toHaveText("Row 41");
  for (const pages of up) await scrollUntil(pages, -5_000);
  await expect(rows.first()).toHaveText("Row 1");
  expect(seen.filter((pages, index) => pages !== seen[index - 1])).toEqual([...down, ...up]);
  await expect(rows).toHaveCount(60);
});

test("what was sent stays in the page while the server has forgotten it", async ({ page, gallery }) => {
  const stage = await gallery.open(page, "/temporary-assigns");
  const report = stage.getByLabel("Report");
  for (const edition of [1, 2]) {
    await stage.getByRole("button", { name: "What does the server hold?" }).click();
    await expect(page.locator("#held")).toHaveText("The server holds 0 lines.");
    await expect(report).toContainText(`Edition ${edition}, line 40`);
    await stage.getByRole("button", { name: "Write it anew" }).click();
    await expect(report).toContainText(`Edition ${edition + 1}, line 1`);
  }
});
