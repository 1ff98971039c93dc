// Where the scripts leave their results for each other: `.cache/reports`, ignored by git.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import type { Outcome } from "./outcomes.ts";
import { ROOT } from "./process.ts";

/** The file of a report, in a folder that exists. */
export function reportPath(name: string): string {
  const path = join(ROOT, ".cache", "reports", name);
  mkdirSync(dirname(path), { recursive: true });
  return path;
}

/** Writes a report as JSON. */
export function writeReport(name: string, report: unknown): void {
  writeFileSync(reportPath(name), JSON.stringify(report, null, 1));
}

/** A report as it was written, `undefined` where there is none or it is broken. */
export function readReport(name: string): unknown {
  try {
    return JSON.parse(readFileSync(reportPath(name), "utf8")) as unknown;
  } catch {
    return undefined;
  }
}

/** What a whole `npm test` leaves. */
export interface TestReport {
  /** The fingerprint of the sources when it began. */
  readonly sources: string;
  readonly outcomes: readonly Outcome[];
}

const TEST_REPORT = "test.json";

/** Leaves the report of a whole `npm test`. */
export function writeTestReport(report: TestReport): void {
  writeReport(TEST_REPORT, report);
}

/** The report of the last whole `npm test`, `undefined` where there is none. */
export function readTestReport(): TestReport | undefined {
  // Written by `writeTestReport` or not there at all.
  return readReport(TEST_REPORT) as TestReport | undefined;
}

/** Removes what an earlier run left, so that it is never taken for this one's. */
export function removeReport(name: string): void {
  rmSync(reportPath(name), { force: true });
}
