import { expect, test } from "./fixtures.ts";

test("a form complains where one has been, and everywhere after a submit", async ({ page, gallery }) => {
  const stage = await gallery.open(page, "/form");
  const [name, email, age] = ["Name", "E-mail", "Age"].map((label) => stage.getByLabel(label));
  if (!name || !email || !age) throw new Error("three fields");
  await name.fill("A");
  await expect(stage.getByText("At least two letters.")).toBeVisible();
  await expect(name).toHaveAttribute("aria-invalid", "true");
  await expect(stage.locator(".error")).toHaveCount(1);
  await stage.getByRole("button", { name: "Sign up" }).click();
  await expect(stage.locator(".error")).toHaveCount(3);
  await name.fill("Ada");
  await email.fill("ada@example.com");
  await age.fill("36");
  await stage.getByLabel("Send me the news").check();
  await expect(stage.locator(".error")).toHaveCount(0);
  await age.press("Enter");
  await expect(stage.getByText("This one is taken.")).toBeVisible();
  await email.fill("ada@example.org");
  await expect(stage.getByText("This one is taken.")).toBeHidden();
  await email.press("Enter");
  await expect(page.locator("#welcome")).toHaveText("Welcome, Ada (36), with the news.");
  await expect(name).toHaveValue("");
});

test("guests are added, dropped and moved, and what was typed stays with its guest", async ({ page, gallery }) => {
  const stage = await gallery.open(page, "/nested-form");
  const names = stage.getByLabel("Name");
  const values = () => names.evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value));
  await stage.getByLabel("Brings").first().fill("tea");
  await stage.getByRole("button", { name: "One more guest" }).click();
  await expect(names).toHaveCount(3);
  await names.nth(2).fill("Hedy");
  await stage.getByRole("button", { name: "Move guest 3 up" }).click();
  await expect.poll(values).toEqual(["Ada", "Hedy", "Grace"]);
  await stage.getByRole("button", { name: "Move guest 1 down" }).click();
  await expect.poll(values).toEqual(["Hedy", "Ada", "Grace"]);
  await expect(stage.getByLabel("Brings").nth(1)).toHaveValue("tea");
  await expect(stage.getByRole("group").first()).toContainText("Guest 1");
  await stage.getByRole("button", { name: "Remove guest 3" }).click();
  await expect.poll(values).toEqual(["Hedy", "Ada"]);
  await stage.getByRole("button", { name: "Invite them" }).click();
  await expect(page.locator("#saved")).toHaveText("Invited, in this order: Hedy, Ada.");
});

test("guests are dragged, and none is too few", async ({ page, gallery }) => {
  const stage = await gallery.open(page, "/nested-form");
  const rows = stage.getByRole("group");
  await rows.nth(1).dragTo(rows.nth(0), { sourcePosition: { x: 5, y: 40 }, targetPosition: { x: 5, y: 5 } });
  await expect(stage.getByLabel("Name").first()).toHaveValue("Grace");
  for (const count of [1, 0]) {
    await stage.getByRole("button", { name: "Remove guest 1" }).click();
    await expect(rows).toHaveCount(count);
  }
  await stage.getByRole("button", { name: "Invite them" }).click();
  await expect(stage.getByText("Invite somebody.")).toBeVisible();
});

test("what fits is posted by the browser, what does not is told", async ({ page, gallery }) => {
  const stage = await gallery.open(page, "/posted-form");
  await stage.getByLabel("To").fill("Grace");
  await stage.getByRole("button", { name: "Post it" }).click();
  await expect(stage.getByText("At least five letters.")).toBeVisible();
  await stage.getByLabel("Text").fill("Dear Grace,");
  const posted = page.waitForRequest((request) => request.method() === "POST");
  await stage.getByRole("button", { name: "Post it" }).click();
  expect((await posted).postData()).toContain("letter%5Btext%5D=Dear+Grace");
  await expect(page.locator("#posted")).toHaveText("Posted to Grace.");
});

test("a form that no page of the session has made is refused", async ({ gallery, request }) => {
  const answer = await request.post(`${gallery.url}/posted-form`, { form: { "letter[to]": "Grace" } });
  expect(answer.status()).toBe(403);
});
