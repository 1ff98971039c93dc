import { html, liveView } from "@firecrest/live";
import { LiveFileInput } from "@firecrest/live/components";
import type { UploadConfig } from "@firecrest/live/uploads";
import { bucketRoutes, presign, storedBytes } from "../demo/bucket.ts";
import { UploadErrors } from "../demo/upload-errors.ts";
import { page } from "../page.ts";

interface Assigns {
  letter: UploadConfig;
  stored: string;
}

interface Meta {
  readonly key: string;
}

const external = liveView({
  mount: (live): Assigns => ({
    letter: live.allowUpload("letter", {
      accept: "any",
      maxFileSizeBytes: 500_000,
      // Where the browser brings this file, by the function `Put` of the page's script.
      external: ({ uuid, clientSizeBytes }) => ({
        meta: { uploader: "Put", key: uuid, url: presign(uuid, clientSizeBytes) },
      }),
    }),
    stored: "",
  }),
  events: {
    changed: () => undefined,
    cancel: (live, { ref }) => live.cancelUpload("letter", String(ref)),
    save: async (live) => {
      const stored = await live.consumeUploadedEntries("letter", ({ key }: Meta, { clientName }) => {
        return `${clientName}: ${(storedBytes(key) ?? 0).toLocaleString("en")} bytes are in the bucket.`;
      });
      live.assign({ stored: stored.join() });
    },
  },
  render: ({ letter, stored }, on) => html`
    <form class="form" id="letter-form" phx-change=${on.changed} phx-submit=${on.save}>
      <div class="field">
        <label for=${letter.ref}>A file, at most 500 KB</label>
        <${LiveFileInput} upload=${letter} />
      </div>
      <${UploadErrors} of=${letter} />
      ${letter.entries.map(
        (entry) => html`<div class="stack">
          <div class="row">
            <span class="grows">${entry.clientName}</span>
            <a href="#" phx-click=${on.cancel} phx-value-ref=${entry.ref}>Cancel</a>
          </div>
          <progress max="100" value=${entry.progress} aria-label="Progress"></progress>
          <${UploadErrors} of=${letter} entry=${entry} />
        </div>`,
      )}
      <p><button disabled=${letter.entries.length === 0}>Store it</button></p>
    </form>
    <p role="status" id="stored">${stored}</p>
  `,
});

export const externalUploadPage = page(
  {
    path: "/external-upload",
    title: "Straight to a bucket",
    area: "Uploads",
    summary:
      "Choose a file and store it: the view signs a URL, and the browser brings the file there past the socket, as it would to S3.",
    file: import.meta.url,
    also: ["../uploaders.ts", "../demo/bucket.ts"],
    http: bucketRoutes,
  },
  external,
);
