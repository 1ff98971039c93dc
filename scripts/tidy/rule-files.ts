// How files are called, how long they are, where they lie, and what no text of this repository speaks of.

import { posix } from "node:path";

import type { Finding } from "./finding.ts";
import { lineAt } from "./source.ts";
import type { TextFile, Workspace } from "./workspace.ts";

/** Lines that a source file may have; 50 to 300 is the aim. */
const FILE_LINES_MAX = 500;

/** The fixed top level. What is generated and ignored by git is not listed, and neither are dotfiles of tools. */
const TOP_LEVEL = new Set(
  [
    "package.json pnpm-lock.yaml pnpm-workspace.yaml tsconfig.json vitest.config.ts",
    "README.md CHANGELOG.md CONTRIBUTING.md LICENSE",
    "packages examples docs scripts bench",
  ].flatMap((line) => line.split(" ")),
);

/** Checks names, lengths, places and texts of all files. */
export function checkFiles(workspace: Workspace): Finding[] {
  return workspace.files.flatMap((file) => [
    ...checkLength(file),
    ...checkName(file.path),
    ...checkTopLevel(file.path),
    ...checkText(file),
  ]);
}

function checkLength(file: TextFile): Finding[] {
  if (!/\.(?:ts|mjs|css|sql)$/.test(file.path)) return [];
  const lines = file.text.replace(/\n$/, "").split("\n").length;
  if (lines <= FILE_LINES_MAX) return [];
  const message = `${lines} lines; the limit is ${FILE_LINES_MAX}. Find the second noun in it and give that its own file.`;
  return [{ rule: "file-length", path: file.path, line: FILE_LINES_MAX + 1, message }];
}

function checkName(path: string): Finding[] {
  if (!/\.(?:ts|mjs)$/.test(path)) return [];
  const name = posix.basename(path);
  if (/^(?:utils?|helpers?|common|misc|shared)\b/.test(name)) {
    const message = `"${name}" says nothing; a helper lives with its one user or gets a real name.`;
    return [{ rule: "file-names", path, line: 1, message }];
  }
  if (/^[a-z0-9]+(?:[-.][a-z0-9]+)*$/.test(name)) return [];
  return [{ rule: "file-names", path, line: 1, message: `"${name}" is not in kebab-case.` }];
}

function checkTopLevel(path: string): Finding[] {
  const [top = ""] = path.split("/");
  if (top.startsWith(".") || TOP_LEVEL.has(top)) return [];
  const message = `"${top}" is not part of the top level; configuration of tools goes to scripts/ or a dotfile.`;
  return [{ rule: "top-level", path, line: 1, message }];
}

const LOCAL_PATHS = /(?<![\w.~-])\/(?:work|root|home\/\w+|Users\/\w+)\/|(?<![\w.~-])[A-Z]:\\Users\\/g;
const REGISTRIES =
  /https?:\/\/[\w.-]*(?:registry|artifactory|nexus|verdaccio|mirror)[\w.-]*|^\s*(?:registry|tarball)\s*[=:]/gm;

function checkText(file: TextFile): Finding[] {
  const paths = findText(file, LOCAL_PATHS, "is a path of one machine; nobody else has it");
  const registries = findText(
    file,
    REGISTRIES,
    "names a package registry; which one is used is the reader's own setting",
  );
  return [...paths, ...registries];
}

function findText(file: TextFile, pattern: RegExp, why: string): Finding[] {
  return [...file.text.matchAll(pattern)].map((match) => ({
    rule: "machine-text",
    path: file.path,
    line: lineAt(file.text, match.index),
    message: `"${match[0].trim()}" ${why}.`,
  }));
}
