import { each, html, liveView } from "@firecrest/live";
import { LiveFileInput } from "@firecrest/live/components";
import type { UploadConfig } from "@firecrest/live/uploads";
import { type FileHash, hashWriter } from "../demo/hash-writer.ts";
import { UploadErrors } from "../demo/upload-errors.ts";
import { page } from "../page.ts";

interface Hashed extends FileHash {
  readonly name: string;
  readonly bytes: number;
}

interface Assigns {
  files: UploadConfig;
  hashed: readonly Hashed[];
}

const FILES_MAX = 3;

const filesView = liveView({
  mount: (live): Assigns => ({
    files: live.allowUpload("files", {
      accept: "any",
      maxEntries: FILES_MAX,
      maxFileSizeBytes: 1_000_000,
      writer: hashWriter,
    }),
    hashed: [],
  }),
  events: {
    changed: () => undefined,
    cancel: (live, { ref }) => live.cancelUpload("files", String(ref)),
    // Runs when all files are there.
    save: async (live) => {
      const hashed = await live.consumeUploadedEntries("files", ({ sha256 }: FileHash, entry) => {
        return { sha256, name: entry.clientName, bytes: entry.clientSizeBytes };
      });
      live.assign({ hashed });
    },
  },
  render: ({ files, hashed }, on) => html`
    <form class="form" id="files-form" phx-change=${on.changed} phx-submit=${on.save}>
      <div class="drop" phx-drop-target=${files.ref}>
        <label for=${files.ref}>Up to ${FILES_MAX} files of 1 MB, chosen or dropped here</label>
        <${LiveFileInput} upload=${files} />
      </div>
      <${UploadErrors} of=${files} />
      <ul class="list">${each(
        files.entries,
        ({ ref }) => ref,
        (entry) => html`<li class="stack">
          <div class="row">
            <span class="grows">${entry.clientName}</span>
            <a href="#" phx-click=${on.cancel} phx-value-ref=${entry.ref} aria-label="Cancel ${entry.clientName}">Cancel</a>
          </div>
          <progress max="100" value=${entry.progress} aria-label="Progress of ${entry.clientName}"></progress>
          <${UploadErrors} of=${files} entry=${entry} />
        </li>`,
      )}</ul>
      <p><button disabled=${files.entries.length === 0}>Hash them</button></p>
    </form>
    <ul class="list" id="hashed">${hashed.map(
      ({ name, bytes, sha256 }) =>
        html`<li>${name}, ${bytes.toLocaleString("en")} bytes <code class="hash">${sha256}</code></li>`,
    )}</ul>
  `,
});

export const filesPage = page(
  {
    path: "/files",
    title: "Several files",
    area: "Uploads",
    summary:
      "Choose or drop files, cancel one, take too many or a large one; a writer of the page's own keeps only their hashes.",
    file: import.meta.url,
    also: ["../demo/hash-writer.ts", "../demo/upload-errors.ts"],
  },
  filesView,
);
