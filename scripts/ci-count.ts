// The last line of `.ci/run`: each distinct test counted once, over everything that ran. Its argument is "1" when one of
// the commands ended badly; the line then shows a failure even if no report does.

import { type CiRecord, type Outcome, countOnce } from "./outcomes.ts";
import { readReport, readTestReport } from "./reports.ts";

const endedBadly = process.argv[2] === "1";
const record: CiRecord = {
  test: readTestReport()?.outcomes,
  matrix: readReport("matrix.json") as readonly (readonly Outcome[])[] | undefined,
  failedSteps: readReport("check.json") as readonly string[] | undefined,
};
const counts = countOnce(record);
const failed = endedBadly ? Math.max(counts.failed, 1) : counts.failed;
console.log(`${counts.passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && counts.passed > 0 ? 0 : 1;
