import { EVENTS, TOPICS } from "@firecrest/wire";
import type { ChannelReply } from "../channel-client.ts";
import { TestingError } from "../errors.ts";
import type { Target } from "./commands.ts";
import type { Tab } from "./tab.ts";

/** A file as a browser knows it. */
export interface TestFile {
  readonly name: string;
  /** Text is sent as UTF-8. Default: empty. */
  readonly content?: string | Uint8Array;
  /** The MIME type that the browser claims. Default: "". */
  readonly type?: string;
  /** The size that the browser claims, in bytes. Default: what the content has. */
  readonly sizeBytes?: number;
  /** Milliseconds since the epoch. Default: 0. */
  readonly lastModified?: number;
  /** Its path within a folder that was chosen. Default: "". */
  readonly relativePath?: string;
  /** What the page's script says of it. */
  readonly meta?: unknown;
}

/** What the server allows, by its own names (liveview-protocol §18.3). */
export interface Preflight {
  readonly config?: { readonly chunk_size: number };
  /** A token, or the metadata of an external upload, by entry. */
  readonly entries?: Readonly<Record<string, unknown>>;
  readonly errors?: Readonly<Record<string, readonly unknown[]>>;
  readonly error?: readonly (readonly [ref: string, reason: unknown])[];
}

/** Where an upload's messages go. */
export interface UploadPlace {
  readonly tab: Tab;
  readonly target: Target;
  /** The upload's ref: its file input's `data-phx-upload-ref`. */
  readonly uploadRef: string;
}

const CHUNK_BYTES = 64_000;

/** One file on its way to the server, or to wherever an external upload sends it. */
export class FileTransfer {
  readonly file: TestFile;
  readonly ref: string;
  readonly #bytes: Uint8Array;
  #grant: unknown;
  #reasons: readonly unknown[] = [];
  #chunkBytes = CHUNK_BYTES;
  #joinRef: string | undefined;
  #sentBytes = 0;
  #progress = -1;

  constructor(file: TestFile, ref: string) {
    this.file = file;
    this.ref = ref;
    const { content = "" } = file;
    this.#bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  }

  /** The token or the metadata that the server gave for it; undefined before. */
  get grant(): unknown {
    return this.#grant;
  }

  /** What the server is told of the file. */
  announcement(): object {
    const { name, type = "", sizeBytes = this.#bytes.length, lastModified = 0, relativePath = "", meta } = this.file;
    return {
      ref: this.ref,
      name,
      type,
      size: sizeBytes,
      last_modified: lastModified,
      relative_path: relativePath,
      meta,
    };
  }

  /** Takes over what a preflight says of the file. */
  hear({ config, entries = {}, errors = {}, error = [] }: Preflight): void {
    this.#grant = entries[this.ref];
    this.#chunkBytes = config?.chunk_size ?? CHUNK_BYTES;
    const own = error.filter(([ref]) => ref === this.ref).map(([, reason]) => reason);
    const reasons = [...own, ...(errors[this.ref] ?? [])];
    // What is wrong with another file, or with all of them, holds this one back as well.
    this.#reasons = reasons.length > 0 ? reasons : error;
  }

  /** Throws "upload-refused" when the server has not allowed the file. */
  checkAllowed(): void {
    if (this.#grant === undefined || this.#reasons.length > 0) throw this.#refused(this.#reasons);
  }

  /** Brings the file up to so many percent, chunk by chunk. Rejects with "upload-refused". */
  async send(place: UploadPlace, percent: number): Promise<void> {
    if (typeof this.#grant !== "string") return this.report(place, percent);
    this.#joinRef ??= await this.#join(place, this.#grant);
    const endBytes = Math.floor((this.#bytes.length * percent) / 100);
    while (this.#sentBytes < endBytes) {
      const chunk = this.#bytes.subarray(this.#sentBytes, Math.min(this.#sentBytes + this.#chunkBytes, endBytes));
      const reply = await this.#push(place, this.#joinRef, chunk);
      if (reply.status !== "ok") throw this.#refused([reply.response["reason"]]);
      this.#sentBytes += chunk.length;
      const progress = Math.floor((100 * this.#sentBytes) / this.#bytes.length);
      if (progress > this.#progress) await this.report(place, progress);
    }
  }

  /** Tells the server how far the file is, in percent, or that it failed. */
  async report({ target, uploadRef }: UploadPlace, progress: number | { readonly error: string }): Promise<void> {
    if (typeof progress === "number") this.#progress = progress;
    const payload = { event: null, ref: uploadRef, entry_ref: this.ref, progress, cid: target.cid };
    await target.view.push(EVENTS.progress, payload);
  }

  async #join({ tab }: UploadPlace, token: string): Promise<string> {
    const reply = await tab.client.join(`${TOPICS.uploadPrefix}${this.ref}`, { token });
    if (reply.status !== "ok") throw this.#refused([reply.response["reason"]]);
    return reply.joinRef;
  }

  #push({ tab }: UploadPlace, joinRef: string, chunk: Uint8Array): Promise<ChannelReply> {
    return tab.client.push(joinRef, `${TOPICS.uploadPrefix}${this.ref}`, { event: EVENTS.chunk, payload: chunk });
  }

  #refused(reasons: readonly unknown[]): TestingError {
    const why = reasons.length > 0 ? JSON.stringify(reasons) : "it is more than may be uploaded at once";
    return new TestingError(
      "upload-refused",
      `The server does not take the file ${JSON.stringify(this.file.name)}: ${why}.`,
    );
  }
}
