// `npm run parity:break -- --seed 7 --rows 30`: breaks the code of rows that the seed draws from docs/parity.json, each in
// a copy of the repository, and runs the row's proof, which has to turn red. `--only G2,G7` takes those rows instead.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { copyRepository } from "./break-copy.ts";
import { type BreakableRow, breakSource, drawRows, testArguments, whyNotRed } from "./break-draw.ts";
import type { Outcome } from "./outcomes.ts";
import { describeFailure, judgeProofs } from "./parity-proofs.ts";
import { isBrowserTest, provenRows, readTable } from "./parity-table.ts";
import { ROOT } from "./process.ts";
import { type SuiteResult, runPlaywright, runVitest } from "./suites.ts";

/** Rows that are broken at the same time. */
const WORKERS = 2;
const UNIT_TIMEOUT_MS = 60_000;
const BROWSER_TIMEOUT_MS = 120_000;

const rows = chooseRows();
const copies = Array.from({ length: Math.min(WORKERS, rows.length) }, makeCopy);
// A signal ends the tests that run; then the copies still have to go.
const stopped = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => stopped.abort());
try {
  process.exitCode = (await breakAll(await findTests())) === rows.length ? 0 : 1;
} finally {
  for (const copy of copies) rmSync(copy, { recursive: true, force: true });
}

function chooseRows(): readonly BreakableRow[] {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: "7" },
      rows: { type: "string", default: "30" },
      only: { type: "string" },
    },
  });
  const table = readTable(JSON.parse(readFileSync(join(ROOT, "docs/parity.json"), "utf8")));
  const breakable = provenRows(table.rows).filter((row): row is BreakableRow => row.break !== undefined);
  const ids = values.only?.split(",");
  if (ids !== undefined) return breakable.filter(({ id }) => ids.includes(id));
  return drawRows(breakable, { seed: Number(values.seed), count: Number(values.rows) });
}

function makeCopy(): string {
  mkdirSync(join(ROOT, ".cache"), { recursive: true });
  const folder = mkdtempSync(join(ROOT, ".cache", "break-"));
  copyRepository(ROOT, folder);
  return folder;
}

/** A row and its test's key among the outcomes, found by a run in which nothing is broken. */
interface Trial {
  readonly row: BreakableRow;
  readonly title: string;
}

/** A test that is red by itself would be red when broken, too: only green ones are put to the trial. */
async function findTests(): Promise<readonly Trial[]> {
  const [copy] = copies;
  if (copy === undefined) return [];
  console.log(`Running the proofs of ${rows.length} rows with nothing broken: ${rows.map(({ id }) => id).join(" ")}`);
  const files = [...new Set(rows.map(({ proof }) => proof.file))];
  const suites = [files.filter((file) => !isBrowserTest(file)), files.filter(isBrowserTest)];
  const outcomes: Outcome[] = [];
  for (const suite of suites) {
    const [first] = suite;
    if (first !== undefined) outcomes.push(...(await runTests(first, { copy, args: suite })).outcomes);
  }
  return judgeProofs(rows, outcomes).flatMap(({ result, title }, index) => {
    const row = rows[index];
    if (row === undefined || title === undefined || result !== "passed") {
      console.log(row === undefined ? "" : `${describeFailure({ row, result, title })} (with nothing broken)`);
      return [];
    }
    return [{ row, title }];
  });
}

/** Runs tests of the kind of `file` in a copy. */
function runTests(
  file: string,
  run: { copy: string; args: readonly string[]; timeoutMs?: number },
): Promise<SuiteResult> {
  const { copy, args, timeoutMs } = run;
  const label = `break-${copies.indexOf(copy)}`;
  const options = { label, root: copy, args, output: "keep", ...(timeoutMs !== undefined && { timeoutMs }) } as const;
  return isBrowserTest(file) ? runPlaywright(options) : runVitest(options);
}

/** How many turned red. Each copy takes the next trial as soon as it is free. */
async function breakAll(trials: readonly Trial[]): Promise<number> {
  const waiting = [...trials];
  let redCount = 0;
  await Promise.all(
    copies.map(async (copy) => {
      for (let trial = waiting.shift(); trial !== undefined && !stopped.signal.aborted; trial = waiting.shift()) {
        const problem = await breakOne(trial, copy);
        if (problem === undefined) redCount += 1;
        console.log(
          `${problem === undefined ? "red   " : "GREEN "} ${trial.row.id.padEnd(4)} ${problem ?? trial.row.proof.title}`,
        );
      }
    }),
  );
  console.log(`breaks: ${redCount} of ${rows.length} turned red`);
  return redCount;
}

/** Breaks one row in a copy, runs its proof and mends the copy. Says what is wrong unless the proof is red. */
async function breakOne({ row, title }: Trial, copy: string): Promise<string | undefined> {
  const path = join(copy, row.break.file);
  const text = readFileSync(path, "utf8");
  const { file } = row.proof;
  const runner = isBrowserTest(file) ? "playwright" : "vitest";
  try {
    writeFileSync(path, breakSource(text, row.break));
    const timeoutMs = runner === "vitest" ? UNIT_TIMEOUT_MS : BROWSER_TIMEOUT_MS;
    const { outcomes } = await runTests(file, { copy, args: testArguments(runner, file, title), timeoutMs });
    return whyNotRed(`${file} > ${title}`, outcomes);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    writeFileSync(path, text);
  }
}
