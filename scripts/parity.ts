// `npm run parity`: checks docs/parity.json, runs the tests that it names, writes docs/parity.md. Where a whole
// `npm test` has left its report about the present sources, that is taken and nothing runs again. `--check` runs
// nothing: is the table sound, and the page what follows from it?

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { fingerprintSources } from "./fingerprint.ts";
import type { Outcome } from "./outcomes.ts";
import { renderParityPage } from "./parity-page.ts";
import { type Verdict, describeFailure, findDoubleProofs, judgeProofs } from "./parity-proofs.ts";
import {
  type ProvenRow,
  type Row,
  findFileProblems,
  findTableProblems,
  isBrowserTest,
  isCounted,
  provenRows,
  readTable,
} from "./parity-table.ts";
import { ROOT } from "./process.ts";
import { readTestReport } from "./reports.ts";
import { type SuiteResult, runPlaywright, runVitest } from "./suites.ts";

const PAGE = "docs/parity.md";

const { rows, problems } = loadTable();
const page = renderParityPage(rows);
if (process.argv.includes("--check")) check();
else await prove();

function loadTable(): { readonly rows: readonly Row[]; readonly problems: readonly string[] } {
  const table = readTable(JSON.parse(read("docs/parity.json") ?? "null"));
  return {
    rows: table.rows,
    problems: [...table.problems, ...findTableProblems(table.rows), ...findFileProblems(table.rows, read)],
  };
}

function check(): void {
  const all = read(PAGE) === page ? problems : [...problems, `${PAGE} is not what parity.json says: npm run parity`];
  for (const problem of all) console.log(problem);
  console.log(`${provenRows(rows).length} rows with a proof, ${all.length} problems`);
  process.exitCode = all.length === 0 ? 0 : 1;
}

async function prove(): Promise<void> {
  writeFileSync(join(ROOT, PAGE), page);
  const claimed = provenRows(rows);
  const outcomes = takeOutcomes() ?? (await runProofs(claimed));
  const verdicts = judgeProofs(claimed, outcomes);
  const bad = verdicts.filter(({ result }) => result !== "passed");
  const failures = [...problems, ...bad.map(describeFailure), ...findDoubleProofs(verdicts)];
  for (const failure of failures) console.log(failure);
  console.log(`parity: ${countProven(verdicts)} of ${rows.filter(isCounted).length} rows proven`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}

function countProven(verdicts: readonly Verdict[]): number {
  return verdicts.filter(({ row, result }) => result === "passed" && isCounted(row)).length;
}

/** What the last whole `npm test` found, if nothing has changed since it began. */
function takeOutcomes(): readonly Outcome[] | undefined {
  const report = readTestReport();
  if (report?.sources !== fingerprintSources(ROOT)) return undefined;
  console.log("The last `npm test` ran these very sources: its report is taken.");
  return report.outcomes;
}

async function runProofs(claimed: readonly ProvenRow[]): Promise<readonly Outcome[]> {
  const files = [...new Set(claimed.map(({ proof }) => proof.file))];
  const browserFiles = files.filter(isBrowserTest);
  const unitFiles = files.filter((file) => !isBrowserTest(file));
  console.log(`Running ${claimed.length} proofs in ${files.length} files.`);
  const options = { label: "parity", output: "keep" } as const;
  const results: SuiteResult[] = [];
  if (unitFiles.length > 0) results.push(await runVitest({ ...options, args: unitFiles }));
  if (browserFiles.length > 0) results.push(await runPlaywright({ ...options, args: browserFiles }));
  for (const { output, outcomes } of results) {
    if (outcomes.some(({ status }) => status === "failed")) console.log(output);
  }
  return results.flatMap(({ outcomes }) => outcomes);
}

function read(path: string): string | undefined {
  try {
    return readFileSync(join(ROOT, path), "utf8");
  } catch {
    return undefined;
  }
}
