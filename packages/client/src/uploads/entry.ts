import { forget, refOf } from "./files.ts";

/** What an uploader is given for each file that it is to upload (liveview-protocol.md §18.5). */
export interface UploadEntry {
  readonly file: File;
  /** What the server sent for this file: the signed URL of an external upload, say. */
  readonly meta: unknown;
  readonly ref: string;
  /** Says how many percent are done; at 100 the upload is. */
  progress(percent: number): void;
  /** Ends the upload; the server shows the reason. Default `"failed"`. */
  error(reason?: string): void;
  /** Calls `callback` when the upload is cancelled; at once if it has been. */
  onCancel(callback: () => void): void;
  isDone(): boolean;
  isCancelled(): boolean;
}

/** Tells the server how many percent of a file are there, or what went wrong. Resolves when it has heard. */
type Tell = (ref: string, progress: number | { readonly error: string }) => Promise<unknown>;

/** One file on its way. */
export class Entry implements UploadEntry {
  readonly file: File;
  readonly ref: string;
  /** Resolves when the upload is over: false when it has failed. */
  readonly finished: Promise<boolean>;
  meta: unknown;
  readonly #input: HTMLInputElement;
  readonly #tell: Tell;
  #finish: (isFine: boolean) => void = () => undefined;
  #told = -1;
  #isDone = false;
  #isCancelled = false;
  #cancelled: (() => void) | undefined;

  constructor(input: HTMLInputElement, file: File, tell: Tell) {
    this.#input = input;
    this.file = file;
    this.ref = refOf(file);
    this.#tell = tell;
    this.finished = new Promise((resolve) => (this.#finish = resolve));
  }

  progress(percent: number): void {
    const progress = Math.min(Math.floor(percent), 100);
    if (this.#isDone || progress <= this.#told) return;
    this.#told = progress;
    this.#isDone = progress === 100;
    const told = this.#tell(this.ref, progress);
    if (!this.#isDone) return;
    const end = (isFine: boolean): void => {
      forget(this.#input, this.file);
      this.#finish(isFine);
    };
    told.then(
      () => end(true),
      () => end(false),
    );
  }

  error(reason = "failed"): void {
    if (this.#isDone) return;
    this.#end(false);
    void this.#tell(this.ref, { error: reason });
    if (!this.#input.hasAttribute("data-phx-auto-upload")) forget(this.#input);
  }

  /** Ends an upload that has failed in a way that the server knows of. */
  fail(): void {
    if (!this.#isDone) this.#end(false);
  }

  cancel(): void {
    if (this.#isDone) return;
    this.#isCancelled = true;
    this.#end(true);
    this.#cancelled?.();
  }

  onCancel(callback: () => void): void {
    this.#cancelled = callback;
    if (this.#isCancelled) callback();
  }

  isDone(): boolean {
    return this.#isDone;
  }

  isCancelled(): boolean {
    return this.#isCancelled;
  }

  #end(isFine: boolean): void {
    this.#isDone = true;
    this.#finish(isFine);
  }
}
