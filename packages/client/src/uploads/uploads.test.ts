import { beforeEach, expect, test, vi } from "vitest";
import {
  loadPage,
  type PageOptions,
  type ScriptedPage,
  settled,
  startPage,
  treeOf,
} from "../fixtures/scripted-page.ts";
import type { Hook } from "../live/hooks.ts";
import type { UploadEntry } from "./entry.ts";
import type { Uploader } from "./upload.ts";

interface Input {
  readonly active?: string;
  readonly done?: string;
  readonly preflighted?: string;
  readonly errors?: string;
  readonly attributes?: string;
}

/** A form with a live file input, as a server renders it. */
function form(
  { active = "", done = "", preflighted = "", errors = "", attributes = "" }: Input = {},
  more = "",
): string {
  return (
    `<form id="f" phx-change="check" phx-submit="save"><input id="up" type="file" name="avatar" data-phx-hook="Phoenix.LiveFileUpload" ` +
    `data-phx-upload-ref="phx-up" data-phx-active-refs="${active}" data-phx-done-refs="${done}" ` +
    `data-phx-preflighted-refs="${preflighted}" data-phx-error-refs="${errors}" ${attributes}>${more}<button>go</button></form>`
  );
}

const CONFIG = { chunk_size: 4, chunk_timeout: 10_000, max_file_size: 100, max_entries: 2 };

async function start(input: Input = {}, options: PageOptions = {}): Promise<ScriptedPage> {
  const page = await startPage(form(input), options);
  await settled();
  return page;
}

/** Chooses files, as a user does. */
async function choose(page: ScriptedPage, ...files: File[]): Promise<void> {
  const input = page.field("#up");
  Object.defineProperty(input, "files", { value: files, configurable: true });
  Object.defineProperty(input, "value", { value: "", writable: true, configurable: true });
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
  Object.defineProperty(input, "files", { value: [], configurable: true });
  await settled();
}

function file(name = "a.txt", content = "0123456789"): File {
  return new File([content], name, { type: "text/plain", lastModified: 1_700_000_000_000 });
}

/** The ref that the last change gave to a file. */
function lastRefs(page: ScriptedPage): string[] {
  const { uploads } = page.server.last("event").payload as { uploads: Record<string, { ref: string }[]> };
  return (uploads["phx-up"] ?? []).map(({ ref }) => ref);
}

async function answerAll(page: ScriptedPage, event: string, response: unknown = {}, status = "ok"): Promise<void> {
  for (const frame of page.server.all(event)) await page.server.reply(frame, response, status);
}

/** Answers the requests of an upload until nothing more comes, and says what was sent: the bytes, and the progress. */
async function finish(page: ScriptedPage, ref: string): Promise<{ bytes: string; progress: unknown[] }> {
  const decoder = new TextDecoder();
  let bytes = "";
  const join = page.server.all("phx_join").findLast(({ topic }) => topic === `lvu:${ref}`);
  if (!join) throw new Error(`Nothing was uploaded as ${ref}.`);
  await page.server.reply(join);
  const seen = new Set<unknown>();
  for (let round = 0; round < 20; round++) {
    await settled();
    for (const frame of [...page.server.all("chunk"), ...page.server.all("progress")]) {
      if (seen.has(frame)) continue;
      seen.add(frame);
      if (frame.event === "chunk") bytes += decoder.decode(frame.payload as Uint8Array);
      await page.server.reply(frame);
    }
  }
  return {
    bytes,
    progress: page.server.all("progress").map(({ payload }) => (payload as { progress: unknown }).progress),
  };
}

const revokeObjectURL = vi.fn();

beforeEach(() => {
  URL.createObjectURL = vi.fn(() => "blob:preview");
  URL.revokeObjectURL = revokeObjectURL;
});

test("choosing files is a change, which says what they are", async () => {
  const page = await start();
  await choose(page, Object.assign(file(), { meta: () => ({ note: 1 }) }));
  expect(page.server.all("event")).toHaveLength(1);
  expect(page.payload()).toMatchObject({
    event: "check",
    meta: { _target: "avatar" },
    uploads: {
      "phx-up": [
        {
          path: "avatar",
          ref: expect.stringMatching(/^\d+$/),
          name: "a.txt",
          size: 10,
          type: "text/plain",
          last_modified: 1_700_000_000_000,
          meta: { note: 1 },
        },
      ],
    },
  });
});

test("a change of another field brings no files", async () => {
  const page = await startPage(form({}, `<input id="text" name="text">`));
  page.field("#text").dispatchEvent(new Event("input", { bubbles: true }));
  expect(page.payload()).toMatchObject({ uploads: {} });
});

test("an input for several adds what is chosen, one for a single file puts it in its place", async () => {
  const page = await start({ attributes: "multiple" });
  await choose(page, file("a.txt"));
  const first = lastRefs(page);
  await page.answer(form({ active: first.join(), attributes: "multiple" }));
  await choose(page, file("b.txt"));
  expect(lastRefs(page)).toEqual([first[0], expect.any(String)]);
  const single = await start();
  await choose(single, file("a.txt"));
  const [old] = lastRefs(single);
  await single.answer(form({ active: old ?? "" }));
  await choose(single, file("b.txt"));
  expect(lastRefs(single)).toHaveLength(1);
  expect(lastRefs(single)).not.toContain(old);
});

/** A file that was chosen and that the server knows of. */
async function chosen(page: ScriptedPage, input: Input = {}): Promise<string> {
  await choose(page, file());
  const [ref = ""] = lastRefs(page);
  await page.answer(form({ ...input, active: ref }));
  return ref;
}

test("a submit waits until the files are there, chunk by chunk", async () => {
  const page = await start();
  const ref = await chosen(page);
  page.find("button").click();
  await settled();
  expect(page.server.last("event").payload).toMatchObject({ event: "check" });
  expect(page.find("form").className).toContain("phx-submit-loading");
  expect(page.payload("allow_upload")).toMatchObject({ ref: "phx-up", entries: [{ ref, name: "a.txt", size: 10 }] });
  await page.server.reply(page.server.last("allow_upload"), {
    ref: "phx-up",
    config: CONFIG,
    entries: { [ref]: "TOKEN" },
    errors: {},
  });
  expect(page.server.last("phx_join")).toMatchObject({ topic: `lvu:${ref}`, payload: { token: "TOKEN" } });
  const { bytes, progress } = await finish(page, ref);
  expect([bytes, progress]).toEqual(["0123456789", [40, 80, 100]]);
  expect(page.server.all("chunk")).toHaveLength(3);
  expect(page.payload("progress")).toMatchObject({ event: null, ref: "phx-up", entry_ref: ref, progress: 100 });
  expect(page.payload()).toMatchObject({ type: "form", event: "save" });
});

test("a second submit meanwhile is none", async () => {
  const page = await start();
  await chosen(page);
  page.find("button").click();
  await settled();
  page.find("form").dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
  await settled();
  expect(page.server.all("allow_upload")).toHaveLength(1);
});

test("what uploads by itself does so when the change has been answered", async () => {
  const auto = { attributes: "data-phx-auto-upload" };
  const page = await start(auto);
  await choose(page, file());
  expect(page.server.all("allow_upload")).toEqual([]);
  const [ref = ""] = lastRefs(page);
  await page.answer(form({ ...auto, active: ref }));
  await settled();
  expect(page.payload("allow_upload")).toMatchObject({ entries: [{ ref }] });
});

test("a submit waits for what uploads by itself, and is called off when nothing is left of it", async () => {
  const auto = { attributes: "data-phx-auto-upload" };
  const page = await start(auto);
  const ref = await chosen(page, auto);
  await settled();
  const allow = page.server.last("allow_upload");
  await page.server.reply(allow, {
    config: CONFIG,
    entries: { [ref]: "T" },
    diff: { 0: form({ ...auto, active: ref, preflighted: ref }) },
  });
  page.find("button").click();
  await settled();
  expect(page.payload()).toMatchObject({ event: "check" });
  await finish(page, ref);
  expect(page.payload()).toMatchObject({ event: "save" });
});

test("with errors a form is not submitted", async () => {
  const page = await start();
  const ref = await chosen(page, {});
  await page.show(form({ active: ref, errors: ref }));
  page.find("button").click();
  await settled();
  expect(page.server.all("allow_upload")).toEqual([]);
  expect(page.server.all("event")).toHaveLength(1);
});

test.each([
  ["an error for it", { error: [["0", "too_large"]] }],
  ["nothing for it", { config: CONFIG, entries: {} }],
])("when the server has %s, nothing is uploaded and the form is free again", async (_name, response) => {
  const page = await start();
  await chosen(page);
  page.find("button").click();
  await settled();
  await page.server.reply(page.server.last("allow_upload"), response);
  expect(page.find("form").className).not.toContain("phx-submit-loading");
  expect(page.server.all("phx_join")).toHaveLength(1);
  expect(page.server.all("event")).toHaveLength(1);
});

test.each([
  [
    "a chunk is too much",
    "chunk",
    { reason: "file_size_limit_exceeded", limit: 1 },
    { error: "file_size_limit_exceeded" },
  ],
  ["the token is no good", "phx_join", { reason: "invalid_token" }, { error: "invalid_token" }],
  ["the writer failed, which the server knows", "chunk", { reason: "writer_error" }, undefined],
])("when %s the upload ends, and the submit with it", async (_name, event, response, told) => {
  const page = await start();
  const ref = await chosen(page);
  page.find("button").click();
  await settled();
  await page.server.reply(page.server.last("allow_upload"), { config: CONFIG, entries: { [ref]: "T" } });
  if (event === "chunk") {
    await page.server.reply(page.server.last("phx_join"));
    await settled();
  }
  await page.server.reply(page.server.last(event), response, "error");
  expect(page.server.all("progress").map(({ payload }) => (payload as { progress: unknown }).progress)).toEqual(
    told ? [told] : [],
  );
  expect(page.server.last("phx_leave").topic).toBe(`lvu:${ref}`);
  expect(page.server.all("event")).toHaveLength(1);
  expect(page.find("form").className).not.toContain("phx-submit-loading");
});

test("an upload that the server gives up is cancelled", async () => {
  const auto = { attributes: "data-phx-auto-upload" };
  const page = await start(auto);
  const ref = await chosen(page, auto);
  await settled();
  await page.server.reply(page.server.last("allow_upload"), { config: CONFIG, entries: { [ref]: "T" } });
  await page.server.reply(page.server.last("phx_join"));
  page.server.say({
    joinRef: page.server.all("phx_join")[0]?.joinRef ?? null,
    ref: null,
    topic: "lv:phx-1",
    event: "diff",
    payload: { 0: form(auto) },
  });
  await settled();
  expect(page.server.last("phx_leave").topic).toBe(`lvu:${ref}`);
  const { length } = page.server.all("chunk");
  await answerAll(page, "chunk");
  expect(page.server.all("chunk")).toHaveLength(length);
});

test("a lost connection ends uploads; nothing is sent after it", async () => {
  const auto = { attributes: "data-phx-auto-upload" };
  const page = await start(auto);
  const ref = await chosen(page, auto);
  await settled();
  await page.server.reply(page.server.last("allow_upload"), { config: CONFIG, entries: { [ref]: "T" } });
  await page.server.reply(page.server.last("phx_join"));
  page.server.drop();
  page.clock.advance(100);
  page.server.open();
  expect(page.server.all("phx_join").filter(({ topic }) => topic.startsWith("lvu:"))).toHaveLength(1);
});

test("files may go somewhere else, by an uploader of the page", async () => {
  let entries: readonly UploadEntry[] = [];
  let socket: unknown;
  const S3: Uploader = (given, _onViewError, _response, liveSocket) => {
    entries = given;
    socket = liveSocket;
  };
  const page = await start({}, { uploaders: { S3 } });
  const ref = await chosen(page);
  page.find("button").click();
  await settled();
  const meta = { uploader: "S3", url: "https://bucket" };
  await page.server.reply(page.server.last("allow_upload"), { config: CONFIG, entries: { [ref]: meta } });
  expect(socket).toBe(page.socket);
  expect(entries.map((entry) => [entry.ref, entry.meta, entry.file.name])).toEqual([[ref, meta, "a.txt"]]);
  entries[0]?.progress(50);
  entries[0]?.progress(20);
  entries[0]?.progress(100);
  await answerAll(page, "progress");
  await settled();
  expect(page.server.all("progress").map(({ payload }) => (payload as { progress: unknown }).progress)).toEqual([
    50, 100,
  ]);
  expect(entries[0]?.isDone()).toBe(true);
  expect(page.payload()).toMatchObject({ event: "save" });
});

test("an uploader hears when its upload is cancelled, or its view has gone", async () => {
  const heard: string[] = [];
  const auto = { attributes: "data-phx-auto-upload" };
  const page = await start(auto, {
    uploaders: {
      S3: ([entry], onViewError) => {
        entry?.onCancel(() => void heard.push("cancelled"));
        onViewError(() => void heard.push("view gone"));
      },
    },
  });
  const ref = await chosen(page, auto);
  await settled();
  await page.server.reply(page.server.last("allow_upload"), { config: CONFIG, entries: { [ref]: { uploader: "S3" } } });
  page.server.drop();
  expect(heard).toEqual(["cancelled", "view gone"]);
});

test("an uploader that is not there is an error", async () => {
  const page = await start();
  const ref = await chosen(page);
  page.find("button").click();
  await settled();
  await page.server.reply(page.server.last("allow_upload"), { config: CONFIG, entries: { [ref]: { uploader: "S3" } } });
  expect(page.problems).toMatchObject([{ code: "unknown-uploader" }]);
  expect(page.server.all("event")).toHaveLength(1);
});

test("an image shows a file before it is uploaded", async () => {
  const page = await start();
  await choose(page, file());
  const [ref = ""] = lastRefs(page);
  const image = `<img id="img" data-phx-upload-ref="phx-up" data-phx-entry-ref="${ref}" data-phx-hook="Phoenix.LiveImgPreview" data-phx-update="ignore">`;
  page.find("#up").id = "phx-up";
  await page.answer(form({ active: ref }).replace('id="up"', 'id="phx-up"') + image);
  await settled();
  expect(page.find("#img").getAttribute("src")).toBe("blob:preview");
  await page.show(form().replace('id="up"', 'id="phx-up"'));
  expect(revokeObjectURL).toHaveBeenCalledWith("blob:preview");
});

test("a hook shows a file before it is uploaded, too", async () => {
  const urls: (string | undefined)[] = [];
  const Show: Hook = {
    updated() {
      const input = document.querySelector("[type=file]") as HTMLInputElement; // the form's
      urls.push(this.fileUrl(input, lastRefs(page)[0] ?? ""), this.fileUrl(input, "no such ref"));
    },
  };
  const page = await start({}, { hooks: { Show } });
  await page.show(`${form()}<i id="show" phx-hook="Show"></i>`);
  await choose(page, file());
  const active = lastRefs(page).join();
  await page.answer(`${form({ active })}<i id="show" phx-hook="Show">${active}</i>`);
  await settled();
  expect(urls).toEqual(["blob:preview", undefined]);
});

test("what is chosen need not be chosen any more, and is forgotten with the server's last ref", async () => {
  const page = await start({ attributes: "required" });
  expect(page.field("#up").required).toBe(true);
  const ref = await chosen(page, { attributes: "required" });
  expect(page.field("#up").required).toBe(false);
  page.field("#up").value = "C:\\fakepath\\a.txt";
  await page.show(form({ active: ref, attributes: "required", done: ref }));
  expect(page.field("#up").value).toBe("C:\\fakepath\\a.txt");
  await page.show(form({ attributes: "required" }));
  expect(page.field("#up").value).toBe("");
});

function drag(type: string, target: Element, files: readonly File[] = []): void {
  const event = new Event(type, { bubbles: true, cancelable: true });
  target.dispatchEvent(Object.assign(event, { dataTransfer: { types: ["Files"], files } }));
}

test("files are dropped where they may be, which shows that it is ready for them", async () => {
  const html = `<section id="zone" phx-drop-target="up"><p>x</p></section>${form({ attributes: "multiple" })}`;
  const page = await startPage(html);
  await settled();
  Object.defineProperty(page.field("#up"), "value", { value: "", writable: true, configurable: true });
  drag("dragenter", page.find("#zone"));
  drag("dragenter", page.find("#zone p"));
  drag("dragleave", page.find("#zone"));
  expect(page.find("#zone").className).toBe("phx-drop-target-active");
  drag("dragleave", page.find("#zone p"));
  expect(page.find("#zone").className).toBe("");
  drag("dragenter", page.find("#zone"));
  drag("drop", page.find("#zone p"), [file("a.txt"), file("b.txt")]);
  await settled();
  expect(page.find("#zone").className).toBe("");
  expect(lastRefs(page)).toHaveLength(2);
});

test("a hook puts files into an input by its name", async () => {
  const page = loadPage("", {
    hooks: {
      Paste: {
        mounted() {
          this.el.addEventListener("paste", () => this.upload("avatar", [file("pasted.txt")]));
          this.el.addEventListener("copy", () => this.uploadTo("#f", "nosuch", [file()]));
        },
      },
    },
  });
  page.server.open();
  await page.server.reply(page.server.last("phx_join"), {
    rendered: treeOf(`<p id="p" phx-hook="Paste">x</p>${form()}`),
  });
  await settled();
  page.find("#p").dispatchEvent(new Event("paste"));
  await settled();
  expect(page.payload()).toMatchObject({ uploads: { "phx-up": [{ name: "pasted.txt" }] } });
  page.find("#p").dispatchEvent(new Event("copy"));
  await settled();
  expect(page.problems).toMatchObject([{ code: "unknown-upload" }]);
});
