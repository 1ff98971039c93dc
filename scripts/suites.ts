// Runs the two test runners and returns what they found.

import { join } from "node:path";

import { findBrowser } from "./browser.ts";
import { type Outcome, completeOutcomes, readPlaywrightReport, readVitestReport } from "./outcomes.ts";
import { type ProcessOptions, type ProcessResult, ROOT, runProcess, toolPath } from "./process.ts";
import { readReport, removeReport, reportPath } from "./reports.ts";

/** One run of one runner. */
export interface SuiteOptions {
  /** The folder below `.cache/reports` for what it leaves. */
  readonly label: string;
  /** Arguments for the runner: filters, mostly. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The Node to run on; the one that runs this by default. */
  readonly node?: string;
  readonly output?: NonNullable<ProcessOptions["output"]>;
  /** The tree whose tests run. Default: this repository. */
  readonly root?: string;
  /** How long the run may take, in milliseconds, before it is killed. Default: as long as it wants. */
  readonly timeoutMs?: number;
}

/** What a run of one runner gave. */
export interface SuiteResult {
  readonly outcomes: readonly Outcome[];
  readonly durationMs: number;
  /** What it printed, when kept. */
  readonly output: string;
}

/** Unit and contract tests. */
export async function runVitest(options: SuiteOptions): Promise<SuiteResult> {
  const report = `${options.label}/vitest.json`;
  removeReport(report);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${reportPath(report)}`];
  const result = await runOn(options, [toolPath("vitest"), "run", ...reporters, ...(options.args ?? [])]);
  return finish("vitest", result, readVitestReport(readReport(report), options.root ?? ROOT));
}

/** Browser tests, in whichever Chromium can be had. Rejects with a message for the user when there is none. */
export async function runPlaywright(options: SuiteOptions): Promise<SuiteResult> {
  const report = `${options.label}/playwright.json`;
  removeReport(report);
  const browser = await findBrowser();
  const env = {
    ...options.env,
    FIRECREST_CHROMIUM: JSON.stringify(browser),
    FIRECREST_PLAYWRIGHT_REPORT: reportPath(report),
  };
  const config = join(options.root ?? ROOT, "scripts", "playwright.config.ts");
  const args = [toolPath("playwright"), "test", "-c", config, ...(options.args ?? [])];
  const result = await runOn({ ...options, env }, args);
  return finish("playwright", result, readPlaywrightReport(readReport(report), options.root ?? ROOT));
}

function runOn(options: SuiteOptions, args: readonly string[]): Promise<ProcessResult> {
  return runProcess({
    command: options.node ?? process.execPath,
    args,
    output: options.output ?? "show",
    ...(options.env !== undefined && { env: options.env }),
    ...(options.root !== undefined && { cwd: options.root }),
    ...(options.timeoutMs !== undefined && { timeoutMs: options.timeoutMs }),
  });
}

function finish(runner: string, result: ProcessResult, found: readonly Outcome[]): SuiteResult {
  const outcomes = completeOutcomes(found, { runner, exitCode: result.exitCode });
  return { outcomes, durationMs: result.durationMs, output: result.output };
}
