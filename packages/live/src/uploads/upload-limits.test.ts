import { afterEach, expect, test } from "vitest";
import { UploadApp } from "../fixtures/upload-app.ts";
import { testFile, UploadForm } from "../fixtures/upload-form.ts";
import type { UploadEntry } from "./upload-entry.ts";
import type { UploadOptions } from "./upload-options.ts";
import { click } from "../fixtures/exchange.ts";

let app: UploadApp;

afterEach(() => app.close());

const visit = () => UploadForm.visit(app.origin, "/", "files");

async function reply(form: UploadForm, event: string, params: object = {}): Promise<unknown> {
  return ((await click(form.page, event, params)).response["diff"] as { readonly r?: unknown } | undefined)?.r;
}

/** What the page shows of the errors of one entry, or of the whole upload. */
function errorsIn(form: UploadForm, ref?: string): string | undefined {
  const pattern = ref === undefined ? /<b>(.*?)<\/b>/ : new RegExp(`<p id="${ref}">[^[]*(.*?)</p>`);
  return pattern.exec(form.page.html())?.[1]?.replaceAll("&quot;", '"');
}

test("allowUpload has LiveView's defaults, and does not begin anew while entries are active", async () => {
  app = await UploadApp.start();
  const form = await visit();
  const file = testFile("0", "a", 1);
  expect((await form.preflight(file)).config).toEqual({
    max_file_size: 8_000_000,
    max_entries: 1,
    chunk_size: 64_000,
    chunk_timeout: 10_000,
  });
  const { ref } = form;
  expect(await reply(form, "allow")).toEqual({ code: "upload-active" });
  await click(form.page, "cancel", { ref: "0" });
  expect(await reply(form, "allow")).toEqual({ code: "done" });
  expect(form.ref).not.toBe(ref);
});

test("an upload is revoked, an entry is cancelled, entries are told apart by whether they are done", async () => {
  app = await UploadApp.start({ maxEntries: 2 });
  const form = await visit();
  await form.upload(testFile("0", "a", 2));
  const { ref } = form;
  const upload = await form.begin(testFile("1", "b", 2));
  expect(await reply(form, "entries")).toMatchObject({ done: [{ ref: "0" }], inProgress: [{ ref: "1" }] });
  expect(await reply(form, "disallow")).toEqual({ code: "upload-active" });
  for (const one of ["0", "1", "1", "gone"]) await click(form.page, "cancel", { ref: one });
  expect(await upload.closed()).toBe("phx_close");
  expect(await reply(form, "entries")).toEqual({ done: [], inProgress: [] });
  await expect.poll(() => app.tempFiles()).toEqual([]);
  expect(await reply(form, "disallow")).toEqual({ code: "done" });
  expect(await form.preflight(testFile("2", "c", 2))).toEqual({ ref, error: [["2", "disallowed"]] });
  await form.select(testFile("2", "c", 2));
  expect(await reply(form, "entries")).toEqual({ done: [], inProgress: [] });
});

const REFUSED: readonly {
  readonly what: string;
  readonly options: Partial<UploadOptions>;
  readonly file: { readonly name: string; readonly type?: string; readonly size?: number };
  readonly error: object | undefined;
}[] = [
  {
    what: "too large a file",
    options: { maxFileSizeBytes: 9 },
    file: { name: "a", size: 10 },
    error: { type: "too-large" },
  },
  {
    what: "size before type",
    options: { maxFileSizeBytes: 9, accept: [".png"] },
    file: { name: "a.gif", size: 10 },
    error: { type: "too-large" },
  },
  {
    what: "type before the app's validator",
    options: { accept: [".png"], validator: () => "no" },
    file: { name: "a.gif" },
    error: { type: "not-accepted" },
  },
  {
    what: "what the app's validator says",
    options: { accept: [".png"], validator: ({ clientName }) => `not ${clientName}` },
    file: { name: "A.PNG" },
    error: { type: "custom", message: "not A.PNG" },
  },
  {
    what: "nothing of a kind",
    options: { accept: ["image/*"] },
    file: { name: "a", type: "image/x-new" },
    error: undefined,
  },
  {
    what: "nothing of a type",
    options: { accept: ["image/png"] },
    file: { name: "a", type: "image/png" },
    error: undefined,
  },
];

test("a file is judged by its size, then by accept, then by the app's validator, then by how many there are", async () => {
  for (const { what, options, file, error } of REFUSED) {
    app = await UploadApp.start(options);
    const form = await visit();
    await form.select({
      ...testFile("0", file.name, file.size ?? 1),
      ...(file.type !== undefined && { type: file.type }),
    });
    expect([what, errorsIn(form, "0")]).toEqual([what, JSON.stringify(error === undefined ? [] : [error])]);
    await app.close();
  }
  app = await UploadApp.start({ accept: [".png"] });
  const form = await visit();
  await form.select(testFile("0", "a.png", 1), testFile("1", "b.png", 1));
  expect([errorsIn(form), errorsIn(form, "0"), errorsIn(form, "1")]).toEqual([
    '[{"type":"too-many-files"}]',
    "[]",
    "[]",
  ]);
});

test("errors are of the whole upload or of one entry", async () => {
  app = await UploadApp.start({ maxEntries: 2, maxFileSizeBytes: 5 });
  const form = await visit();
  await form.select(testFile("0", "a", 5), testFile("1", "b", 6), testFile("2", "c", 5));
  expect([errorsIn(form), errorsIn(form, "0"), errorsIn(form, "1")]).toEqual([
    '[{"type":"too-many-files"}]',
    "[]",
    '[{"type":"too-large"}]',
  ]);
  await click(form.page, "cancel", { ref: "1" });
  expect([errorsIn(form), form.refs("error")]).toEqual(["[]", []]);
});

test("more files than maxEntries do not begin, with or without autoUpload", async () => {
  for (const autoUpload of [true, false]) {
    app = await UploadApp.start({ maxEntries: 2, autoUpload });
    const form = await visit();
    const files = [testFile("0", "a", 1), testFile("1", "b", 1), testFile("2", "c", 1)];
    await form.select(...files);
    const { entries, error } = await form.preflight(...files);
    expect([autoUpload, Object.keys(entries ?? {}), error]).toEqual(
      autoUpload ? [true, ["0", "1"], undefined] : [false, [], [[form.ref, "too_many_files"]]],
    );
    await app.close();
  }
});

test("maxEntriesMode says whether consumed files count", async () => {
  for (const maxEntriesMode of ["selected", "total"] as const) {
    app = await UploadApp.start({ maxEntries: 2, maxEntriesMode });
    const form = await visit();
    for (const ref of ["0", "1"]) await form.upload(testFile(ref, ref, 1));
    await click(form.page, "save");
    await form.select(testFile("2", "c", 1));
    expect([maxEntriesMode, errorsIn(form)]).toEqual([
      maxEntriesMode,
      maxEntriesMode === "selected" ? "[]" : '[{"type":"too-many-files"}]',
    ]);
    await app.close();
  }
});

test("a client that announces files without end has most of them ignored", async () => {
  app = await UploadApp.start({ maxEntries: 2 });
  const form = await visit();
  for (const batch of [0, 1, 2]) {
    await form.select(...Array.from({ length: 60 }, (_, index) => testFile(`${batch}-${index}`, "a", 1)));
  }
  expect(form.refs("active")).toHaveLength(102);
});

test.each([
  { what: "no list", entries: {} },
  { what: "a file that is none", entries: [null] },
  { what: "a file without a ref", entries: [{ name: "a", size: 1, type: "" }] },
  { what: "half a byte", entries: [{ ref: "0", name: "a", size: 0.5, type: "" }] },
  { what: "less than nothing", entries: [{ ref: "0", name: "a", size: -1, type: "" }] },
  { what: "too long a name", entries: [{ ref: "0", name: "a".repeat(1_025), size: 1, type: "" }] },
  { what: "too much meta", entries: [{ ref: "0", name: "a", size: 1, type: "", meta: "a".repeat(16_385) }] },
])("$what among the announced files ends the view that heard of it", async ({ entries }) => {
  app = await UploadApp.start();
  const form = await visit();
  void form.page.exchange("allow_upload", { ref: form.ref, entries }).catch(() => undefined);
  await form.page.client.next(({ event }) => event === "phx_error");
  expect(app.lines.join()).toContain("An upload's message needs");
});

test("the client's word that a file is there does not make it so", async () => {
  app = await UploadApp.start();
  const form = await visit();
  const file = testFile("0", "a", 4);
  await form.select(file);
  await form.progress(file, 100);
  expect(form.page.html()).toContain("0% valid");
  const upload = await form.begin(file);
  await upload.send(2);
  await form.progress(file, 100);
  expect(form.page.html()).toContain("99% preflighted valid");
  const { done } = (await reply(form, "entries")) as { readonly done: readonly UploadEntry[] };
  expect(done).toEqual([]);
});

test("progress of what is not there is nothing, progress that is none ends the view", async () => {
  app = await UploadApp.start();
  const form = await visit();
  expect((await form.progress({ ref: "gone" }, 50)).response).toEqual({});
  const gone = { event: null, ref: "gone", entry_ref: "0", progress: 50 };
  expect((await form.page.exchange("progress", gone)).response).toEqual({});
  void form.progress({ ref: "0" }, 101).catch(() => undefined);
  await form.page.client.next(({ event }) => event === "phx_error");
  expect(app.lines.join()).toContain('The push \\"progress\\" needs a whole number of percent, got 101.');
});
