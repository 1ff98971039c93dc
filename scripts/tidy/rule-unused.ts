// Files and exported names that nothing reaches. Dead code is read, maintained and believed in; it goes.

import type { Finding } from "./finding.ts";
import type { Export, Source } from "./source.ts";
import { type Workspace, isTestPath, resolveImport } from "./workspace.ts";

/** Checks that every file can be reached from an entry, a command or a test, and every export is taken by some file. */
export function checkUnused(workspace: Workspace): Finding[] {
  const uses = collectUses(workspace);
  const reached = reach(workspace, findRoots(workspace));
  const findings: Finding[] = [];
  for (const source of workspace.sources.values()) {
    if (!reached.has(source.path)) {
      const message = "No entry, command or test leads to this file; delete it or use it.";
      findings.push({ rule: "unused-files", path: source.path, line: 1, message });
    } else {
      findings.push(...unusedExports(workspace, source, uses.get(source.path)));
    }
  }
  return findings;
}

/** For each file the names that others take from it; `*` = any. */
function collectUses(workspace: Workspace): Map<string, Set<string>> {
  const uses = new Map<string, Set<string>>();
  for (const source of workspace.sources.values()) {
    for (const one of source.imports) {
      const target = resolveImport(workspace, source.path, one.specifier);
      if (target === undefined || target === source.path) continue;
      const names = uses.get(target) ?? new Set();
      for (const name of one.names) names.add(name);
      uses.set(target, names);
    }
  }
  return uses;
}

/** What is started or imported from outside: package entries, tests, configurations, apps' main files. */
function findRoots(workspace: Workspace): string[] {
  const entries = workspace.packages.flatMap((one) => [...one.entries.values()]);
  const started = [...workspace.sources.keys()].filter((path) => isTestPath(path) || isStarted(path));
  return [...entries, ...started];
}

function isStarted(path: string): boolean {
  return /\.config\.ts$|(?:^|\/)main\.ts$/.test(path) || path === "scripts/run.mjs";
}

function reach(workspace: Workspace, roots: readonly string[]): Set<string> {
  const reached = new Set<string>();
  const waiting = [...roots];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const source = workspace.sources.get(path);
    if (source === undefined || reached.has(path)) continue;
    reached.add(path);
    for (const one of source.imports) {
      const target = resolveImport(workspace, path, one.specifier);
      if (target !== undefined) waiting.push(target);
    }
  }
  return reached;
}

function unusedExports(workspace: Workspace, source: Source, used: ReadonlySet<string> | undefined): Finding[] {
  const isEntry = workspace.packages.some((one) => [...one.entries.values()].includes(source.path));
  if (isEntry || isTestPath(source.path) || used?.has("*") === true) return [];
  return source.exports
    .filter((one) => used?.has(one.name) !== true && !isPartOfSignature(source, one))
    .map((one) => ({
      rule: "unused-exports",
      path: source.path,
      line: one.line,
      message: `No other file takes "${one.name}"; drop the \`export\`, or the thing itself.`,
    }));
}

/** A type that the same file mentions again belongs to what the file exports: whoever calls it may want to name it. */
function isPartOfSignature(source: Source, one: Export): boolean {
  return one.isType && source.code.split(new RegExp(`(?<![\\w$])${one.name}(?![\\w$])`)).length > 2;
}
