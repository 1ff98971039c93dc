import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { UploadApp } from "../fixtures/upload-app.ts";
import { testFile, UploadForm } from "../fixtures/upload-form.ts";
import { memoryWriter } from "./memory-writer.ts";
import type { UploadWriter } from "./upload-writer.ts";
import { click } from "../fixtures/exchange.ts";

let app: UploadApp;
/** What the writers were called with. */
let calls: string[] = [];

afterEach(async () => {
  calls = [];
  await app.close();
});

const visit = () => UploadForm.visit(app.origin, "/", "files");

/** A writer that notes its calls; `fail` may throw in any of them, or return a promise that one then waits for. */
function noting(fail: (call: string) => void | Promise<void> = () => undefined) {
  const called = (call: string): void | Promise<void> => {
    calls.push(call);
    return fail(call);
  };
  return async ({ clientName }: { readonly clientName: string }): Promise<UploadWriter<object>> => {
    await called("open");
    return {
      write: (bytes) => called(`write ${Buffer.from(bytes).toString()}`),
      close: (reason) => called(`close ${typeof reason === "string" ? reason : (reason.error as Error).message}`),
      meta: () => ({ name: clientName }),
      release: () => called("release"),
    };
  };
}

function failAt(where: string, async: boolean): (call: string) => void | Promise<void> {
  return (call) => {
    if (call !== where) return undefined;
    if (async) return Promise.reject(new Error("boom"));
    throw new Error("boom");
  };
}

function errorsOf(form: UploadForm): string | undefined {
  return /<p id="0">[^[]*(.*?)<\/p>/.exec(form.page.html())?.[1]?.replaceAll("&quot;", '"');
}

test("the default writer's files lie where only this user reads them", async () => {
  app = await UploadApp.start();
  const form = await visit();
  await form.upload(testFile("0", "a.txt", "abc"));
  const [folder = ""] = await app.tempFiles();
  const file = join(app.folder, folder, "upload");
  const modes = await Promise.all(
    [join(app.folder, folder), file].map(async (path) => (await stat(path)).mode & 0o777),
  );
  expect([modes, await readFile(file, "utf8")]).toEqual([[0o700, 0o600], "abc"]);
});

test("the memory writer keeps a file off the disk", async () => {
  app = await UploadApp.start({ writer: memoryWriter() });
  const form = await visit();
  await form.upload(testFile("0", "a.txt", "abcde"), 2);
  expect((await click(form.page, "save")).response).toMatchObject({ diff: { r: { saved: ["a.txt=abcde"] } } });
  expect(await app.tempFiles()).toEqual([]);
});

test("a writer of the app's own gets the bytes; one that fails leaves its entry, with the error", async () => {
  app = await UploadApp.start({ writer: noting() });
  const form = await visit();
  await form.upload(testFile("0", "a.txt", "abcde"), 2);
  expect(calls).toEqual(["open", "write ab", "write cd", "write e", "close done"]);
  expect((await click(form.page, "save")).response).toMatchObject({
    diff: { r: { saved: ['a.txt={"name":"a.txt"}'] } },
  });
  expect(calls.slice(5)).toEqual(["release"]);
  await app.close();
  app = await UploadApp.start({ writer: noting(failAt("write ab", true)) });
  const failing = await visit();
  await expect(failing.upload(testFile("0", "a.txt", "ab"))).rejects.toThrow("writer_error");
  expect([errorsOf(failing), failing.refs("active")]).toEqual(['[{"type":"writer-failure","reason":{}}]', ["0"]]);
});

test.each([
  { how: "is cancelled half way", sent: 2, end: "cancel", last: ["close cancel"] },
  { how: "is cancelled when it is whole", sent: 5, end: "cancel", last: ["close done", "release"] },
  { how: "loses its view half way", sent: 2, end: "crash", last: ["close cancel"] },
  { how: "loses its view when it is whole", sent: 5, end: "crash", last: ["close done", "release"] },
])("a writer whose upload $how is told so once", async ({ sent, end, last }) => {
  app = await UploadApp.start({ writer: noting() });
  const form = await visit();
  const upload = await form.begin(testFile("0", "a.txt", "abcde"));
  await upload.send(sent, 5);
  void click(form.page, end, { ref: "0" }).catch(() => undefined);
  expect(await upload.closed()).toBe("phx_close");
  await expect.poll(() => calls.slice(2)).toEqual(last);
});

const FAILURES = ["open", "write cd", "close done"].flatMap((where) =>
  [true, false].map((async) => ({ where, how: async ? "rejects" : "throws", async })),
);

test.each(FAILURES)(
  "a writer that $how in '$where' keeps its entry, with the error, until that is cancelled",
  async ({ where, async }) => {
    app = await UploadApp.start({ writer: noting(failAt(where, async)) });
    const form = await visit();
    await expect(form.upload(testFile("0", "a.txt", "abcd"), 2)).rejects.toThrow('{"reason":"writer_error"}');
    await form.page.until((html) => html.includes("writer-failure"));
    expect([form.refs("active"), form.refs("error"), form.refs("done")]).toEqual([["0"], ["0"], []]);
    const expected = {
      open: ["open"],
      "write cd": ["open", "write ab", "write cd", "close boom"],
      "close done": ["open", "write ab", "write cd", "close done", "release"],
    };
    expect(calls).toEqual(expected[where as keyof typeof expected]);
    await click(form.page, "cancel", { ref: "0" });
    expect([form.refs("active"), form.refs("error")]).toEqual([[], []]);
    // Told once, whoever ended it.
    expect(calls).toEqual(expected[where as keyof typeof expected]);
  },
);

test("an entry whose writer failed stays when its client leaves, and does not begin again", async () => {
  app = await UploadApp.start({ writer: noting(failAt("write a", true)) });
  const form = await visit();
  const file = testFile("0", "a.txt", "a");
  await form.select(file);
  const { entries } = await form.preflight(file);
  const upload = await form.join(file, entries?.["0"]);
  await upload.chunk(file.bytes);
  await upload.push("phx_leave", {});
  expect([form.refs("active"), form.refs("error")]).toEqual([["0"], ["0"]]);
  await expect(form.join(file, entries?.["0"])).rejects.toThrow('{"reason":"disallowed"}');
});

test("a chunk is answered when the writer has it, and not handed over before the one in front", async () => {
  const gates: (() => void)[] = [];
  const wait = () => new Promise<void>((resolve) => void gates.push(resolve));
  app = await UploadApp.start({ writer: noting((call) => (call.startsWith("write") ? wait() : undefined)) });
  const form = await visit();
  const upload = await form.begin(testFile("0", "a.txt", "abc"));
  const answered: string[] = [];
  const chunks = ["a", "b", "c"].map(async (text) => {
    const { status } = await upload.chunk(Buffer.from(text));
    answered.push(`${text} ${status}`);
  });
  for (const [index, text] of ["a", "b", "c"].entries()) {
    await expect.poll(() => gates.length).toBe(index + 1);
    // A whole round trip later it is still this chunk's turn.
    await click(form.page, "validate");
    expect([calls.at(-1), answered.length]).toEqual([`write ${text}`, index]);
    gates[index]?.();
    await chunks[index];
  }
  expect(answered).toEqual(["a ok", "b ok", "c ok"]);
});

test("a client that does not wait for a slow writer loses its connection", async () => {
  app = await UploadApp.start({
    writer: noting((call) => (call.startsWith("write") ? new Promise(() => {}) : undefined)),
  });
  const form = await visit();
  const upload = await form.begin(testFile("0", "a.txt", 100));
  for (let sent = 0; sent < 20; sent++) upload.chunk(Buffer.from("a")).catch(() => undefined);
  expect((await form.page.client.closed).code).toBe(1013);
});

test("a writer that never answers is given up, and its entry shows that", async () => {
  const hang = (call: string) => (call.startsWith("write") ? new Promise<void>(() => {}) : undefined);
  app = await UploadApp.start({ writer: noting(hang) }, { handlerTimeoutMs: 50 });
  const form = await visit();
  const upload = await form.begin(testFile("0", "a.txt", 100));
  upload.chunk(Buffer.from("a")).catch(() => undefined);
  expect(await upload.closed()).toBe("phx_error");
  await form.page.until(() => errorsOf(form) === '[{"type":"writer-failure","reason":"handler-timeout"}]');
});

const PNG = Buffer.from("\x89PNG\r\n\x1a\n0000IHDR", "latin1");

test.each([
  { what: "a picture that is one", name: "a.png", content: PNG, errors: "[]" },
  {
    what: "a page that is called a picture",
    name: "a.png",
    content: "<!doctype html><script>alert(1)</script>",
    errors: '[{"type":"content-not-accepted","contentType":"text/html"}]',
  },
  {
    what: "nothing that is called a picture",
    name: "a.png",
    content: "abc",
    errors: '[{"type":"content-not-accepted"}]',
  },
])("with checkContent, $what has the errors $errors", async ({ name, content, errors }) => {
  for (const chunkSize of [3, 64_000]) {
    app = await UploadApp.start({ accept: [".png"], checkContent: true });
    const form = await visit();
    await form.upload(testFile("0", name, content), chunkSize).catch((error: Error) => {
      expect(error.message).toBe('{"reason":"writer_error"}');
    });
    await form.page.until(() => errorsOf(form) === errors);
    const isKept = errors === "[]";
    await expect.poll(() => app.tempFiles()).toHaveLength(isKept ? 1 : 0);
    await app.close();
  }
});
