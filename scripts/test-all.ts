// `npm run test:all`: the tests again, on what they do not meet by default: the other transport, the official client,
// many seeds, other versions of Node. `--after-test` leaves out the plain run, for when `npm test` has just done it.

import { readFileSync } from "node:fs";
import { delimiter, dirname } from "node:path";

import { type Leg, planLegs } from "./legs.ts";
import { type Outcome, describeTally, tally } from "./outcomes.ts";
import { ROOT, runProcess } from "./process.ts";
import { removeReport, writeReport } from "./reports.ts";
import { type SuiteOptions, runPlaywright, runVitest } from "./suites.ts";
import { sourceFiles } from "./text-files.ts";

removeReport("matrix.json");
const startedMs = performance.now();
const runs: (readonly Outcome[])[] = [];
for (const leg of planLegs({
  nodeMajor: Number(process.versions.node.split(".")[0]),
  isAfterTest: process.argv.includes("--after-test"),
})) {
  const legStartedMs = performance.now();
  const { outcomes, output } = await runLeg(leg);
  runs.push(outcomes);
  writeReport("matrix.json", runs);
  const counts = tally(outcomes);
  console.log(`${leg.name.padEnd(42)} ${describeTally(counts)} in ${seconds(legStartedMs)} s`);
  if (counts.failed > 0) console.log(output);
  for (const one of outcomes) if (one.status === "failed") console.log(`  failed: ${one.key}`);
}
const failedLegs = runs.filter((outcomes) => tally(outcomes).failed > 0).length;
console.log(`${runs.length} runs, ${failedLegs} failed, in ${seconds(startedMs)} s`);
process.exitCode = failedLegs === 0 ? 0 : 1;

async function runLeg(leg: Leg): Promise<{ outcomes: readonly Outcome[]; output: string }> {
  try {
    const options = await prepare(leg);
    const args = leg.needsSeeds ? seededTests() : [];
    const unit = leg.suites.includes("vitest") ? await runVitest({ ...options, args }) : undefined;
    const browser = leg.suites.includes("playwright") ? await runPlaywright(options) : undefined;
    return {
      outcomes: [...(unit?.outcomes ?? []), ...(browser?.outcomes ?? [])],
      output: [unit?.output, browser?.output].filter(Boolean).join("\n"),
    };
  } catch (error) {
    const output = error instanceof Error ? error.message : String(error);
    return { outcomes: [{ key: `${leg.name}: it could not be run`, status: "failed" }], output };
  }
}

async function prepare(leg: Leg): Promise<SuiteOptions> {
  const base: SuiteOptions = { label: leg.name.replaceAll(/\W+/g, "-"), env: leg.env, output: "keep" };
  if (leg.nodeMajor === undefined) return base;
  const node = await getNode(leg.nodeMajor);
  const path = `${dirname(node)}${delimiter}${process.env["PATH"] ?? ""}`;
  return { ...base, node, env: { ...leg.env, PATH: path } };
}

/** The path of another Node, from the npm registry. Called by its path: nested `npx -c` would not work. */
async function getNode(major: number): Promise<string> {
  const args = ["-y", "-p", `node@${major}`, "-c", "node -p process.execPath"];
  const { exitCode, output } = await runProcess({ command: "npx", args, output: "keep" });
  const path = output.trim().split("\n").at(-1);
  if (exitCode === 0 && path !== undefined) return path;
  throw new Error(`Node ${major} could not be had by \`npx ${args.join(" ")}\` (exit code ${exitCode}):\n${output}`);
}

/** The test files that draw their cases at random. */
function seededTests(): string[] {
  const isSeeded = (path: string) => /fast-check|FIRECREST_SEEDS/.test(readFileSync(`${ROOT}/${path}`, "utf8"));
  return sourceFiles(ROOT).filter((path) => path.endsWith(".test.ts") && isSeeded(path));
}

function seconds(sinceMs: number): string {
  return ((performance.now() - sinceMs) / 1000).toFixed(1);
}
