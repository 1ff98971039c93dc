// The shape of the repository, checked: `npm run tidy`. The rules are pure functions in tidy/; this file reads and prints.

import { readFileSync } from "node:fs";
import { basename, join } from "node:path";

import { ROOT } from "./process.ts";
import { listFiles } from "./text-files.ts";
import type { Finding } from "./tidy/finding.ts";
import { checkBanned } from "./tidy/rule-banned.ts";
import { checkExports } from "./tidy/rule-exports.ts";
import { checkFiles } from "./tidy/rule-files.ts";
import { checkImports } from "./tidy/rule-imports.ts";
import { checkUnused } from "./tidy/rule-unused.ts";
import { type TextFile, createWorkspace } from "./tidy/workspace.ts";

const TEXT_FILE =
  /\.(?:ts|mjs|js|json|jsonl|css|html|md|sql|yaml|yml|sh|ex|exs|svg|toml|txt)$|^(?:[A-Z]+|Dockerfile|run|\.\w+)$/;
const TEXT_CHARS_MAX = 5_000_000;

const workspace = createWorkspace(readTextFiles());
const findings = checkRepository();
for (const finding of findings) {
  console.log(`${finding.path}:${finding.line}: ${finding.message} [${finding.rule}]`);
}
if (findings.length > 0) {
  console.log(`\n${findings.length} findings: ${countByRule(findings)}`);
  process.exitCode = 1;
} else {
  console.log(`${workspace.sources.size} sources`);
}

function checkRepository(): Finding[] {
  const rules = [checkImports, checkExports, checkBanned, checkFiles, checkUnused];
  const all = rules.flatMap((rule) => rule(workspace));
  return all.sort((a, b) => a.path.localeCompare(b.path) || a.line - b.line);
}

function readTextFiles(): TextFile[] {
  return listFiles(ROOT)
    .filter((path) => TEXT_FILE.test(basename(path)))
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), "utf8") }))
    .filter((file) => file.text.length <= TEXT_CHARS_MAX);
}

function countByRule(all: readonly Finding[]): string {
  const counts = new Map<string, number>();
  for (const finding of all) counts.set(finding.rule, (counts.get(finding.rule) ?? 0) + 1);
  return [...counts].map(([rule, count]) => `${rule} ${count}`).join(", ");
}
