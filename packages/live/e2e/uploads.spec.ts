// Area I of docs/parity.md, where it takes a browser. One test a row.

import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { createApp, each, html, type Live, liveView, route } from "@firecrest/live";
import { LiveFileInput, LiveImagePreview } from "@firecrest/live/components";
import { postpone, tempFileWriter, type UploadConfig, type UploadEntry, uploadErrors } from "@firecrest/live/uploads";
import { expect, test } from "./support/fixtures.ts";

/** The smallest picture there is. */
const PIXEL = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");

interface Assigns {
  readonly notes: UploadConfig;
  readonly photo: UploadConfig;
  readonly folder: UploadConfig;
  readonly far: UploadConfig;
  readonly log: readonly string[];
  readonly isOpen: boolean;
}

/** Where the files of the notes lie. */
let directory: string;
/** What was brought elsewhere, by URL. */
let bucket: Map<string, string>;

const desk = liveView({
  mount: (live): Assigns => ({
    notes: live.allowUpload("notes", {
      accept: [".txt"],
      autoUpload: true,
      maxEntries: 5,
      chunkSizeBytes: 1_000,
      writer: (entry) => tempFileWriter({ directory })(entry),
      progress: took,
    }),
    photo: live.allowUpload("photo", { accept: "any" }),
    folder: live.allowUpload("folder", { accept: "any", maxEntries: 9 }),
    far: live.allowUpload("far", {
      accept: "any",
      maxEntries: 3,
      external: ({ clientName }) => ({
        meta: { uploader: "Bucket", url: clientName === "a.txt" ? "/bucket/a.txt" : clientName.replace(".txt", "") },
      }),
    }),
    log: [],
    isOpen: true,
  }),
  events: {
    check: () => undefined,
    cancel: (live, { upload, ref }) => live.cancelUpload(String(upload), String(ref)),
    save: async (live, params) => {
      const saved = await live.consumeUploadedEntries(
        "photo",
        async ({ path }, { clientName }) => `${clientName}=${await readFile(path, "latin1")}`,
      );
      live.update("log", (log) => [...log, `saved ${saved.join()} ${String(params["title"])}`]);
    },
    keep: (live) => live.update("log", (log) => [...log, "kept"]),
    sent: async (live) => {
      const sent = await live.consumeUploadedEntries("far", ({ url }: { readonly url: string }) => url);
      live.update("log", (log) => [...log, `sent ${sent.join()}`]);
    },
    close: (live) => live.assign({ isOpen: false }),
  },
  render: ({ notes, photo, folder, far, log, isOpen }, on) => html`<main>
  <ol id="log">${log.map((line) => html`<li>${line}</li>`)}</ol>
  <form id="notes" phx-change=${on.check}>${isOpen && html`<${LiveFileInput} upload=${notes} />`}${list(notes)}</form>
  <form id="other" phx-change=${on.check} phx-submit=${on.save} phx-drop-target=${photo.ref}>
    <input name="title" value="Holiday">
    <${LiveFileInput} upload=${photo} />${list(photo)}
    ${each(
      photo.entries,
      ({ ref }) => ref,
      (entry) => html`<${LiveImagePreview} entry=${entry} width="20" height="20" />`,
    )}
    <p id="inside">drop here</p><button id="save">save</button>
  </form>
  <form id="folder" phx-change=${on.check} phx-submit=${on.keep}><${LiveFileInput} upload=${folder} webkitdirectory />${list(folder)}</form>
  <form id="far" phx-change=${on.check} phx-submit=${on.sent}><${LiveFileInput} upload=${far} />${list(far)}
    ${each(
      far.entries,
      ({ ref }) => ref,
      ({ ref }) =>
        html`<a href="#" class="cancel" phx-click=${on.cancel} phx-value-upload="far" phx-value-ref=${ref}>x</a>`,
    )}
    <button id="send">send</button></form>
  <div id="recorder" phx-hook="Recorder">record</div><button id="close" phx-click=${on.close}>close</button>
</main>`,
});

function list(upload: UploadConfig) {
  return each(
    upload.entries,
    ({ ref }) => ref,
    (entry) =>
      html`<p class="entry">${entry.clientName} ${entry.clientRelativePath} ${entry.progress}% ${entry.isDone && "done"} ${JSON.stringify(entry.clientMeta ?? null)} ${uploadErrors(
        upload,
        entry,
      )
        .map(({ type }) => type)
        .join()}</p>`,
  );
}

async function took(live: Live<object>, entry: UploadEntry): Promise<void> {
  const known = live as Live<Assigns>; // that of this view
  known.update("log", (log) => [...log, `${entry.clientName} ${entry.progress}`]);
  if (!entry.isDone) return;
  await live.consumeUploadedEntry(entry, () => (entry.clientName === "keep.txt" ? postpone(undefined) : undefined));
}

test.use({
  served: {
    make: () =>
      createApp({
        secrets: ["a secret for tests, at least 32 characters"],
        routes: [route("/", desk)],
        fetch: async (request) => {
          bucket.set(new URL(request.url).pathname, await request.text());
          return new Response(null, { status: 204 });
        },
        log: { debug() {}, info() {}, warn() {}, error() {} },
      }),
  },
});

test.beforeEach(async ({ page, site }) => {
  directory = await mkdtemp(join(tmpdir(), "firecrest-uploads-"));
  bucket = new Map();
  page.on("pageerror", (error) => {
    throw error;
  });
  await page.goto(site.url);
  await page.locator(".phx-connected").waitFor();
});

test.afterEach(() => rm(directory, { recursive: true }));

const file = (name: string, content: string | Buffer = name, mimeType = "text/plain") => ({
  name,
  mimeType,
  buffer: Buffer.from(content),
});

/** What the page shows of an upload's files. */
function entries(page: Page, form: string) {
  return async () =>
    (await page.locator(`${form} .entry`).allTextContents()).map((text) => text.replace(/\s+/g, " ").trim());
}

test("with autoUpload files begin as soon as they are chosen, and a wrong one does not hold the others up", async ({
  page,
}) => {
  await page.setInputFiles("[name=notes]", [
    file("a.txt"),
    file("b.exe", "b", "application/x-msdownload"),
    file("c.txt"),
  ]);
  await expect.poll(entries(page, "#notes")).toEqual(["b.exe 0% null not-accepted"]);
  await expect(page.locator("#log")).toContainText("a.txt 100");
  await expect(page.locator("#log")).toContainText("c.txt 100");
});

test("without autoUpload a submit uploads first, then arrives", async ({ page }) => {
  await page.setInputFiles("[name=photo]", file("a.txt", "hello"));
  await expect.poll(entries(page, "#other")).toEqual(["a.txt 0% null"]);
  await page.click("#save");
  await expect(page.locator("#log li")).toHaveText(["saved a.txt=hello Holiday"]);
  await expect.poll(entries(page, "#other")).toEqual([]);
  await page.click("#save");
  await expect(page.locator("#log li")).toHaveText(["saved a.txt=hello Holiday", "saved  Holiday"]);
});

test("each step of the progress is a callback of the view, and is shown", async ({ page }) => {
  const shown: string[] = [];
  await page.exposeFunction("note", (text: string) => shown.push(text));
  await page.evaluate(() => {
    new MutationObserver(() => {
      const [, percent] = /(\d+)%/.exec(document.querySelector("#notes .entry")?.textContent ?? "") ?? [];
      if (percent) (window as unknown as { note(text: string): void }).note(percent);
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  await page.setInputFiles("[name=notes]", file("a.txt", "x".repeat(4_000)));
  await expect(page.locator("#log li")).toHaveText(["a.txt 25", "a.txt 50", "a.txt 75", "a.txt 100"]);
  expect([...new Set(shown)]).toEqual(expect.arrayContaining(["0", "25", "50", "75"]));
});

test("an external upload is brought away by the page's uploader, which reports, fails and is told to stop", async ({
  page,
}) => {
  await page.setInputFiles("[name=far]", file("a.txt", "far away"));
  await page.click("#send");
  await expect(page.locator("#log li")).toHaveText(["sent /bucket/a.txt"]);
  expect(bucket.get("/bucket/a.txt")).toBe("far away");
  await page.setInputFiles("[name=far]", file("slow.txt"));
  await page.click("#send");
  await expect.poll(entries(page, "#far")).toEqual(["slow.txt 50% null"]);
  await page.click("#far .cancel");
  await expect.poll(entries(page, "#far")).toEqual([]);
  await page.setInputFiles("[name=far]", file("refused.txt"));
  await page.click("#send");
  await expect.poll(entries(page, "#far")).toEqual(["refused.txt 0% null external-client-failure"]);
  await expect(page.locator("#log li")).toHaveText(["sent /bucket/a.txt", "sent "]);
});

test("files can be dropped on an element, which has a class while they are over it", async ({ page }) => {
  const target = page.locator("#other");
  const dataTransfer = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(["x"], "dropped.txt", { type: "text/plain" }));
    return transfer;
  });
  const active = /phx-drop-target-active/;
  await page.dispatchEvent("#other", "dragenter", { dataTransfer });
  await page.dispatchEvent("#inside", "dragenter", { dataTransfer });
  await page.dispatchEvent("#other", "dragleave", { dataTransfer });
  await expect(target).toHaveClass(active);
  await page.dispatchEvent("#inside", "dragleave", { dataTransfer });
  await expect(target).not.toHaveClass(active);
  await page.dispatchEvent("#inside", "dragenter", { dataTransfer });
  await expect(target).toHaveClass(active);
  await page.dispatchEvent("#inside", "drop", { dataTransfer });
  await expect.poll(entries(page, "#other")).toEqual(["dropped.txt 0% null"]);
  await expect(target).not.toHaveClass(active);
});

test("an image is shown before it is uploaded", async ({ page }) => {
  await page.setInputFiles("[name=photo]", file("dot.gif", PIXEL, "image/gif"));
  const image = page.locator("#other img");
  await expect(image).toHaveAttribute("src", /^blob:/);
  await expect.poll(() => image.evaluate((element: HTMLImageElement) => element.naturalWidth)).toBe(1);
  await expect.poll(entries(page, "#other")).toEqual(["dot.gif 0% null"]);
});

test("where one file is allowed, another one takes its place", async ({ page }) => {
  await page.setInputFiles("[name=photo]", file("a.txt"));
  await expect.poll(entries(page, "#other")).toEqual(["a.txt 0% null"]);
  await page.setInputFiles("[name=photo]", file("b.txt", "b"));
  await expect.poll(entries(page, "#other")).toEqual(["b.txt 0% null"]);
  await page.click("#save");
  await expect(page.locator("#log li")).toHaveText(["saved b.txt=b Holiday"]);
});

test("a folder can be chosen: its files say where in it they lie", async ({ page }) => {
  const folder = await mkdtemp(join(tmpdir(), "firecrest-folder-"));
  await mkdir(join(folder, "album", "deep"), { recursive: true });
  await writeFile(join(folder, "album", "a.txt"), "a");
  await writeFile(join(folder, "album", "deep", "b.txt"), "b");
  await page.setInputFiles("[name=folder]", join(folder, "album"));
  await expect
    .poll(async () => (await entries(page, "#folder")()).toSorted())
    .toEqual(["a.txt album/a.txt 0% null", "b.txt album/deep/b.txt 0% null"]);
  await rm(folder, { recursive: true });
});

test("a file carries what the browser's code has put into its meta", async ({ page }) => {
  await page.click("#recorder");
  await expect.poll(entries(page, "#other")).toEqual([`three.txt 0% {"recordedBy":"three"}`]);
});

test("a hook uploads what it made, to its view's inputs or to those in another element", async ({ page }) => {
  await page.click("#recorder");
  await expect(page.locator("#log")).toContainText("one.txt 100");
  await expect(page.locator("#log")).toContainText("two.txt 100");
  await page.click("#save");
  await expect(page.locator("#log")).toContainText("saved three.txt=threethreethree Holiday");
});

test("when the page is left nothing of an upload is left behind", async ({ page }) => {
  await page.setInputFiles("[name=notes]", [file("keep.txt"), file("half.txt", "x".repeat(900_000))]);
  await expect(page.locator("#log")).toContainText("keep.txt 100");
  await expect(page.locator("#log")).toContainText("half.txt 1");
  const left = async () => (await readdir(directory)).length;
  expect(await left()).toBe(2);
  await page.goto("about:blank");
  await expect.poll(left).toBe(0);
});
