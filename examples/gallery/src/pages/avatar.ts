import { html, type Live, liveView } from "@firecrest/live";
import { LiveFileInput, LiveImagePreview } from "@firecrest/live/components";
import { type MemoryFile, memoryWriter, type UploadConfig, type UploadEntry } from "@firecrest/live/uploads";
import { UploadErrors } from "../demo/upload-errors.ts";
import { page } from "../page.ts";

interface Assigns {
  avatar: UploadConfig;
  /** The picture as a URL that holds it. */
  src: string | undefined;
}

/** Takes the file over as soon as all of it is there. */
async function progressed(live: Live<Assigns>, entry: UploadEntry): Promise<void> {
  if (!entry.isDone) return;
  const bytes = await live.consumeUploadedEntry(entry, (file: MemoryFile) => file.bytes);
  live.assign({ src: `data:${entry.clientType};base64,${Buffer.from(bytes).toString("base64")}` });
}

const avatarView = liveView({
  mount: (live): Assigns => ({
    avatar: live.allowUpload("avatar", {
      accept: [".png", ".jpg", ".jpeg"],
      maxFileSizeBytes: 200_000,
      chunkSizeBytes: 16_000,
      autoUpload: true,
      checkContent: true,
      writer: memoryWriter(),
      progress: progressed,
    }),
    src: undefined,
  }),
  events: {
    changed: () => undefined,
    cancel: (live, { ref }) => live.cancelUpload("avatar", String(ref)),
  },
  render: ({ avatar, src }, on) => html`
    <form class="form" id="avatar-form" phx-change=${on.changed}>
      <div class="field">
        <label for=${avatar.ref}>A picture, at most 200 KB</label>
        <${LiveFileInput} upload=${avatar} />
      </div>
      <${UploadErrors} of=${avatar} />
      ${avatar.entries.map(
        (entry) => html`<div class="row">
          <${LiveImagePreview} entry=${entry} class="thumb" alt="Preview of ${entry.clientName}" />
          <progress class="grows" max="100" value=${entry.progress} aria-label="Progress"></progress>
          <button type="button" class="is-quiet is-small" phx-click=${on.cancel} phx-value-ref=${entry.ref}>Cancel</button>
          <${UploadErrors} of=${avatar} entry=${entry} />
        </div>`,
      )}
    </form>
    <div id="avatar">${
      src === undefined
        ? html`<p class="note">No picture yet.</p>`
        : html`<img class="avatar" src=${src} alt="Your picture">`
    }</div>
  `,
});

export const avatarPage = page(
  {
    path: "/avatar",
    title: "A picture",
    area: "Uploads",
    summary:
      "Choose a picture: it is previewed, sent in chunks at once, and comes back from the server. A text file that is called .png is found out.",
    file: import.meta.url,
    also: ["../demo/upload-errors.ts"],
  },
  avatarView,
);
