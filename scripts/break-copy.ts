// A throw-away copy of the repository that tests can run in. What is installed is linked, not copied, except for the
// packages of the workspace: those are the copy's own.

import { copyFileSync, existsSync, lstatSync, mkdirSync, readdirSync, realpathSync, symlinkSync } from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";

import { listFiles } from "./text-files.ts";

/** Copies the sources of `root` to the new folder `target`. */
export function copyRepository(root: string, target: string): void {
  const files = listFiles(root);
  for (const path of files) {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    copyFileSync(join(root, path), join(target, path));
  }
  const roots = { from: realpathSync(root), to: realpathSync(target) };
  const folders = files.filter((path) => basename(path) === "package.json").map((path) => dirname(path));
  for (const folder of folders) {
    linkInstalled(roots, join(folder, "node_modules"));
  }
}

interface Roots {
  readonly from: string;
  readonly to: string;
}

/** Links what is in one `node_modules`, and in its scopes. */
function linkInstalled(roots: Roots, folder: string): void {
  const source = join(roots.from, folder);
  if (!existsSync(source)) return;
  mkdirSync(join(roots.to, folder), { recursive: true });
  for (const name of readdirSync(source)) {
    // What begins with a dot is the package manager's and the tools' own: found through the links, or made anew.
    if (name.startsWith(".")) continue;
    if (name.startsWith("@") && !lstatSync(join(source, name)).isSymbolicLink())
      linkInstalled(roots, join(folder, name));
    else symlinkSync(ownOf(roots, realpathSync(join(source, name))), join(roots.to, folder, name), "junction");
  }
}

/** Where a package of the workspace is in the copy; anything else is where it was. */
function ownOf({ from, to }: Roots, target: string): string {
  const path = relative(from, target);
  const isInWorkspace = !path.startsWith("..") && !path.split(sep).includes("node_modules");
  return isInWorkspace ? join(to, path) : target;
}
