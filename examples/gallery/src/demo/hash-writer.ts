import { createHash } from "node:crypto";
import type { UploadWriterFactory } from "@firecrest/live/uploads";

/** What is kept of a file. */
export interface FileHash {
  readonly sha256: string;
}

/** Keeps nothing of a file but its hash: strangers may send what they like. */
export const hashWriter: UploadWriterFactory<FileHash> = () => {
  const hash = createHash("sha256");
  return {
    write: (bytes) => void hash.update(bytes),
    close: () => undefined,
    meta: () => ({ sha256: hash.digest("hex") }),
  };
};
