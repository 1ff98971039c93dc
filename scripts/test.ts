// `npm test`: unit and contract tests, then the browser; one summary. `npm test -- packages/wire` runs only the unit and
// contract tests of what the filter matches.

import { fingerprintSources } from "./fingerprint.ts";
import { describeTally, tally } from "./outcomes.ts";
import { ROOT } from "./process.ts";
import { removeReport, writeTestReport } from "./reports.ts";
import { type SuiteResult, runPlaywright, runVitest } from "./suites.ts";

const filters = process.argv.slice(2);
const isWhole = filters.length === 0;
// A filtered run says nothing about the whole, so it leaves no report that could be taken for one.
if (isWhole) removeReport("test.json");
// Taken before the run: a source that changes meanwhile makes the report one about other sources.
const sources = fingerprintSources(ROOT);

const unit = await runVitest({ label: "test", args: filters });
const browser = isWhole ? await runBrowserTests() : undefined;
const outcomes = [...unit.outcomes, ...(browser?.outcomes ?? [])];
if (isWhole) writeTestReport({ sources, outcomes });

console.log(`\nunit and contract  ${describe(unit)}`);
console.log(`browser            ${browser === undefined ? "not run: the command names a part" : describe(browser)}`);
for (const one of outcomes) if (one.status === "failed") console.log(`  failed: ${one.key}`);
const counts = tally(outcomes);
console.log(`together           ${describeTally(counts)}`);
process.exitCode = counts.failed === 0 ? 0 : 1;

function describe(result: SuiteResult): string {
  return `${describeTally(tally(result.outcomes))} in ${(result.durationMs / 1000).toFixed(1)} s`;
}

/** No browser is a failed run, not a silent pass. */
async function runBrowserTests(): Promise<SuiteResult> {
  try {
    return await runPlaywright({ label: "test" });
  } catch (error) {
    const output = error instanceof Error ? error.message : String(error);
    console.log(`\n${output}`);
    return { outcomes: [{ key: "playwright: no browser", status: "failed" }], durationMs: 0, output };
  }
}
