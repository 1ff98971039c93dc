// What must hold for a packed package, beyond what publint looks at. Pure.

import type { PackedFile } from "./tar.ts";

interface PackedManifest {
  readonly exports?: unknown;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** Sentences about what is wrong with a package's files; none when it can be published. */
export function findPackingProblems(files: readonly PackedFile[]): string[] {
  const manifestText = files.find((file) => file.path === "package.json")?.text;
  if (manifestText === undefined) return ["there is no package.json in it"];
  const manifest = JSON.parse(manifestText) as PackedManifest;
  return [...checkExports(manifest), ...checkDependencies(manifest), ...checkFiles(files)];
}

/** Source is for the workspace; whoever installs the package runs `dist`. */
function checkExports(manifest: PackedManifest): string[] {
  const targets = leaves(manifest.exports).filter((target) => target.startsWith("./src/"));
  return targets.map((target) => `package.json exports ${target}: publishConfig.exports has to name it in dist`);
}

function leaves(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(leaves) : [];
}

function checkDependencies(manifest: PackedManifest): string[] {
  return Object.entries(manifest.dependencies ?? {})
    .filter(([, range]) => range.startsWith("workspace:"))
    .map(([name, range]) => `dependency ${name} is still "${range}"`);
}

function checkFiles(files: readonly PackedFile[]): string[] {
  return files
    .filter((file) => /\.(?:test|types|spec)\.(?:ts|js|d\.ts)$|\/fixtures\//.test(file.path))
    .map((file) => `${file.path} is only for tests and would be published`);
}
