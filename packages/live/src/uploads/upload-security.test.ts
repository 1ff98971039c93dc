import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { TRANSPORTS, UploadApp } from "../fixtures/upload-app.ts";
import { testFile, UploadForm } from "../fixtures/upload-form.ts";
import { click } from "../fixtures/exchange.ts";

let app: UploadApp;

const FILE = testFile("0", "a", 10);
const visit = () => UploadForm.visit(app.origin, "/", "files");

/** A form that was allowed to upload, with its token. */
async function allowed(): Promise<{ readonly form: UploadForm; readonly token: string }> {
  const form = await visit();
  await form.select(FILE);
  const { entries } = await form.preflight(FILE);
  return { form, token: String(entries?.["0"]) };
}

afterEach(() => app.close());

describe.each(TRANSPORTS)("an upload token, over %s,", (transport) => {
  beforeEach(async () => {
    app = await UploadApp.start({ chunkSizeBytes: 8 }, { transport });
  });

  test("is good for one entry of one view on one connection, once, and for no more than was announced", async () => {
    const { form, token } = await allowed();
    const other = await allowed();
    const refused = async (by: UploadForm, given: unknown, ref = "0") =>
      (await by.page.client.join(`lvu:${ref}`, { token: given })).response["reason"];
    expect(await refused(other.form, token)).toBe("invalid_token");
    for (const forged of [undefined, "", 1, {}, `${token}x`, token.replace(/^./, "_"), other.token])
      expect(await refused(form, forged)).toBe("invalid_token");
    const upload = await form.join(FILE, token);
    expect(await refused(form, token, "another")).toBe("already_registered");
    expect(await upload.chunk(FILE.bytes)).toEqual({
      status: "error",
      response: { reason: "file_size_limit_exceeded", limit: 8 },
    });
    await upload.closed();
    expect(await refused(form, token)).toBe("disallowed");
    const again = await other.form.join(FILE, other.token);
    await again.chunk(FILE.bytes.subarray(0, 8));
    expect((await again.chunk(FILE.bytes.subarray(0, 3))).response).toEqual({
      reason: "file_size_limit_exceeded",
      limit: 10,
    });
    await expect.poll(() => app.tempFiles()).toEqual([]);
  });

  test("leads nowhere when its view has gone", async () => {
    const { form, token } = await allowed();
    await form.page.join();
    await expect(form.join(FILE, token)).rejects.toThrow("invalid_token");
  });

  test("of a cancelled entry leads nowhere", async () => {
    const { form, token } = await allowed();
    await click(form.page, "cancel", { ref: "0" });
    await expect(form.join(FILE, token)).rejects.toThrow("disallowed");
  });
});

test("two clients with files of the same names and refs do not get in each other's way", async () => {
  app = await UploadApp.start();
  const forms = await Promise.all([visit(), visit()]);
  const uploads = await Promise.all(
    forms.map((form, index) => form.begin(testFile("0", "same.txt", String(index).repeat(5)))),
  );
  for (const upTo of [2, 5]) await Promise.all(uploads.map((upload) => upload.send(upTo)));
  const saved = await Promise.all(forms.map((form) => click(form.page, "save")));
  expect(saved.map(({ response }) => (response["diff"] as { readonly r: unknown }).r)).toEqual([
    { saved: ["same.txt=00000"] },
    { saved: ["same.txt=11111"] },
  ]);
});

test("what is no chunk ends the upload, and nothing else", async () => {
  app = await UploadApp.start();
  for (const [event, payload] of [
    ["chunk", { bytes: "x" }],
    ["other", new Uint8Array(1)],
  ] as const) {
    const form = await visit();
    const upload = await form.begin(FILE);
    upload.push(event, payload).catch(() => undefined);
    expect(await upload.closed()).toBe("phx_error");
    expect((await click(form.page, "validate")).status).toBe("ok");
  }
  expect(app.lines.join()).toContain('An upload\'s topic takes \\"chunk\\" with bytes, not \\"other\\".');
});
