import { describe, expect, test } from "vitest";

import {
  type Outcome,
  completeOutcomes,
  countOnce,
  describeTally,
  readPlaywrightReport,
  readVitestReport,
  tally,
} from "./outcomes.ts";

const passed = (key: string): Outcome => ({ key, status: "passed" });
const failed = (key: string): Outcome => ({ key, status: "failed" });
const skipped = (key: string): Outcome => ({ key, status: "skipped" });

describe("reading vitest's report", () => {
  const read = (testResults: readonly unknown[]) => readVitestReport({ testResults }, "/repo");

  test("tests are named by file and full name", () => {
    const assertionResults = [
      { fullName: "frame decodes", status: "passed" },
      { fullName: "frame breaks", status: "failed" },
      { fullName: "frame waits", status: "pending" },
      { fullName: "frame later", status: "todo" },
    ];
    expect(read([{ name: "/repo/packages/wire/src/frame.test.ts", status: "failed", assertionResults }])).toEqual([
      passed("packages/wire/src/frame.test.ts > frame decodes"),
      failed("packages/wire/src/frame.test.ts > frame breaks"),
      skipped("packages/wire/src/frame.test.ts > frame waits"),
      skipped("packages/wire/src/frame.test.ts > frame later"),
    ]);
  });

  test("a file that could not be loaded is a failure, and so is one whose hook broke", () => {
    expect(read([{ name: "/repo/a.test.ts", status: "failed", assertionResults: [] }])).toEqual([
      failed("a.test.ts > (the file itself)"),
    ]);
    const assertionResults = [{ fullName: "a", status: "passed" }];
    expect(read([{ name: "/repo/a.test.ts", status: "failed", assertionResults }])).toEqual([
      failed("a.test.ts > (the file itself)"),
      passed("a.test.ts > a"),
    ]);
  });

  test("rows of a table with one name stay apart", () => {
    const assertionResults = [1, 2, 3].map(() => ({ fullName: "row", status: "passed" }));
    expect(read([{ name: "/repo/a.test.ts", status: "passed", assertionResults }]).map((one) => one.key)).toEqual([
      "a.test.ts > row",
      "a.test.ts > row (2)",
      "a.test.ts > row (3)",
    ]);
  });

  test("no report holds no tests", () => {
    expect(readVitestReport(undefined, "/repo")).toEqual([]);
  });
});

describe("reading Playwright's report", () => {
  test("specs are found in nested suites; a flaky one has failed", () => {
    const spec = (title: string, status: string) => ({ title, tests: [{ projectName: "client", status }] });
    const report = {
      config: { rootDir: "/repo/scripts" },
      suites: [
        {
          title: "click.test.ts",
          file: "../packages/client/e2e/click.test.ts",
          specs: [spec("clicks", "expected"), spec("shakes", "flaky")],
          suites: [{ title: "a form", specs: [spec("submits", "unexpected"), spec("waits", "skipped")] }],
        },
      ],
    };
    expect(readPlaywrightReport(report, "/repo")).toEqual([
      passed("packages/client/e2e/click.test.ts > clicks"),
      failed("packages/client/e2e/click.test.ts > shakes"),
      failed("packages/client/e2e/click.test.ts > a form > submits"),
      skipped("packages/client/e2e/click.test.ts > a form > waits"),
    ]);
  });

  test("no report holds no tests", () => {
    expect(readPlaywrightReport(undefined, "/repo")).toEqual([]);
  });
});

describe("a run is never better than its exit code", () => {
  test.each([
    { name: "all well", outcomes: [passed("a")], exitCode: 0, failures: 0 },
    { name: "a failed test", outcomes: [failed("a")], exitCode: 1, failures: 1 },
    { name: "an unhandled rejection", outcomes: [passed("a")], exitCode: 1, failures: 1 },
    { name: "no tests", outcomes: [], exitCode: 0, failures: 1 },
    { name: "no report at all", outcomes: [], exitCode: 1, failures: 1 },
    { name: "only skipped tests", outcomes: [skipped("a")], exitCode: 0, failures: 0 },
  ])("$name", ({ outcomes, exitCode, failures }) => {
    expect(tally(completeOutcomes(outcomes, { runner: "vitest", exitCode })).failed).toBe(failures);
  });
});

test.each([
  [{ passed: 3, failed: 0, skipped: 0 }, "3 passed, 0 failed"],
  [{ passed: 3, failed: 1, skipped: 2 }, "3 passed, 1 failed, 2 skipped"],
])("%j reads %s", (counts, text) => {
  expect(describeTally(counts)).toBe(text);
});

describe("one count over everything", () => {
  const good = { test: [passed("a"), passed("b")], matrix: [[passed("a"), passed("b")]], failedSteps: [] };

  test("a test that ran several times counts once", () => {
    expect(countOnce(good)).toEqual({ passed: 2, failed: 0 });
  });

  test("a test that failed on one Node has failed, once", () => {
    const matrix = [[failed("a")], [failed("a"), passed("b")]];
    expect(countOnce({ ...good, matrix })).toEqual({ passed: 1, failed: 1 });
  });

  test("a failed step of the check is a failure", () => {
    expect(countOnce({ ...good, failedSteps: ["lint", "size"] })).toEqual({ passed: 2, failed: 2 });
  });

  test("a part that left no report is a failure", () => {
    const nothing = { test: undefined, matrix: undefined, failedSteps: undefined };
    expect(countOnce(nothing)).toEqual({ passed: 0, failed: 3 });
  });

  test("skipped tests are neither", () => {
    expect(countOnce({ ...good, test: [skipped("c")], matrix: [] })).toEqual({ passed: 0, failed: 0 });
  });
});
