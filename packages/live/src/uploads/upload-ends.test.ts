import { CuttingProxy } from "@firecrest/testing";
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { UploadApp } from "../fixtures/upload-app.ts";
import { testFile, type TestUpload, UploadForm } from "../fixtures/upload-form.ts";
import { click } from "../fixtures/exchange.ts";

let app: UploadApp;

afterEach(() => app.close());

const FILE = testFile("0", "a.bin", 100_000);

interface Half {
  readonly form: UploadForm;
  readonly upload: TestUpload;
}

/** An upload of which a third has come. */
async function half(): Promise<Half> {
  app = await UploadApp.start({ chunkSizeBytes: 10_000 });
  const form = await UploadForm.visit(app.origin, "/", "files");
  const upload = await form.begin(FILE);
  await upload.send(30_000, 10_000);
  expect(await app.tempFiles()).toHaveLength(1);
  return { form, upload };
}

async function nothingIsLeft(): Promise<void> {
  await expect.poll(() => app.tempFiles()).toEqual([]);
}

const ENDS: readonly { readonly how: string; readonly end: (upload: Half) => unknown }[] = [
  { how: "its page is closed", end: ({ form }) => form.page.close() },
  { how: "its view crashes", end: ({ form }) => click(form.page, "crash") },
  { how: "its view is joined anew", end: ({ form }) => form.page.join() },
  { how: "it is cancelled", end: ({ form }) => click(form.page, "cancel", { ref: "0" }) },
  { how: "its client leaves it", end: ({ upload }) => upload.push("phx_leave", {}) },
  { how: "its client joins it again", end: ({ form }) => form.page.client.join("lvu:0", { token: "x" }) },
  { how: "more comes than was announced", end: ({ upload }) => upload.chunk(FILE.bytes) },
  { how: "its client sends what is no chunk", end: ({ upload }) => upload.chunk({ bytes: "none" }) },
  { how: "another file takes its place", end: ({ form }) => form.select(testFile("1", "b", 1)) },
];

test.each(ENDS)("a half upload leaves no file behind when $how", async ({ end }) => {
  const upload = await half();
  void Promise.resolve(end(upload)).catch(() => undefined);
  await nothingIsLeft();
});

test("whole files that nobody consumed go when their page is closed", async () => {
  app = await UploadApp.start({ maxEntries: 2 });
  const form = await UploadForm.visit(app.origin, "/", "files");
  for (const ref of ["0", "1"]) await form.upload(testFile(ref, ref, 5));
  expect(await app.tempFiles()).toHaveLength(2);
  await form.page.close();
  await nothingIsLeft();
});

test("a connection that is cut anywhere in a file leaves nothing of it", async () => {
  app = await UploadApp.start({ chunkSizeBytes: 10_000 });
  const cutAt = fc.integer({ min: 1, max: 100_000 });
  await fc.assert(
    fc.asyncProperty(cutAt, async (byte) => {
      const proxy = await CuttingProxy.start(Number(new URL(app.origin).port));
      const form = await UploadForm.visit(`http://127.0.0.1:${proxy.port}`, "/", "files");
      const upload = await form.begin(FILE);
      proxy.cutAfter(byte);
      await expect(upload.send(FILE.bytes.length, 10_000)).rejects.toThrow();
      await nothingIsLeft();
      await proxy.close();
    }),
    { numRuns: 10 },
  );
});

test("a browser that comes back finds a fresh upload", async () => {
  const { form } = await half();
  const { ref } = form;
  await form.page.join();
  expect(form.ref).not.toBe(ref);
  expect(form.refs("active")).toEqual([]);
  await nothingIsLeft();
});
