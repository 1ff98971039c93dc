// The last line of `.ci/run`: each distinct test counted once, over everything that ran. Exit code 1 when any failed.

import { type CiRecord, type Outcome, countOnce } from "./outcomes.ts";
import { readReport } from "./reports.ts";

const record: CiRecord = {
  test: readReport("test.json") as readonly Outcome[] | undefined,
  matrix: readReport("matrix.json") as readonly (readonly Outcome[])[] | undefined,
  failedSteps: readReport("check.json") as readonly string[] | undefined,
};
const { passed, failed } = countOnce(record);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
