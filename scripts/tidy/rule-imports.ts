// Who may import whom, and what each world may use. The table is the architecture; read it from top to bottom.

import { builtinModules } from "node:module";
import { posix } from "node:path";

import type { Finding } from "./finding.ts";
import type { Import, Source } from "./source.ts";
import { type Package, type Workspace, isTestPath, packageNameOf, packageOf } from "./workspace.ts";

/** Where a package's code runs. Only Node code may use Node's modules. */
type World = "neutral" | "node" | "browser";

interface Place {
  readonly world: World;
  readonly mayImport: readonly string[];
  /** Node-only subpath exports of a neutral package, as file names in `src/`. */
  readonly nodeFiles?: readonly string[];
}

const BELOW_LIVE = ["wire", "template", "actors", "pubsub", "channels"];

/** Each room, its world, and the rooms that it may import. */
export const PLACES: Readonly<Record<string, Place>> = {
  wire: { world: "neutral", mayImport: [] },
  template: { world: "neutral", mayImport: ["wire"] },
  actors: { world: "neutral", mayImport: [] },
  pubsub: { world: "neutral", mayImport: ["actors"] },
  channels: { world: "node", mayImport: ["wire", "actors", "pubsub"] },
  live: { world: "node", mayImport: BELOW_LIVE },
  client: { world: "browser", mayImport: ["wire"] },
  testing: { world: "node", mayImport: [...BELOW_LIVE, "live"] },
  dev: { world: "node", mayImport: [...BELOW_LIVE, "live"] },
};

/** An app needs the front door and, in the browser, the client. */
const EXAMPLE: Place = { world: "node", mayImport: ["live", "client"] };
/** A benchmark measures any room from outside. */
const BENCH: Place = { world: "node", mayImport: [...BELOW_LIVE, "live", "client"] };
const NO_ROOM: Place = { world: "node", mayImport: [] };

/** Checks every import of every file against the table. */
export function checkImports(workspace: Workspace): Finding[] {
  return [...workspace.sources.values()].flatMap((source) =>
    source.imports.flatMap((one) => {
      // A path in a string is data: it is no import, but may name a file that is used.
      const message = one.kind === "path" ? undefined : problemOf(workspace, source, one);
      return message === undefined ? [] : [{ rule: "imports", path: source.path, line: one.line, message }];
    }),
  );
}

function problemOf(workspace: Workspace, source: Source, one: Import): string | undefined {
  if (one.specifier.startsWith(".")) return relativeProblem(source.path, one.specifier);
  if (isBuiltin(one.specifier)) return builtinProblem(source.path, one.specifier);
  const owner = packageOf(workspace, source.path);
  if (one.specifier.startsWith("@firecrest/")) return roomProblem(workspace, source.path, one.specifier);
  return isTestPath(source.path) || owner === undefined ? undefined : undeclaredProblem(owner, one.specifier);
}

function relativeProblem(path: string, specifier: string): string | undefined {
  const target = posix.join(posix.dirname(path), specifier);
  const home = homeOf(path);
  if (home !== undefined && !target.startsWith(`${home}/`)) {
    return `"${specifier}" leaves ${home}; import another package by its name, through its entry.`;
  }
  if (/\.(?:ts|mjs|css|json)$/.test(specifier)) return undefined;
  return `"${specifier}" has no extension; relative imports end in ".ts".`;
}

function builtinProblem(path: string, specifier: string): string | undefined {
  const room = roomOf(path);
  const place = placeOf(path);
  if (place.world === "node" || isTestPath(path)) return undefined;
  if (place.nodeFiles?.includes(posix.basename(path)) === true) return undefined;
  return `"${specifier}" is Node's, but ${room} is ${place.world}: take what it needs as a parameter.`;
}

function roomProblem(workspace: Workspace, path: string, specifier: string): string | undefined {
  const target = packageNameOf(specifier).slice("@firecrest/".length);
  const room = roomOf(path);
  const allowed = placeOf(path).mayImport;
  if (target !== room && !allowed.includes(target) && !isTestTool(workspace, path, `@firecrest/${target}`)) {
    const list = allowed.length === 0 ? "nothing" : allowed.join(", ");
    return `${room} imports ${specifier}, but may import only: ${list}. Imports go down.`;
  }
  const entries = workspace.packages.find((one) => one.name === `@firecrest/${target}`)?.entries;
  const subpath = `.${specifier.slice(packageNameOf(specifier).length)}`;
  if (entries === undefined || entries.has(subpath)) return undefined;
  return `"${specifier}" reaches into ${target}; import what its package.json exports.`;
}

/** A test may drive its room from above (`testing`, the browser's client) where the manifest says so: it is not shipped. */
function isTestTool(workspace: Workspace, path: string, name: string): boolean {
  return isTestPath(path) && packageOf(workspace, path)?.devDependencies.has(name) === true;
}

function undeclaredProblem(owner: Package, specifier: string): string | undefined {
  const name = packageNameOf(specifier);
  if (owner.dependencies.has(name) || owner.name === name) return undefined;
  return `"${name}" is not among the dependencies of ${owner.name}; on its own, the import would fail.`;
}

function isBuiltin(specifier: string): boolean {
  return specifier.startsWith("node:") || builtinModules.includes(specifier);
}

/** `packages/wire/src/frame.ts` → `wire`; elsewhere the top folder. */
function roomOf(path: string): string {
  const [top, second] = path.split("/");
  return top === "packages" ? (second ?? "") : (top ?? "");
}

function placeOf(path: string): Place {
  const [top] = path.split("/");
  if (top === "packages") return PLACES[roomOf(path)] ?? NO_ROOM;
  if (top === "examples") return EXAMPLE;
  return top === "bench" ? BENCH : NO_ROOM;
}

/** The folder that a relative import must not leave. */
function homeOf(path: string): string | undefined {
  return /^(?:(?:packages|examples)\/[^/]+|bench|scripts)(?=\/)/.exec(path)?.[0];
}
