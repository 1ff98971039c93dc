// Hooks as both clients understand them.

interface HookContext {
  readonly el: HTMLElement;
  pushEvent(name: string, payload: object): Promise<unknown>;
  handleEvent(name: string, callback: (payload: unknown) => void): unknown;
  upload(name: string, files: Iterable<File>): void;
  uploadTo(target: string | HTMLElement, name: string, files: Iterable<File>): void;
}

/** What both clients give an uploader for each file. */
interface Entry {
  readonly file: File;
  readonly meta: unknown;
  progress(percent: number): void;
  error(reason?: string): void;
}

/** Brings files to where `external` says, by a PUT; fails where that is `refused`, and never ends where it is `slow`. */
export const uploaders = {
  Bucket(entries: readonly Entry[]): void {
    for (const entry of entries) {
      const { url } = entry.meta as { readonly url: string };
      if (url === "refused") entry.error("no room");
      else if (url === "slow") entry.progress(50);
      else void fetch(url, { method: "PUT", body: entry.file }).then(() => entry.progress(100));
    }
  },
};

export const hooks = {
  /** A recorder of something: makes files, and uploads them. */
  Recorder: {
    mounted(this: HookContext) {
      const record = (name: string): File =>
        Object.assign(new File([name.repeat(3)], `${name}.txt`, { type: "text/plain" }), {
          meta: () => ({ recordedBy: name }),
        });
      this.el.addEventListener("click", () => {
        this.upload("notes", [record("one"), record("two")]);
        this.uploadTo("#other", "photo", [record("three")]);
      });
    },
  },
  Echo: {
    mounted(this: HookContext) {
      this.el.textContent = "mounted";
      this.handleEvent("greet", (payload) => {
        this.el.textContent = JSON.stringify(payload);
      });
      this.el.addEventListener("click", () => {
        void this.pushEvent("ask", { n: 1 }).then((reply) => {
          this.el.textContent = JSON.stringify(reply);
        });
      });
    },
    updated(this: HookContext) {
      this.el.dataset["updates"] = String(Number(this.el.dataset["updates"] ?? 0) + 1);
    },
  },
};
