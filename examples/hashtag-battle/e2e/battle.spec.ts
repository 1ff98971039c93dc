import { expect, test } from "./fixtures.ts";

test("two browsers beside each other on one battle change together, and so does the index", async ({
  browser,
  site,
  connect,
}) => {
  const id = await site.createBattle("Apples or pears?", "#apples", "#pears");
  const [ana, ben, index] = await Promise.all([browser.newPage(), browser.newPage(), browser.newPage()]);
  await Promise.all([connect(ana, `/battles/${id}`), connect(ben, `/battles/${id}`), connect(index, "/")]);
  await expect(ana.getByText("No matching post yet.")).toBeVisible();

  await site.post("I love #apples", "More #Apples, please", "One #pears and one #apples");

  for (const page of [ana, ben]) {
    await expect(page.locator(".score").first()).toContainText("3");
    await expect(page.locator(".leader")).toHaveText("#apples leads by 2 posts (50.0 %).");
    await expect(page.locator("#posts li")).toHaveCount(3);
    await expect(page.locator("#chart canvas")).toBeVisible();
  }
  await expect(index.locator(`#battle-${id} .side-count`).first()).toHaveText("3");
});

test("the latest posts come first, and fifty are kept", async ({ page, site, connect }) => {
  const id = await site.createBattle("Left or right?", "#left", "#right");
  await connect(page, `/battles/${id}`);
  for (let batch = 0; batch < 6; batch++) {
    await site.post(...Array.from({ length: 10 }, (_, index) => `number ${batch * 10 + index} goes #left`));
  }
  await expect(page.locator(".score").first()).toContainText("60");
  await expect(page.locator("#posts li")).toHaveCount(50);
  const texts = await page.locator("#posts li p").allTextContents();
  const numbers = texts.map((text) => Number(/\d+/.exec(text)?.[0]));
  expect(numbers[0]).toBeGreaterThanOrEqual(50);
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(10);
});

test("a battle is made by keyboard, with its mistakes beside the fields and what was typed kept", async ({
  page,
  connect,
}) => {
  await connect(page, "/battles/new");
  await page.getByLabel("Title").focus();
  await page.keyboard.type("Sun or rain?");
  await page.keyboard.press("Tab");
  await page.keyboard.type("#sun");
  await page.keyboard.press("Tab");
  await page.keyboard.type("#SUN");
  await expect(page.getByText("This is the same as query 1.")).toBeVisible();
  await expect(page.getByLabel("Query 2")).toHaveValue("#SUN");
  await expect(page.getByLabel("Query 2")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Query 2").fill("#rain");
  await expect(page.getByText("This is the same as query 1.")).toBeHidden();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sun or rain?");
  await expect(page.getByText("“Sun or rain?” has begun.")).toBeVisible();
  await page.getByRole("button", { name: "Dismiss" }).click();
  await expect(page.getByText("“Sun or rain?” has begun.")).toBeHidden();
});

test("a submit without anything shows every mistake", async ({ page, connect }) => {
  await connect(page, "/battles/new");
  await page.getByRole("button", { name: "Add a query" }).click();
  await expect(page.getByLabel("Query 3")).toBeVisible();
  await page.getByRole("button", { name: "Start the battle" }).click();
  await expect(page.getByText("Give the battle a title.")).toBeVisible();
  await expect(page.locator(".error")).toHaveCount(3);
});

test("when the network is pulled every page says so, and is right again when it is back", async ({
  browser,
  site,
  connect,
}) => {
  const id = await site.createBattle("Sea or hills?", "#sea", "#hills");
  const pages = await Promise.all([browser.newPage(), browser.newPage()]);
  for (const page of pages) await connect(page, `/battles/${id}`);
  site.proxy.cut();
  for (const page of pages) await expect(page.getByText("Offline – trying to reconnect…")).toBeVisible();
  await site.post("gone to the #sea", "and the #hills", "and the #sea again");
  site.proxy.mend();
  for (const page of pages) {
    await expect(page.locator(".leader")).toHaveText("#sea leads by 1 post (33.3 %).", { timeout: 15_000 });
    await expect(page.getByText("Live", { exact: true })).toBeVisible();
    await expect(page.locator("#posts li")).toHaveCount(3);
  }
});

test("when the server is killed and started again the page is right again by itself", async ({
  page,
  site,
  connect,
}) => {
  const id = await site.createBattle("Tram or bike?", "#tram", "#bike");
  await connect(page, `/battles/${id}`);
  await site.post("by #tram");
  await expect(page.locator(".leader")).toContainText("#tram leads by 1 post");
  await site.restart();
  await site.post("by #bike", "by #bike again");
  await expect(page.locator(".leader")).toHaveText("#bike leads by 1 post (33.3 %).", { timeout: 15_000 });
});

test("an opened table stays open while its numbers change", async ({ page, site, client, connect }) => {
  const id = await site.createBattle("Night or day?", "#night", "#day");
  await connect(page, `/battles/${id}`);
  await page.getByText("The last 10 minutes as a table").click();
  await site.post("good #night");
  await expect(page.locator("#series-table tbody tr").first()).toContainText("1");
  test.skip(client === "official", "the official client closes it (liveview-features Z5)");
  await expect(page.locator("#series-table")).toHaveAttribute("open", "");
});

test("a battle that is not there is a page of its own, with status 404", async ({ page, site }) => {
  const response = await page.goto(`${site.url}/battles/999999`);
  expect(response?.status()).toBe(404);
  await expect(page.getByRole("heading")).toHaveText("There is no such page");
  await expect(page.getByText("There is no battle 999999.")).toBeVisible();
});

test("nothing is refused by the page's content security policy", async ({ page, site, connect }) => {
  const id = await site.createBattle("Tea or tea?", "#greentea", "#blacktea");
  const refused: string[] = [];
  page.on("console", (message) => {
    if (/Content.Security.Policy/i.test(message.text())) refused.push(message.text());
  });
  await connect(page, `/battles/${id}`);
  await site.post("a #greentea");
  await expect(page.locator("#chart canvas")).toBeVisible();
  await expect(page.locator(".leader")).toContainText("#greentea leads");
  expect(refused).toEqual([]);
});

test("the API needs its key, and tells the same as the page", async ({ site, request }) => {
  const id = await site.createBattle("Ink or pencil?", "#ink", "#pencil");
  await site.post("written in #ink");
  expect((await request.get(`${site.url}/v1/events/${id}`)).status()).toBe(401);
  const answer = await request.get(`${site.url}/v1/events/${id}`, {
    headers: { authorization: `Bearer ${site.apiKey}` },
  });
  expect(answer.status()).toBe(200);
  expect(answer.headers()["cache-control"]).toBe("max-age=3");
});
