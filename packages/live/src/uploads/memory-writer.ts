import type { UploadWriter, UploadWriterFactory } from "./upload-writer.ts";

/** What a memory writer hands to `consumeUploadedEntries`. */
export interface MemoryFile {
  /** The whole file. */
  readonly bytes: Uint8Array;
}

/** Keeps files in memory, until they are consumed or their view ends: for small ones (`maxFileSizeBytes`) that go straight on. */
export function memoryWriter(): UploadWriterFactory<MemoryFile> {
  return () => new MemoryWriter();
}

class MemoryWriter implements UploadWriter<MemoryFile> {
  #chunks: Uint8Array[] = [];

  write(bytes: Uint8Array): void {
    this.#chunks.push(bytes);
  }

  close(): void {}

  meta(): MemoryFile {
    return { bytes: Buffer.concat(this.#chunks) };
  }

  release(): void {
    this.#chunks = [];
  }
}
