import { afterEach, describe, expect, test } from "vitest";
import { TRANSPORTS, UploadApp } from "../fixtures/upload-app.ts";
import { testFile, UploadForm } from "../fixtures/upload-form.ts";
import type { UploadEntry } from "./upload-entry.ts";
import { click } from "../fixtures/exchange.ts";

let app: UploadApp;

afterEach(() => app.close());

const visit = () => UploadForm.visit(app.origin, "/", "files");

/** What a handler answered. */
async function answer(
  form: UploadForm,
  event: string,
  params: object = {},
): Promise<Readonly<Record<string, unknown>>> {
  const { response } = await click(form.page, event, params);
  return (response["diff"] as { readonly r?: Readonly<Record<string, unknown>> } | undefined)?.r ?? {};
}

describe.each(TRANSPORTS)("an upload over %s", (transport) => {
  test("goes from selection to consumption, and leaves nothing", async () => {
    app = await UploadApp.start({}, { transport });
    const form = await visit();
    await form.upload(testFile("0", "notes.txt", "ten bytes!"), 4);
    expect(form.page.html()).toContain("100% preflighted valid done");
    expect(await app.tempFiles()).toHaveLength(1);
    expect(await answer(form, "save")).toEqual({ saved: ["notes.txt=ten bytes!"] });
    expect(form.page.html()).toContain("<i>notes.txt=ten bytes!</i>");
    await expect.poll(() => app.tempFiles()).toEqual([]);
  });

  test("brings every byte of a file of many chunks", async () => {
    app = await UploadApp.start({}, { transport });
    const form = await visit();
    const file = testFile("0", "big.bin", 300_001);
    await form.upload(file);
    const { saved } = await answer(form, "save");
    expect(saved).toEqual([`big.bin=${Buffer.from(file.bytes).toString("latin1")}`]);
  });

  test("of several files at once keeps them apart", async () => {
    app = await UploadApp.start({ maxEntries: 3 }, { transport });
    const form = await visit();
    const files = ["a", "b", "c"].map((name, index) => testFile(String(index), name, name.repeat(1_000)));
    await form.select(...files);
    const { entries } = await form.preflight(...files);
    const uploads = await Promise.all(files.map((file) => form.join(file, entries?.[file.ref])));
    await Promise.all(uploads.map((upload) => upload.send(1_000, 100)));
    expect(await answer(form, "save")).toEqual({ saved: files.map(({ name }) => `${name}=${name.repeat(1_000)}`) });
  });
});

test("an entry tells what the browser said of its file, and how far it is", async () => {
  app = await UploadApp.start({ accept: [".png"] });
  const form = await visit();
  const file = { ...testFile("7", "Me.PNG", 4), type: "image/png", last_modified: 1_234 };
  const upload = await form.begin(file);
  await upload.send(2, 2);
  const [entry] = (await answer(form, "entries"))["inProgress"] as UploadEntry[];
  expect(entry).toEqual({
    ref: "7",
    uuid: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
    uploadName: "files",
    uploadRef: form.ref,
    clientName: "Me.PNG",
    clientSizeBytes: 4,
    clientType: "image/png",
    clientLastModified: 1_234,
    clientRelativePath: "",
    progress: 50,
    isPreflighted: true,
    isValid: true,
    isDone: false,
    isCancelled: false,
  });
  await upload.send(4, 2);
  expect((await answer(form, "entries"))["done"]).toEqual([{ ...entry, progress: 100, isDone: true }]);
});

test("the input names the refs of entries that are active, allowed to begin, done and wrong", async () => {
  app = await UploadApp.start({ maxEntries: 3, autoUpload: true, maxFileSizeBytes: 5 });
  const form = await visit();
  const [whole, half, big] = [testFile("0", "a", 5), testFile("1", "b", 5), testFile("2", "c", 6)];
  await form.select(whole, half, big);
  expect(form.tag).toMatch(/ type="file" name="files" multiple data-phx-hook="Phoenix.LiveFileUpload" /);
  expect(form.tag).toContain(` data-phx-upload-ref="${form.ref}"`);
  expect(form.tag).toContain(" data-phx-auto-upload");
  const { entries } = await form.preflight(whole, half, big);
  await (await form.join(whole, entries?.["0"])).send(5);
  expect(["active", "preflighted", "done", "error"].map((list) => form.refs(list))).toEqual([
    ["0", "1", "2"],
    ["0", "1", "2"],
    ["0"],
    ["2"],
  ]);
});

test("with autoUpload the valid files begin, whatever is wrong with others", async () => {
  app = await UploadApp.start({ maxEntries: 2, autoUpload: true, accept: [".txt"] });
  const form = await visit();
  const [good, bad] = [testFile("0", "a.txt", 3), testFile("1", "b.exe", 3)];
  await form.select(good, bad);
  const { entries, errors, error } = await form.preflight(good, bad);
  expect([Object.keys(entries ?? {}), errors, error]).toEqual([["0"], { "1": ["not_accepted"] }, undefined]);
  await (await form.join(good, entries?.["0"])).send(3);
  expect(await answer(form, "save-one", { ref: "0" })).toMatchObject({ saved: expect.stringContaining("a.txt=") });
});

test("without autoUpload one wrong file holds back all of a form", async () => {
  app = await UploadApp.start({ maxEntries: 2, accept: [".txt"] });
  const form = await visit();
  const files = [testFile("0", "a.txt", 3), testFile("1", "b.exe", 3)];
  await form.select(...files);
  expect(await form.preflight(...files)).toEqual({ ref: form.ref, error: [["1", "not_accepted"]] });
  expect(form.refs("preflighted")).toEqual([]);
  await click(form.page, "cancel", { ref: "1" });
  expect(Object.keys((await form.preflight(testFile("0", "a.txt", 3))).entries ?? {})).toEqual(["0"]);
});

test("the app hears of every change of the percentage, once, and shows it", async () => {
  const heard: unknown[] = [];
  app = await UploadApp.start({
    progress: (live, { clientName, progress, isDone }) =>
      void heard.push([clientName, progress, isDone, live.connected]),
  });
  const form = await visit();
  const file = testFile("0", "a", 4);
  const upload = await form.begin(file);
  await upload.send(1, 1);
  expect(form.page.html()).toContain("25%");
  await upload.send(2, 1);
  expect(form.page.html()).toContain("50%");
  await form.progress(file, 50);
  await upload.send(4, 2);
  await form.progress(file, 100);
  expect(heard).toEqual([
    ["a", 25, false, true],
    ["a", 50, false, true],
    ["a", 100, true, true],
  ]);
});

test("an app may consume a file as soon as it is there, in progress", async () => {
  app = await UploadApp.start({
    autoUpload: true,
    progress: async (live, entry) => {
      if (!entry.isDone) return;
      await live.consumeUploadedEntry(entry, () => undefined);
      live.pushEvent("consumed", { name: entry.clientName });
    },
  });
  const form = await visit();
  await form.upload(testFile("0", "a.txt", 3));
  expect(form.page.html()).not.toContain("<p");
  expect(form.page.events).toEqual([{ name: "consumed", payload: { name: "a.txt" } }]);
  await expect.poll(() => app.tempFiles()).toEqual([]);
});

test("what is postponed stays, what is consumed is gone, once, and what is half there cannot be consumed", async () => {
  app = await UploadApp.start({ maxEntries: 2 });
  const form = await visit();
  const upload = await form.begin(testFile("0", "a.txt", "abcd"));
  await upload.send(4);
  expect(await answer(form, "keep")).toEqual(["a.txt"]);
  expect(form.refs("done")).toEqual(["0"]);
  expect(await answer(form, "save-twice")).toEqual({ results: ["a.txt=abcd", "upload-consumed"] });
  expect(form.refs("active")).toEqual([]);
  expect(await answer(form, "save")).toEqual({ saved: [] });
  expect(await upload.closed()).toBe("phx_close");
  await (await form.begin(testFile("1", "b.txt", "abcd"))).send(2);
  expect(await answer(form, "save-badly")).toEqual({ reason: expect.stringContaining("not all of it is here") });
});

test("to consume while a file is half there ends the view, and the half file", async () => {
  app = await UploadApp.start({ maxEntries: 2 });
  const form = await visit();
  await form.upload(testFile("0", "a.txt", "abcd"));
  await (await form.begin(testFile("1", "b.txt", "abcd"))).send(2);
  void click(form.page, "save").catch(() => undefined);
  await form.page.client.next(({ event }) => event === "phx_error");
  expect(app.lines.join()).toMatch(/The file \\"b.txt\\" of the upload \\"files\\" was to be consumed, but not all/);
  await expect.poll(() => app.tempFiles()).toEqual([]);
});

test("a file whose consumption failed is not consumed again", async () => {
  app = await UploadApp.start();
  const form = await visit();
  await form.upload(testFile("0", "a.txt", "abcd"));
  expect(await answer(form, "save-badly")).toEqual({ reason: "disk full" });
  expect(form.refs("active")).toEqual([]);
  await expect.poll(() => app.tempFiles()).toEqual([]);
});

test("a new file replaces the only one, however far that is", async () => {
  app = await UploadApp.start();
  const form = await visit();
  await form.select(testFile("0", "a", 4), testFile("1", "b", 4));
  expect(form.page.html()).toContain("too-many-files");
  const upload = await form.begin(testFile("2", "c", 4));
  expect([form.refs("active"), form.refs("error")]).toEqual([["2"], []]);
  await upload.send(2);
  await form.upload(testFile("3", "d", "dddd"));
  expect(await upload.closed()).toBe("phx_close");
  expect(form.refs("active")).toEqual(["3"]);
  expect(await answer(form, "save")).toEqual({ saved: ["d=dddd"] });
  await expect.poll(() => app.tempFiles()).toEqual([]);
});

test("what a file's meta function gives in the browser is the entry's clientMeta", async () => {
  app = await UploadApp.start();
  const form = await visit();
  await form.select({ ...testFile("0", "a.txt", 1), meta: { album: 7 } });
  expect((await answer(form, "entries"))["inProgress"]).toMatchObject([{ clientMeta: { album: 7 } }]);
});
