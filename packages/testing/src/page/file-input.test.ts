import { each, html, liveComponent, liveView } from "@firecrest/live";
import { LiveFileInput } from "@firecrest/live/components";
import { memoryWriter, type MemoryFile, type UploadOptions, uploadErrors } from "@firecrest/live/uploads";
import { expect, test } from "vitest";
import { appOfView } from "../fixtures/test-app.ts";
import { live } from "../live.ts";

interface Assigns {
  readonly saved: readonly string[];
  readonly heard: readonly string[];
}

/** A form that uploads `photos`, shows each file's progress and errors, and saves their contents. */
function albumOf(options: Partial<UploadOptions>) {
  return liveView({
    mount: (live): Assigns => {
      live.allowUpload("photos", {
        accept: [".png"],
        maxEntries: 2,
        chunkSizeBytes: 4,
        ...(options.external === undefined && { writer: memoryWriter() }),
        ...options,
      });
      return { saved: [], heard: [] };
    },
    events: {
      change: (live, params) => live.assign({ heard: [...live.assigns.heard, JSON.stringify(params["_target"])] }),
      cancel: (live, { ref }) => live.cancelUpload("photos", String(ref)),
      save: async (live) => {
        const saved = await live.consumeUploadedEntries<MemoryFile, string>("photos", ({ bytes }, { clientName }) =>
          Promise.resolve(`${clientName}=${new TextDecoder().decode(bytes)}`),
        );
        live.assign({ saved });
      },
    },
    render: ({ uploads, saved, heard }, on) => {
      const photos = uploads["photos"];
      return html`<form id="album" phx-change=${on.change} phx-submit=${on.save}>
        ${photos && html`<${LiveFileInput} upload=${photos} />`}
        ${each(
          photos?.entries ?? [],
          ({ ref }) => ref,
          (entry) =>
            html`<p id="entry-${entry.ref}">${entry.clientName} ${entry.clientSizeBytes} ${entry.progress}% ${
              photos &&
              uploadErrors(photos, entry)
                .map(({ type }) => type)
                .join()
            }</p>`,
        )}
        <b>${saved.join()}</b><i>${heard.join()}</i>
      </form>`;
    },
  });
}

const PNG = { name: "cat.png", content: "meow meow", type: "image/png" };

test("files are chosen, preflighted and uploaded chunk by chunk, and the view sees each step", async () => {
  const page = await live(appOfView(albumOf({})), "/");
  const photos = page.fileInput("input[type=file]", [PNG, { name: "b.png", content: new Uint8Array([65]) }]);
  await photos.select();
  expect(page.element("i").text()).toBe('["photos"]');
  expect(page.element("#entry-0").text()).toBe("cat.png 9 0%");
  await photos.upload("cat.png", 50);
  expect(page.element("#entry-0").text()).toBe("cat.png 9 44%");
  await photos.upload();
  expect([page.element("#entry-0").text(), page.element("#entry-1").text()]).toEqual([
    "cat.png 9 100%",
    "b.png 1 100%",
  ]);
  await page.form("#album").submit();
  expect(page.element("b").text()).toBe("cat.png=meow meow,b.png=A");
  expect(page.has("p")).toBe(false);
});

test("what has to come before an upload is done first; a file can be cancelled by its ref", async () => {
  const page = await live(appOfView(albumOf({})), "/");
  const photos = page.fileInput("input", [PNG]);
  expect(await photos.upload("cat.png", 10)).toContain("0%");
  await page.push("cancel", { ref: photos.refs[0] });
  expect(page.has("p")).toBe(false);
  const again = page.fileInput("input", [PNG]);
  expect(again.refs).not.toEqual(photos.refs);
  await again.upload();
  expect(page.has("p", "100%")).toBe(true);
});

test.each([
  ["its type", [{ name: "cat.exe", content: "x" }], {}, "not_accepted"],
  ["its size", [{ ...PNG, sizeBytes: 9_000_000 }], {}, "too_large"],
  ["the number of files", [PNG, PNG, PNG], {}, "too_many_files"],
  [
    "its name, which no file has",
    [PNG],
    { name: "dog.png" },
    'No file "dog.png" was chosen; those that were are: cat.png',
  ],
] as const)(
  "a file is refused for %s, and the reason is said",
  async (_why, files, { name }: { name?: string }, reason) => {
    const page = await live(appOfView(albumOf({})), "/");
    await expect(page.fileInput("input", files).upload(name)).rejects.toMatchObject({
      code: "upload-refused",
      message: expect.stringContaining(reason),
    });
  },
);

test("a writer that fails ends the upload, and the entry shows why", async () => {
  const failing = () => ({
    write: () => Promise.reject(new Error("disk full")),
    meta: () => ({}),
    close: () => undefined,
  });
  const page = await live(appOfView(albumOf({ writer: failing })), "/");
  await expect(page.fileInput("input", [PNG]).upload()).rejects.toMatchObject({
    code: "upload-refused",
    message: expect.stringContaining("writer_error"),
  });
  expect(page.element("p").text()).toContain("writer-failure");
});

test("an external upload gives its metadata to the test, which reports progress and failure", async () => {
  const page = await live(
    appOfView(
      albumOf({
        external: ({ clientName }) => ({ meta: { uploader: "S3", url: `https://s3.example/${clientName}` } }),
      }),
    ),
    "/",
  );
  const photos = page.fileInput("input", [PNG, { ...PNG, name: "dog.png" }]);
  expect(await photos.metadata("cat.png")).toEqual({ uploader: "S3", url: "https://s3.example/cat.png" });
  await photos.upload("cat.png", 30);
  expect(page.element("#entry-0").text()).toBe("cat.png 9 30%");
  await photos.upload("cat.png");
  expect(page.element("#entry-0").text()).toBe("cat.png 9 100%");
  await photos.fail("dog.png");
  expect(page.element("#entry-1").text()).toContain("external-client-failure");
});

test("a component's own upload is its own", async () => {
  const uploader = liveComponent({
    mount: (live, _props: { readonly id: string }) => {
      live.allowUpload("file", { accept: "any", writer: memoryWriter() });
      return {};
    },
    events: { change: () => undefined },
    render: ({ uploads, myself }) =>
      html`<form id="own" phx-change="change" phx-target=${myself}>${uploads["file"] && html`<${LiveFileInput} upload=${uploads["file"]} />`}<u>${uploads["file"]?.entries.map(({ progress }) => progress)}</u></form>`,
  });
  const page = await live(
    appOfView(liveView({ mount: () => ({}), render: () => html`${uploader({ id: "u" })}` })),
    "/",
  );
  await page.fileInput("#own input", [{ name: "a.txt", content: "hello" }]).upload();
  expect(page.element("u").text()).toBe("100");
});

test("an input that takes no files is an error", async () => {
  const view = liveView({ mount: () => ({}), render: () => html`<input type="file" name="x">` });
  const page = await live(appOfView(view), "/");
  await expect(page.fileInput("input", [PNG]).select()).rejects.toMatchObject({ code: "field-mismatch" });
});
