// The files inside an npm tarball. Pure, and only as much of the format as npm and pnpm write.

import { gunzipSync } from "node:zlib";

/** A file of a package, with its path inside it: `dist/index.js`. */
export interface PackedFile {
  readonly path: string;
  readonly text: string;
}

const BLOCK_BYTES = 512;

/** Unpacks a gzipped tarball. */
export function readTar(tarball: Uint8Array): PackedFile[] {
  const tar = gunzipSync(tarball);
  const files: PackedFile[] = [];
  for (let at = 0; at + BLOCK_BYTES <= tar.length; ) {
    const name = readText(tar, at, 100);
    if (name === "") break;
    const prefix = readText(tar, at + 345, 155);
    const bytes = Number.parseInt(readText(tar, at + 124, 12), 8);
    const start = at + BLOCK_BYTES;
    const path = (prefix === "" ? name : `${prefix}/${name}`).replace(/^package\//, "");
    // "0" and NUL are plain files; headers of extensions have letters.
    if (/^[0\0]$/.test(String.fromCharCode(tar[at + 156] ?? 0))) {
      files.push({ path, text: tar.toString("utf8", start, start + bytes) });
    }
    at = start + Math.ceil(bytes / BLOCK_BYTES) * BLOCK_BYTES;
  }
  return files;
}

function readText(tar: Buffer, start: number, bytes: number): string {
  return tar
    .toString("utf8", start, start + bytes)
    .replace(/\0.*$/s, "")
    .trim();
}
