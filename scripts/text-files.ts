// The files of the repository, without what is installed, built or generated.

import { readdirSync } from "node:fs";
import { join } from "node:path";

const IGNORED = new Set("node_modules dist coverage .git .cache .data test-results playwright-report".split(" "));

/** Every file below a folder, as paths from it with slashes. */
export function listFiles(root: string, folder = ""): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (IGNORED.has(entry.name)) return [];
    if (entry.isDirectory()) return listFiles(root, path);
    return entry.isFile() && !/\.(?:tsbuildinfo|log)$/.test(entry.name) ? [path] : [];
  });
}

/** The TypeScript files and plain ES modules among them. */
export function sourceFiles(root: string): string[] {
  return listFiles(root).filter((path) => /\.(?:ts|mjs)$/.test(path));
}
