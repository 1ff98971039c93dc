// Loaded before each test file when FIRECREST_SEEDS is set: every property draws that many cases.

import { configureGlobal, readConfigureGlobal } from "fast-check";

const count = Number(process.env["FIRECREST_SEEDS"]);
if (!Number.isInteger(count) || count < 1) {
  throw new Error(
    `FIRECREST_SEEDS is "${process.env["FIRECREST_SEEDS"]}"; it is the number of cases a property draws, such as 2000.`,
  );
}
configureGlobal({ ...readConfigureGlobal(), numRuns: count });
