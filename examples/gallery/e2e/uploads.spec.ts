import { createHash } from "node:crypto";
import { expect, test } from "./fixtures.ts";

// The smallest PNG there is: one pixel.
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

const textFile = (name: string, text: string) => ({ name, mimeType: "text/plain", buffer: Buffer.from(text) });

test("a picture is sent as soon as it is chosen, and comes back from the server", async ({ page, gallery }) => {
  const stage = await gallery.open(page, "/avatar");
  await stage.getByLabel("A picture").setInputFiles({ name: "me.png", mimeType: "image/png", buffer: PNG });
  const picture = stage.getByRole("img", { name: "Your picture" });
  await expect(picture).toHaveAttribute("src", `data:image/png;base64,${PNG.toString("base64")}`);
  await expect.poll(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(1);
});

test("a picture that is none is refused by its content, and shown with its preview until it is cancelled", async ({
  page,
  gallery,
}) => {
  const stage = await gallery.open(page, "/avatar");
  await stage
    .getByLabel("A picture")
    .setInputFiles({ name: "me.png", mimeType: "image/png", buffer: Buffer.from("no picture") });
  await expect(stage.getByText("What is in this file is not what its name says.")).toBeVisible();
  await expect(stage.getByAltText("Preview of me.png")).toHaveAttribute("src", /^blob:/);
  await expect(stage.getByText("No picture yet.")).toBeVisible();
  await stage.getByRole("button", { name: "Cancel" }).click();
  await expect(stage.getByText("What is in this file")).toHaveCount(0);
  await stage
    .getByLabel("A picture")
    .setInputFiles({ name: "me.png", mimeType: "image/png", buffer: Buffer.alloc(200_001) });
  await expect(stage.getByText("This file is too large.")).toBeVisible();
  await stage.getByLabel("A picture").setInputFiles(textFile("me.txt", "text"));
  await expect(stage.getByText("Files of this kind are not accepted.")).toBeVisible();
});

test("several files are hashed as they arrive; too many are told", async ({ page, gallery }) => {
  const stage = await gallery.open(page, "/files");
  const input = stage.getByLabel("Up to 3 files");
  await input.setInputFiles(["one", "two", "three", "four"].map((name) => textFile(`${name}.txt`, name)));
  await expect(stage.getByText("These are too many files.")).toBeVisible();
  await stage.getByRole("link", { name: "Cancel four.txt" }).click();
  await expect(stage.getByText("These are too many files.")).toBeHidden();
  await stage.getByRole("button", { name: "Hash them" }).click();
  const hashed = page.locator("#hashed li");
  await expect(hashed).toHaveCount(3);
  await expect(hashed.nth(1)).toContainText("two.txt, 3 bytes");
  await expect(hashed.nth(1)).toContainText(createHash("sha256").update("two").digest("hex"));
  await expect(stage.locator("#files-form li")).toHaveCount(0);
});

test("a file that is cancelled on its way does not hold up the others", async ({ page, gallery }) => {
  // Slow enough that there is a way to be on.
  await page.routeWebSocket(/live\/websocket/, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((message) => void setTimeout(() => server.send(message), 60));
  });
  const stage = await gallery.open(page, "/files");
  const large = (name: string) => ({ name, mimeType: "text/plain", buffer: Buffer.alloc(900_000, name) });
  await stage.locator("input[type=file]").setInputFiles([large("one.txt"), large("two.txt")]);
  await expect(stage.getByText("two.txt")).toBeVisible();
  await stage.getByRole("button", { name: "Hash them" }).click();
  const progress = stage.getByRole("progressbar", { name: "Progress of one.txt" });
  await expect.poll(async () => Number(await progress.getAttribute("value"))).toBeGreaterThan(0);
  await stage.getByRole("link", { name: "Cancel one.txt" }).click();
  await expect(page.locator("#hashed li")).toHaveCount(1, { timeout: 10_000 });
  await expect(page.locator("#hashed")).toContainText(
    createHash("sha256").update(large("two.txt").buffer).digest("hex"),
  );
});

test("a long name of a file makes no phone's page wider", async ({ page, gallery }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const [path, button] of [
    ["/files", "Hash them"],
    ["/external-upload", "Store it"],
  ] as const) {
    const stage = await gallery.open(page, path);
    await expect(stage.getByRole("button", { name: button })).toBeDisabled();
    await stage.locator("input[type=file]").setInputFiles(textFile(`${"a_long_name_".repeat(8)}.txt`, "text"));
    const row = stage.getByText("a_long_name_");
    await expect(row).toBeVisible();
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(await overflow()).toBeLessThanOrEqual(0);
    await stage.getByRole("button", { name: button }).click();
    await expect(stage.getByText("4 bytes")).toBeVisible();
    expect(await overflow()).toBeLessThanOrEqual(0);
  }
});

test("a file is dropped", async ({ page, gallery }) => {
  const stage = await gallery.open(page, "/files");
  const files = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(["dropped"], "drop.txt", { type: "text/plain" }));
    return transfer;
  });
  const target = stage.locator(".drop");
  await target.dispatchEvent("dragenter", { dataTransfer: files });
  await target.dispatchEvent("dragover", { dataTransfer: files });
  await expect(target).toHaveClass(/phx-drop-target-active/);
  await target.dispatchEvent("drop", { dataTransfer: files });
  await expect(stage.getByText("drop.txt")).toBeVisible();
  await stage.getByRole("button", { name: "Hash them" }).click();
  await expect(page.locator("#hashed")).toContainText("drop.txt, 7 bytes");
});

test("a file goes past the socket to a signed address, and nowhere else", async ({ page, gallery, request }) => {
  const stage = await gallery.open(page, "/external-upload");
  await stage.getByLabel("A file").setInputFiles(textFile("letter.txt", "Dear Ada"));
  const stored = page.waitForRequest((one) => one.method() === "PUT");
  await stage.getByRole("button", { name: "Store it" }).click();
  const url = (await stored).url();
  await expect(page.locator("#stored")).toHaveText("letter.txt: 8 bytes are in the bucket.");
  const forged = await request.put(url.replace(/bytes=\d+/, "bytes=9999"), { data: "x" });
  expect(forged.status()).toBe(403);
  const tooLarge = await request.put(url, { data: "more than eight bytes" });
  expect(tooLarge.status()).toBe(413);
});
