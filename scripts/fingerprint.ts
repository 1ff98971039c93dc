// One text for the state of all sources: whether a report is about the present ones.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { listFiles } from "./text-files.ts";

/** The hash of everything that a test of the code may depend on: names and contents, without the documentation. */
export function fingerprintSources(root: string): string {
  const hash = createHash("sha256");
  for (const path of listFiles(root).filter(isSource).sort()) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update("\0");
  }
  return hash.digest("hex");
}

function isSource(path: string): boolean {
  return !path.startsWith("docs/") && !path.endsWith(".md");
}
