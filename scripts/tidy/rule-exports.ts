// What a package shows: documented, few, and named. An entry file is a table of contents and nothing else.

import type { Finding } from "./finding.ts";
import { type Export, type Source, lineAt } from "./source.ts";
import { type Package, type Workspace, resolveImport } from "./workspace.ts";

/** Values (functions, classes, constants) that one entry may export. More than this is two entries. */
export const EXPORTED_VALUES_MAX = 20;

/** Checks the entries of every package under `packages/`. */
export function checkExports(workspace: Workspace): Finding[] {
  return workspace.packages
    .filter((one) => one.folder.startsWith("packages/"))
    .flatMap((one) => [...one.entries].flatMap(([subpath, path]) => checkEntry(workspace, one, { subpath, path })));
}

function checkEntry(workspace: Workspace, owner: Package, entry: { subpath: string; path: string }): Finding[] {
  const source = workspace.sources.get(entry.path);
  if (source === undefined) {
    const message = `package.json exports "${entry.subpath}" from ${entry.path}, which is not there.`;
    return [{ rule: "entries", path: `${owner.folder}/package.json`, line: 1, message }];
  }
  const findings = entry.path.endsWith("/index.ts") ? checkIsList(source) : [];
  findings.push(...checkCount(workspace, source));
  for (const one of source.exports) {
    const message = documentationProblem(workspace, source, one);
    if (message !== undefined) findings.push({ rule: "doc-comments", path: source.path, line: one.line, message });
  }
  return findings;
}

/** An index that declares something hides it from whoever reads the file list. */
function checkIsList(source: Source): Finding[] {
  const rest = source.code
    .replace(/export\s+(?:type\s+)?\{[^}]*\}\s*from\s*"[^"]*"\s*;?/g, (found) => found.replace(/[^\n]/g, " "))
    .replace(/export\s*\{\s*\}\s*;?/g, "");
  if (rest.trim() === "") return [];
  const line = lineAt(rest, rest.search(/\S/));
  const message = `An index.ts is only a list of named re-exports; move "${rest.trim().slice(0, 40).trim()}" into a file.`;
  return [{ rule: "entries", path: source.path, line, message }];
}

function checkCount(workspace: Workspace, source: Source): Finding[] {
  const values = source.exports.filter((one) => !isTypeOnly(workspace, source, one));
  if (values.length <= EXPORTED_VALUES_MAX) return [];
  const message = `It exports ${values.length} functions, classes and constants; the limit is ${EXPORTED_VALUES_MAX}. Split the entry or keep some inside.`;
  return [{ rule: "exported-names", path: source.path, line: 1, message }];
}

function isTypeOnly(workspace: Workspace, source: Source, one: Export): boolean {
  if (one.isType || one.from === undefined) return one.isType;
  const declared = findDeclaration(workspace, source, one);
  return declared?.export.isType ?? false;
}

interface Declared {
  readonly source: Source;
  readonly export: Export;
}

/** A name that is re-exported more often than this is lost on the way. */
const HOPS_MAX = 8;

/** Follows re-exports to the file that declares a name. `undefined` when it comes from outside the repository. */
function findDeclaration(workspace: Workspace, source: Source, one: Export): Declared | undefined {
  let found: Declared = { source, export: one };
  for (let hops = 0; found.export.from !== undefined; hops += 1) {
    const { from, localName } = found.export;
    const path = resolveImport(workspace, found.source.path, from);
    const target = path === undefined ? undefined : workspace.sources.get(path);
    const next = target?.exports.find((known) => known.name === localName);
    if (target === undefined || next === undefined || hops === HOPS_MAX) return undefined;
    found = { source: target, export: next };
  }
  return found;
}

function documentationProblem(workspace: Workspace, source: Source, one: Export): string | undefined {
  const isOurs = one.from === undefined || one.from.startsWith(".") || one.from.startsWith("@firecrest/");
  const declared = findDeclaration(workspace, source, one);
  if (declared === undefined)
    return isOurs ? `"${one.name}" is re-exported from ${one.from}, which does not export it.` : undefined;
  if (hasDocComment(declared.source, declared.export.localName)) return undefined;
  return `"${one.name}" has no doc comment at its declaration in ${declared.source.path}: say what it is, in which unit, with which default.`;
}

/** Does one of the declarations of a name follow a doc comment that says something? */
export function hasDocComment(source: Source, name: string): boolean {
  const declaration = new RegExp(
    `^(?:export\\s+)?(?:declare\\s+)?(?:async\\s+|abstract\\s+)*(?:function\\*?|class|const|let|var|interface|type|enum|namespace)\\s+${name.replaceAll("$", "\\$")}(?![\\w$])`,
    "gm",
  );
  return [...source.code.matchAll(declaration)].some((match) => isPrecededByDoc(source, match.index));
}

function isPrecededByDoc(source: Source, offset: number): boolean {
  let end = offset;
  for (const comment of source.comments.filter((one) => one.end <= offset).reverse()) {
    if (source.text.slice(comment.end, end).trim() !== "") return false;
    if (comment.text.startsWith("/**")) return comment.text.replace(/[\s/*]/g, "") !== "";
    // A line comment in between is a directive for a tool; the doc comment may stand above it.
    end = comment.start;
  }
  return false;
}
