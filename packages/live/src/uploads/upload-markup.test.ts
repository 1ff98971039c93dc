import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLogger, type Server } from "@firecrest/channels";
import { html } from "@firecrest/template";
import { visit } from "@firecrest/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createApp } from "../app.ts";
import { LiveFileInput, LiveImagePreview } from "../components/index.ts";
import { each } from "../each.ts";
import { testFile, UploadForm } from "../fixtures/upload-form.ts";
import { liveComponent } from "../live-component.ts";
import { liveView } from "../live-view.ts";
import { route } from "../router.ts";
import { serve } from "../serve.ts";
import { memoryWriter } from "./memory-writer.ts";
import { tempFileWriter } from "./temp-file-writer.ts";
import { uploadErrors } from "./upload-error.ts";
import { click } from "../fixtures/exchange.ts";

let server: Server;
let origin: string;
let folder: string;

const album = liveView({
  mount: (live) => ({
    pictures: live.allowUpload("pictures", { accept: [".png", "image/gif"], maxEntries: 2, writer: memoryWriter() }),
  }),
  events: { validate: () => undefined },
  render: ({ pictures, uploads }) => html`<form id="pictures" phx-change="validate" phx-drop-target=${pictures.ref}>
    <${LiveFileInput} upload=${pictures} required disabled=${false} capture="user" webkitdirectory form="other" class=${["file"]} />
    ${each(
      pictures.entries,
      ({ ref }) => ref,
      (entry) =>
        html`<figure><${LiveImagePreview} entry=${entry} width="75" alt=${entry.clientName} /><small>${entry.clientRelativePath}</small>${uploadErrors(pictures, entry).map(({ type }) => html`<b>${type}</b>`)}</figure>`,
    )}
    <i>${pictures === uploads["pictures"]}</i>
  </form>`,
});

const upload = liveComponent({
  mount: (live, _props: { readonly id: string }) => {
    live.allowUpload("files", { accept: "any", writer: tempFileWriter({ directory: folder }) });
    return {};
  },
  events: { validate: () => undefined, entries: (live) => live.uploadedEntries("files") },
  render: ({ id, uploads }) =>
    html`<form id=${id} phx-change="validate"><${LiveFileInput} upload=${uploads["files"]} class=${id} /></form>`,
});

const two = liveView({
  mount: () => ({ shown: ["a", "b"] }),
  events: { hide: (live) => live.assign({ shown: ["a"] }) },
  render: ({ shown }) => html`<main>${shown.map((id) => html`<div>${upload({ id })}</div>`)}</main>`,
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "upload-markup-"));
  const app = createApp({
    routes: [route("/album", album), route("/two", two)],
    secrets: ["0123456789abcdef0123456789abcdef"],
    log: createLogger({ write: () => undefined }),
  });
  server = await serve(app, { port: 0, host: "127.0.0.1" });
  origin = `http://127.0.0.1:${server.port}`;
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

test("the file input and the image previews of a form are those that LiveView's client works on", async () => {
  const page = await visit(origin, "/album");
  const form = new UploadForm(page, "pictures");
  expect(page.deadMarkup).toMatch(
    /<input id="phx-[^"]+" type="file" name="pictures" accept=".png,image\/gif" multiple /,
  );
  const { ref } = form;
  expect(form.tag).toBe(
    `<input id="${ref}" type="file" name="pictures" accept=".png,image/gif" multiple data-phx-hook="Phoenix.LiveFileUpload" ` +
      `data-phx-upload-ref="${ref}" data-phx-active-refs="" data-phx-done-refs="" data-phx-preflighted-refs="" ` +
      `required capture="user" webkitdirectory form="other" class="file">`,
  );
  expect(page.markup()).toContain(`phx-drop-target="${ref}"`);
  await form.select(testFile("0", "a.png", 1), testFile("1", "b.txt", 1));
  expect(page.markup()).toContain(
    `<img id="phx-preview-0" data-phx-upload-ref="${ref}" data-phx-entry-ref="0" data-phx-hook="Phoenix.LiveImgPreview" ` +
      `data-phx-update="ignore" width="75" alt="a.png">`,
  );
  expect(page.markup()).toContain("<b>not-accepted</b>");
  await page.close();
});

test("an upload that mount returned is an assign that follows", async () => {
  const page = await visit(origin, "/album");
  await new UploadForm(page, "pictures").upload(testFile("0", "a.png", 1));
  expect(page.markup()).toContain("<i></i>");
  expect(page.markup()).toContain('data-phx-done-refs="0"');
  await page.close();
});

test("files of a chosen folder say where in it they lie", async () => {
  const page = await visit(origin, "/album");
  const form = new UploadForm(page, "pictures");
  expect(form.tag).toContain(" webkitdirectory");
  await form.select({ ...testFile("0", "a.png", 1), relative_path: "holidays/2026/a.png" });
  expect(page.markup()).toContain("<small>holidays/2026/a.png</small>");
  await page.close();
});

test("uploads end with their component and with their view, and leave no file", async () => {
  const page = await visit(origin, "/two");
  const forms = [new UploadForm(page, "a", 1), new UploadForm(page, "b", 2)] as const;
  const [one, other] = await Promise.all(forms.map((form, index) => form.begin(testFile(String(index), "x", 5))));
  await one?.send(5);
  await other?.send(3);
  expect(forms.map((form) => form.refs("active"))).toEqual([["0"], ["1"]]);
  expect(await readdir(folder)).toHaveLength(2);
  await click(page, "hide");
  const { payload } = await page.client.next(({ payload: sent }) => JSON.stringify(sent).includes('"cids"'));
  expect(payload).toEqual({ status: "ok", response: { cids: [2] } });
  expect(await other?.closed()).toBe("phx_close");
  await expect.poll(() => readdir(folder)).toHaveLength(1);
  expect(forms[0].refs("done")).toEqual(["0"]);
  await page.close();
  await expect.poll(() => readdir(folder)).toEqual([]);
});

test("what comes for the uploads of a component that is gone is answered", async () => {
  const page = await visit(origin, "/two");
  const allow = { ref: "x", cid: 9, entries: [{ ref: "0", name: "a", size: 1, type: "" }] };
  expect((await page.exchange("allow_upload", allow)).response).toEqual({ ref: "x", error: [["0", "disallowed"]] });
  expect((await page.exchange("progress", { ref: "x", entry_ref: "0", progress: 5, cid: 9 })).response).toEqual({});
  await page.close();
});
