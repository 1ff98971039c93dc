// What the type checker must accept and refuse: checked by tsc, never run.
import { html } from "@firecrest/template";
import type { Live } from "../live.ts";
import { liveView } from "../live-view.ts";
import { postpone } from "./consume.ts";
import { type MemoryFile, memoryWriter } from "./memory-writer.ts";

interface Assigns {
  readonly names: readonly string[];
}

export const page = liveView({
  mount: (live) => ({
    // Returned from mount it is an assign with a type.
    avatar: live.allowUpload("avatar", { accept: "any", writer: memoryWriter() }),
    names: [] as readonly string[],
  }),
  events: {
    save: async (live) => {
      // The default writer's meta has a path.
      const paths: string[] = await live.consumeUploadedEntries("avatar", ({ path }) => path);
      // @ts-expect-error -- and no bytes
      await live.consumeUploadedEntries("avatar", ({ bytes }) => bytes);
      // Another writer's meta is named.
      const sizes = await live.consumeUploadedEntries("avatar", ({ bytes }: MemoryFile) => bytes.length);
      // What is postponed gives its value, too.
      const mixed: string[] = await live.consumeUploadedEntries("avatar", ({ path }, entry) =>
        entry.clientSizeBytes > 1 ? postpone(path) : path,
      );
      // @ts-expect-error -- a list of numbers
      const wrong: string[] = sizes;
      return { paths, sizes, mixed, wrong };
    },
  },
  render: ({ avatar, uploads }) => {
    // @ts-expect-error -- by name it may not be there
    const { entries } = uploads["avatar"];
    return html`${avatar.entries.length}${entries}`;
  },
});

export const wrong = liveView({
  mount: (live) => {
    // @ts-expect-error -- accept is required
    live.allowUpload("a", {});
    // @ts-expect-error -- a misspelt option
    live.allowUpload("a", { accept: "any", maxEntry: 3 });
    // @ts-expect-error -- an external upload says who takes the file
    live.allowUpload("a", { accept: "any", external: () => ({ meta: { url: "" } }) });
    live.allowUpload("a", {
      accept: "any",
      // The author's own assigns, by annotation.
      progress: (view: Live<Assigns>, { clientName }) => view.assign({ names: [clientName] }),
    });
    return {};
  },
  render: () => html``,
});
