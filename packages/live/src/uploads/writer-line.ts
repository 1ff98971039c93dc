import type { UploadEntry } from "./upload-entry.ts";
import type { CloseReason, UploadWriter, UploadWriterFactory } from "./upload-writer.ts";

/**
 * One writer's life, in order whatever comes when: opened once, written to, closed once, released once if it was done; and
 * never two calls at a time, also when its upload ends in the middle of one.
 */
export class WriterLine {
  #writer: UploadWriter<unknown> | undefined;
  /** The call that is under way. */
  #busy: Promise<unknown> | undefined;
  #state: "open" | "done" | "ended" = "open";

  /** Opens the writer. What it throws, or rejects with, is thrown on. */
  open(factory: UploadWriterFactory, entry: UploadEntry): void | Promise<void> {
    const writer = factory(entry);
    if (!(writer instanceof Promise)) {
      this.#writer = writer;
      return undefined;
    }
    return this.#run(
      writer.then((opened) => {
        this.#writer = opened;
      }),
    );
  }

  /** Hands over the next bytes. */
  write(bytes: Uint8Array): void | Promise<void> {
    const written = this.#writer?.write(bytes);
    return written instanceof Promise ? this.#run(written) : undefined;
  }

  /** The file is complete: closes the writer and gives its meta. */
  finish(): unknown {
    this.#state = "done";
    const closed = this.#writer?.close("done");
    if (closed instanceof Promise) return this.#run(closed.then(() => this.#writer?.meta()));
    return this.#writer?.meta();
  }

  /** Ends it in whatever state it is, as soon as the call that is under way is over: a half file goes, and so does a whole one. */
  end(reason: Exclude<CloseReason, "done">): void | Promise<void> {
    const state = this.#state;
    if (state === "ended") return undefined;
    this.#state = "ended";
    const close = () => (state === "done" ? this.#writer?.release?.() : this.#writer?.close(reason));
    // Whoever waits for that call hears of its failure.
    return this.#busy === undefined ? close() : this.#busy.then(close, close);
  }

  #run<Value>(call: Promise<Value>): Promise<Value> {
    this.#busy = call;
    return call.finally(() => {
      if (this.#busy === call) this.#busy = undefined;
    });
  }
}
