import { type Browser, type BrowserContext, type Locator, type Page } from "@playwright/test";
import { expect, type Gallery, live, test } from "./fixtures.ts";

async function logIn(
  page: Page,
  gallery: Gallery,
  name: string,
  options: { remember?: boolean } = {},
): Promise<Locator> {
  const stage = await gallery.open(page, "/login");
  await stage.getByLabel("Any name").fill(name);
  await stage.getByLabel("Password").fill("firecrest");
  if (options.remember === true) await stage.getByLabel("Remember me").check();
  await stage.getByRole("button", { name: "Log in" }).click();
  await expect(stage.getByRole("heading", { name: `Hello, ${name}` })).toBeVisible();
  await live(page);
  return stage;
}

/** A browser of its own, with another cookie jar. */
async function otherBrowser(browser: Browser): Promise<{ readonly context: BrowserContext; readonly page: Page }> {
  const context = await browser.newContext();
  return { context, page: await context.newPage() };
}

test("the members' pages are for members: others are led to the login", async ({ page, gallery }) => {
  const stage = await gallery.open(page, "/members/nest");
  await expect(page).toHaveURL(/\/login\?why=first$/);
  await expect(stage.getByText("Log in first.")).toBeVisible();
});

test("a wrong password is told before anything is posted", async ({ page, gallery }) => {
  const stage = await gallery.open(page, "/login");
  await stage.getByLabel("Any name").fill("ada");
  await stage.getByLabel("Password").fill("wrong");
  await stage.getByRole("button", { name: "Log in" }).click();
  await expect(stage.getByText("That is not the password.")).toBeVisible();
  await expect(stage.getByLabel("Password")).toHaveValue("wrong");
  await expect(page).toHaveURL(/\/login$/);
});

test("a login leads to the members, among whom one navigates over one socket, and a logout out again", async ({
  page,
  gallery,
}) => {
  const stage = await logIn(page, gallery, "bea");
  await page.evaluate(() => document.body.setAttribute("data-same-document", ""));
  await stage.getByRole("link", { name: "To the nest" }).click();
  await expect(stage.getByRole("heading", { name: "The nest of bea" })).toBeVisible();
  await expect(page.locator("body[data-same-document]")).toHaveCount(1);
  await stage.getByRole("link", { name: "Back" }).click();
  await stage.getByRole("button", { name: "Log out", exact: true }).click();
  await expect(stage.getByText("You are logged out.")).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(/\/login/);
});

test("a login renews the session: what was known before opens nothing", async ({ page, gallery, context }) => {
  await gallery.open(page, "/login");
  const token = await page.locator("meta[name=csrf-token]").getAttribute("content");
  const before = await context.cookies();
  await logIn(page, gallery, "cid");
  const after = await context.cookies();
  for (const { name, value } of before) expect(after.find((cookie) => cookie.name === name)?.value).not.toBe(value);
  const forged = await page.request.post(`${gallery.url}/logout`, { form: { _csrf_token: token ?? "" } });
  expect(forged.status()).toBe(403);
  await page.reload();
  await expect(page.getByRole("heading", { name: "Hello, cid" })).toBeVisible();
});

test("a tab that was open before the login comes back with the new session", async ({ page, gallery, context }) => {
  const before = await context.newPage();
  await gallery.open(before, "/login");
  await logIn(page, gallery, "eve");
  gallery.proxy.cut();
  await expect(before.getByText("Offline")).toBeVisible();
  gallery.proxy.mend();
  await expect(before.getByText("You are logged in as eve.")).toBeVisible({ timeout: 15_000 });
});

test("who is remembered is still logged in when the browser was closed, and nobody else", async ({
  page,
  gallery,
  context,
}) => {
  // What a browser does with its cookies when it ends: only those with a lifetime stay.
  const closeBrowser = async () => {
    const cookies = await context.cookies();
    await context.clearCookies();
    await context.addCookies(cookies.filter(({ expires }) => expires !== -1));
  };
  await logIn(page, gallery, "dan");
  await closeBrowser();
  await page.goto(`${gallery.url}/members`);
  await expect(page).toHaveURL(/\/login/);
  await logIn(page, gallery, "dan", { remember: true });
  await closeBrowser();
  await page.goto(`${gallery.url}/members`);
  await expect(page.getByRole("heading", { name: "Hello, dan" })).toBeVisible();
});

test("a logout everywhere ends every page of this person at once, and nobody else's", async ({
  page,
  gallery,
  context,
  browser,
}) => {
  const stage = await logIn(page, gallery, "fay", { remember: true });
  const tab = await context.newPage();
  await gallery.open(tab, "/members/nest");
  const [elsewhere, somebody] = [await otherBrowser(browser), await otherBrowser(browser)];
  await logIn(elsewhere.page, gallery, "fay", { remember: true });
  await logIn(somebody.page, gallery, "gus");
  await page.reload();
  await expect(page.locator("#logins")).toHaveText("2");
  await stage.getByRole("button", { name: "Log out everywhere" }).click();
  for (const one of [page, tab, elsewhere.page]) await expect(one).toHaveURL(/\/login/, { timeout: 15_000 });
  await elsewhere.page.goto(`${gallery.url}/members`);
  await expect(elsewhere.page).toHaveURL(/\/login\?why=first$/);
  await expect(somebody.page.getByRole("heading", { name: "Hello, gus" })).toBeVisible();
  await Promise.all([elsewhere.context.close(), somebody.context.close()]);
});

test("a logout in one browser leaves the login in another one", async ({ page, gallery, browser }) => {
  const stage = await logIn(page, gallery, "hal");
  const elsewhere = await otherBrowser(browser);
  await logIn(elsewhere.page, gallery, "hal");
  await stage.getByRole("button", { name: "Log out", exact: true }).click();
  await expect(page).toHaveURL(/\/login\?why=bye$/);
  await live(elsewhere.page);
  await elsewhere.page.getByRole("link", { name: "To the nest" }).click();
  await expect(elsewhere.page.getByRole("heading", { name: "The nest of hal" })).toBeVisible();
  await elsewhere.context.close();
});
