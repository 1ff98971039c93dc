// One TypeScript file as the rules see it: its code without prose, what it imports and what it exports.

import { type Comment, scan } from "./scan.ts";

/** One `import`, re-export or reference to another file by name. */
export interface Import {
  /** As written: `./frame.ts`, `@firecrest/wire`, `node:fs`. */
  readonly specifier: string;
  /** The names taken, under the name that the other file gives them; `*` when it may use all of them. */
  readonly names: readonly string[];
  readonly kind: "import" | "re-export" | "dynamic" | "side-effect" | "path";
  readonly line: number;
}

/** One name that a file gives to others. */
export interface Export {
  readonly name: string;
  /** Its name inside the file (or, for a re-export, inside the file that `from` names). */
  readonly localName: string;
  /** The specifier of a re-export. */
  readonly from?: string;
  /** A type or interface: nothing at run time, as far as the text tells. */
  readonly isType: boolean;
  readonly line: number;
}

/** A TypeScript (or plain ES module) file. */
export interface Source {
  /** From the root of the repository, with slashes: `packages/wire/src/frame.ts`. */
  readonly path: string;
  readonly text: string;
  /** As {@link scan} returns it. */
  readonly code: string;
  readonly comments: readonly Comment[];
  readonly imports: readonly Import[];
  readonly exports: readonly Export[];
}

/** Reads one file's text. */
export function parseSource(path: string, text: string): Source {
  const { code, comments } = scan(text);
  const parts = { path, text, code, comments };
  return { ...parts, imports: readImports(text, code), exports: readExports(text, code) };
}

/** The 1-based line of an offset. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) line += 1;
  return line;
}

// The names of an import clause hold no quotes, semicolons or parentheses, so a match cannot run into the next statement.
const CLAUSE = /(?<![\w$.])(import|export)\s+((?:type\s+)?[\w$*{},\s]*?)\bfrom\s*["'`]/g;
const SIDE_EFFECT = /(?<![\w$.])import\s*["']/g;
const DYNAMIC = /(?<![\w$.])import\s*\(\s*["'`]/g;
const STRING = /["'`]( *)["'`]/g;

function readImports(text: string, code: string): Import[] {
  const imports: Import[] = [];
  const add = (match: RegExpMatchArray, kind: Import["kind"], names: readonly string[]) => {
    const start = (match.index ?? 0) + match[0].length;
    const line = lineAt(text, match.index ?? 0);
    imports.push({ specifier: stringFrom(text, start), names, kind, line });
  };
  for (const match of code.matchAll(CLAUSE)) {
    add(match, match[1] === "export" ? "re-export" : "import", importedNames(match[2] ?? ""));
  }
  for (const match of code.matchAll(SIDE_EFFECT)) add(match, "side-effect", []);
  for (const match of code.matchAll(DYNAMIC)) add(match, "dynamic", ["*"]);
  return [...imports, ...readPaths(text, code, imports)];
}

/** Strings such as "./client.ts": how workers, browser entries and assets are named. They count as uses. */
function readPaths(text: string, code: string, found: readonly Import[]): Import[] {
  const known = new Set(found.map((one) => one.specifier));
  const paths: Import[] = [];
  for (const match of code.matchAll(STRING)) {
    const start = match.index + 1;
    const specifier = text.slice(start, start + (match[1] ?? "").length);
    if (!/^[\w./-]+\.(?:ts|mjs)$/.test(specifier) || known.has(specifier)) continue;
    paths.push({ specifier, names: ["*"], kind: "path", line: lineAt(text, start) });
  }
  return paths;
}

function stringFrom(text: string, start: number): string {
  return /^[^"'`\n]*/.exec(text.slice(start))?.[0] ?? "";
}

/** `type A, { b as c, type D }` → A is the default; the names as the other file knows them. */
function importedNames(clause: string): string[] {
  if (clause.includes("*")) return ["*"];
  const braces = /\{([^}]*)\}/.exec(clause);
  const named = (braces?.[1] ?? "").split(",").flatMap((part) => {
    const name = part
      .trim()
      .replace(/^type\s+/, "")
      .split(/\s+as\s+/)[0];
    return name ? [name] : [];
  });
  const rest = clause
    .replace(/\{[^}]*\}/, "")
    .replace(/^type\s+/, "")
    .replace(/[,\s]/g, "");
  return rest === "" ? named : ["default", ...named];
}

const DECLARATION =
  /^export\s+(?:declare\s+)?(?:async\s+|abstract\s+)*(function\*?|class|const|let|var|interface|type|enum|namespace)\s+([\w$]+)/gm;
const LIST = /^export\s+(type\s+)?\{([^}]*)\}(\s*from\s*["'])?/gm;

function readExports(text: string, code: string): Export[] {
  const exports: Export[] = [];
  for (const match of code.matchAll(DECLARATION)) {
    const name = match[2] ?? "";
    // The names of an overloaded function are one.
    if (exports.some((known) => known.name === name)) continue;
    const isType = match[1] === "interface" || match[1] === "type";
    exports.push({ name, localName: name, isType, line: lineAt(text, match.index) });
  }
  for (const match of code.matchAll(LIST)) exports.push(...readExportList(text, match));
  return exports;
}

function readExportList(text: string, match: RegExpExecArray): Export[] {
  const from = match[3] === undefined ? undefined : stringFrom(text, match.index + match[0].length);
  const listStart = match.index + match[0].indexOf("{") + 1;
  return [...(match[2] ?? "").matchAll(/(type\s+)?([\w$]+)(?:\s+as\s+([\w$]+))?/g)].map((part) => ({
    name: part[3] ?? part[2] ?? "",
    localName: part[2] ?? "",
    isType: match[1] !== undefined || part[1] !== undefined,
    line: lineAt(text, listStart + part.index),
    ...(from === undefined ? {} : { from }),
  }));
}
