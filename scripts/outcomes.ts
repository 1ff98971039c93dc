// What the two test runners report, brought into one form and counted. Pure: reports in, numbers out.

import { posix } from "node:path";

/** How one test ended. */
export interface Outcome {
  /** File and full name: the same test has the same key in every run. */
  readonly key: string;
  readonly status: "passed" | "failed" | "skipped";
}

/** How many tests ended how. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Counts outcomes. */
export function tally(outcomes: readonly Outcome[]): Tally {
  const count = (status: Outcome["status"]) => outcomes.filter((one) => one.status === status).length;
  return { passed: count("passed"), failed: count("failed"), skipped: count("skipped") };
}

/** `12 passed, 1 failed, 2 skipped`; what is zero and harmless is left out. */
export function describeTally(counts: Tally): string {
  const skipped = counts.skipped === 0 ? "" : `, ${counts.skipped} skipped`;
  return `${counts.passed} passed, ${counts.failed} failed${skipped}`;
}

/** How a runner ended, beside its report. */
export interface RunnerEnd {
  /** `vitest` or `playwright`: the key of what is no test's fault. */
  readonly runner: string;
  readonly exitCode: number;
}

/**
 * Adds a failure of the run itself where the report alone would look better than it was: a non-zero exit code without
 * a failed test (an unhandled rejection, a broken setup), or no test at all (a glob that matches nothing).
 */
export function completeOutcomes(outcomes: readonly Outcome[], end: RunnerEnd): readonly Outcome[] {
  const add = (what: string): readonly Outcome[] => [...outcomes, { key: `${end.runner}: ${what}`, status: "failed" }];
  if (end.exitCode !== 0 && !outcomes.some((one) => one.status === "failed")) return add("the run itself");
  return outcomes.length === 0 ? add("no tests were found") : outcomes;
}

interface VitestReport {
  readonly testResults?: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** Reads vitest's JSON report. A file that could not be loaded is one failed test. */
export function readVitestReport(report: unknown, root: string): Outcome[] {
  const files = (report as VitestReport | undefined)?.testResults ?? [];
  const outcomes = files.flatMap((file): Outcome[] => {
    const path = relativePath(file.name, root);
    if (file.status === "failed" && !file.assertionResults.some((one) => one.status === "failed")) {
      return [{ key: `${path} > (the file itself)`, status: "failed" }, ...readAssertions(path, file.assertionResults)];
    }
    return readAssertions(path, file.assertionResults);
  });
  return numberRepeats(outcomes);
}

function readAssertions(path: string, results: readonly { fullName: string; status: string }[]): Outcome[] {
  return results.map((one) => ({ key: `${path} > ${one.fullName}`, status: statusOf(one.status) }));
}

interface PlaywrightSuite {
  readonly title: string;
  readonly file?: string;
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs?: readonly {
    readonly title: string;
    readonly tests: readonly { readonly projectName: string; readonly status: string }[];
  }[];
}

interface PlaywrightReport {
  readonly config?: { readonly rootDir?: string };
  readonly suites?: readonly PlaywrightSuite[];
}

/** Reads Playwright's JSON report. A flaky test is a failed one: a flake is a bug in the code or the clock. */
export function readPlaywrightReport(report: unknown, root: string): Outcome[] {
  const { config, suites = [] } = (report ?? {}) as PlaywrightReport;
  const folder = config?.rootDir ?? root;
  return numberRepeats(
    suites.flatMap((suite) => readSuite(suite, relativePath(`${folder}/${suite.file ?? suite.title}`, root))),
  );
}

function readSuite(suite: PlaywrightSuite, prefix: string): Outcome[] {
  const own = (suite.specs ?? []).flatMap((spec) =>
    spec.tests.map((one) => ({ key: `${prefix} > ${spec.title}`, status: statusOf(one.status) })),
  );
  return [...own, ...(suite.suites ?? []).flatMap((child) => readSuite(child, `${prefix} > ${child.title}`))];
}

/** Both runners' words for how a test ended. */
function statusOf(word: string): Outcome["status"] {
  if (word === "passed" || word === "expected") return "passed";
  return word === "failed" || word === "unexpected" || word === "flaky" ? "failed" : "skipped";
}

/** Rows of a table may share a name; the second is not the first. */
function numberRepeats(outcomes: readonly Outcome[]): Outcome[] {
  const seen = new Map<string, number>();
  return outcomes.map((one) => {
    const times = (seen.get(one.key) ?? 0) + 1;
    seen.set(one.key, times);
    return times === 1 ? one : { ...one, key: `${one.key} (${times})` };
  });
}

function relativePath(path: string, root: string): string {
  const slashed = posix.normalize(path.replaceAll("\\", "/"));
  const prefix = `${root.replaceAll("\\", "/")}/`;
  return slashed.startsWith(prefix) ? slashed.slice(prefix.length) : slashed;
}

/** What a whole continuous-integration run produced. `undefined` = that part left no report. */
export interface CiRecord {
  readonly test: readonly Outcome[] | undefined;
  /** The outcomes of every further run of the same tests. */
  readonly matrix: readonly (readonly Outcome[])[] | undefined;
  /** The names of the steps of `npm run check` that failed. */
  readonly failedSteps: readonly string[] | undefined;
}

/**
 * One count over everything: each distinct test once, however often it ran. A test that failed anywhere has failed; a
 * failed step of the check, and a part without a report, count as one failure each.
 */
export function countOnce(record: CiRecord): { passed: number; failed: number } {
  const failed = new Set<string>();
  const passed = new Set<string>();
  for (const outcomes of [record.test ?? [], ...(record.matrix ?? [])]) {
    for (const one of outcomes) {
      if (one.status === "failed") failed.add(one.key);
      else if (one.status === "passed") passed.add(one.key);
    }
  }
  for (const step of record.failedSteps ?? []) failed.add(`check: ${step}`);
  for (const [part, report] of Object.entries(record)) {
    if (report === undefined) failed.add(`${part} left no report`);
  }
  return { passed: [...passed].filter((key) => !failed.has(key)).length, failed: failed.size };
}
