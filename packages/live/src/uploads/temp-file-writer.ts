import { rmSync } from "node:fs";
import { type FileHandle, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CloseReason, UploadWriter, UploadWriterFactory } from "./upload-writer.ts";

/** What a temp file writer hands to `consumeUploadedEntries`. */
export interface TempFile {
  /** Where the file lies until it has been consumed: copy it or move it. */
  readonly path: string;
}

/** Where temp files lie. */
export interface TempFileOptions {
  /** A folder that exists; a file can only be moved, not copied, within one file system. Default: the system's. */
  readonly directory?: string;
}

/** Only this process's user may enter the folder or read the file. */
const FILE_MODE = 0o600;
const FOLDER_PREFIX = "firecrest-upload-";

/**
 * Writes each file into a private folder of its own, which is removed when the entry has been consumed, cancelled or has
 * failed, when its view ends, and when the process exits. (Nothing can be done when it is killed.)
 */
export function tempFileWriter(options: TempFileOptions = {}): UploadWriterFactory<TempFile> {
  return async () => {
    const folder = await mkdtemp(join(options.directory ?? tmpdir(), FOLDER_PREFIX));
    keepUntilExit(folder);
    try {
      const path = join(folder, "upload");
      return new TempFileWriter(folder, path, await open(path, "wx", FILE_MODE));
    } catch (error) {
      await removeFolder(folder);
      throw error;
    }
  };
}

class TempFileWriter implements UploadWriter<TempFile> {
  readonly #folder: string;
  readonly #path: string;
  readonly #file: FileHandle;

  constructor(folder: string, path: string, file: FileHandle) {
    this.#folder = folder;
    this.#path = path;
    this.#file = file;
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let rest = bytes; rest.length > 0; ) {
      const { bytesWritten } = await this.#file.write(rest);
      rest = rest.subarray(bytesWritten);
    }
  }

  async close(reason: CloseReason): Promise<void> {
    try {
      await this.#file.close();
    } finally {
      if (reason !== "done") await this.release();
    }
  }

  meta(): TempFile {
    return { path: this.#path };
  }

  release(): Promise<void> {
    return removeFolder(this.#folder);
  }
}

/** Folders of uploads that are under way or wait to be consumed. One listener for all: Node warns of many. */
const folders = new Set<string>();

function keepUntilExit(folder: string): void {
  if (folders.size === 0) process.on("exit", removeAll);
  folders.add(folder);
}

async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  folders.delete(folder);
  if (folders.size === 0) process.off("exit", removeAll);
}

function removeAll(): void {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}
