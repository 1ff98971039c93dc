// The repository as data: its text files, its parsed sources and its packages. The rules are functions of this.

import { posix } from "node:path";

import { type Source, parseSource } from "./source.ts";

/** A text file, with its path from the root. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** A folder with a package.json. */
export interface Package {
  /** `@firecrest/wire`, `hashtag-battle`, `bench`. */
  readonly name: string;
  /** `packages/wire`, `examples/hashtag-battle`, `bench`. */
  readonly folder: string;
  /** Subpath (`.`, `./contract`) → file from the root. */
  readonly entries: ReadonlyMap<string, string>;
  /** The packages it may import when it runs: dependencies and peers; for `bench`, which never leaves here, the root's too. */
  readonly dependencies: ReadonlySet<string>;
  /** What its tests may import besides. */
  readonly devDependencies: ReadonlySet<string>;
}

/** Everything that the rules look at. */
export interface Workspace {
  readonly files: readonly TextFile[];
  readonly sources: ReadonlyMap<string, Source>;
  readonly packages: readonly Package[];
}

/** Reads a workspace from its files' texts. */
export function createWorkspace(files: readonly TextFile[]): Workspace {
  const sources = files.filter((file) => isSourcePath(file.path)).map((file) => parseSource(file.path, file.text));
  const root = files.find((file) => file.path === "package.json");
  const rootTools = Object.keys(root === undefined ? {} : (readManifest(root).devDependencies ?? {}));
  return {
    files,
    sources: new Map(sources.map((source) => [source.path, source])),
    packages: files.filter((file) => isManifestPath(file.path)).map((file) => readPackage(file, rootTools)),
  };
}

function isSourcePath(path: string): boolean {
  return /\.(?:ts|mjs)$/.test(path) && !path.endsWith(".d.ts");
}

function isManifestPath(path: string): boolean {
  return /^(?:(?:packages|examples)\/[^/]+|bench)\/package\.json$/.test(path);
}

interface Manifest {
  readonly name?: string;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

function readManifest(file: TextFile): Manifest {
  // A package.json that is none was refused by the package manager long before this.
  return JSON.parse(file.text) as Manifest;
}

function readPackage(file: TextFile, rootTools: readonly string[]): Package {
  const manifest = readManifest(file);
  const folder = posix.dirname(file.path);
  const entries = new Map<string, string>();
  for (const [subpath, target] of Object.entries(manifest.exports ?? {})) {
    if (typeof target === "string" && isSourcePath(target)) entries.set(subpath, posix.join(folder, target));
  }
  const dependencies = new Set(Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }));
  if (folder === "bench") for (const name of rootTools) dependencies.add(name);
  const devDependencies = new Set(Object.keys(manifest.devDependencies ?? {}));
  return { name: manifest.name ?? folder, folder, entries, dependencies, devDependencies };
}

/** The package that a file belongs to. */
export function packageOf(workspace: Workspace, path: string): Package | undefined {
  return workspace.packages.find((one) => path.startsWith(`${one.folder}/`));
}

/** Tests, type tests and what only tests use: they run here and are never published. */
export function isTestPath(path: string): boolean {
  return /\.(?:test|types|spec)\.ts$/.test(path) || /(?:^|\/)(?:test|e2e|fixtures)\//.test(path);
}

/** The file that an import means, if it is one of ours. A path in a string may also be given from the root. */
export function resolveImport(workspace: Workspace, from: string, specifier: string): string | undefined {
  if (!specifier.startsWith(".")) return resolveByName(workspace, specifier);
  const path = posix.join(posix.dirname(from), specifier);
  return workspace.sources.has(path) ? path : undefined;
}

function resolveByName(workspace: Workspace, specifier: string): string | undefined {
  if (workspace.sources.has(specifier)) return specifier;
  const name = packageNameOf(specifier);
  const subpath = specifier === name ? "." : `.${specifier.slice(name.length)}`;
  return workspace.packages.find((one) => one.name === name)?.entries.get(subpath);
}

/** `@scope/name/sub` → `@scope/name`, `name/sub` → `name`. */
export function packageNameOf(specifier: string): string {
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}
