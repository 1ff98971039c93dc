// `npm run check`: everything about the code that can be said without running it. One line a step; the output of those
// that failed. No tests: those are `npm test`.

import { runScript, runTool, type ProcessResult } from "./process.ts";
import { removeReport, writeReport } from "./reports.ts";

interface Step {
  readonly name: string;
  readonly run: () => Promise<ProcessResult>;
}

const KEEP = { output: "keep" } as const;

const STEPS: readonly Step[] = [
  { name: "tidy", run: () => runScript("scripts/tidy.ts", { args: [], ...KEEP }) },
  { name: "types", run: () => runScript("scripts/types.ts", { args: [], ...KEEP }) },
  {
    name: "lint",
    run: () => runTool("oxlint", { args: ["--type-aware", "--deny-warnings", "--format=stylish"], ...KEEP }),
  },
  { name: "format", run: () => runTool("biome", { args: ["format", "--reporter=summary", "."], ...KEEP }) },
  { name: "parity", run: () => runScript("scripts/parity.ts", { args: ["--check"], ...KEEP }) },
  { name: "size", run: () => runScript("scripts/size.ts", { args: [], ...KEEP }) },
  { name: "publint", run: () => runScript("scripts/publint.ts", { args: [], ...KEEP }) },
];

const wanted = process.argv.slice(2);
const steps = STEPS.filter((step) => wanted.length === 0 || wanted.includes(step.name));
const isWhole = steps.length === STEPS.length;
if (isWhole) removeReport("check.json");

const failed: { name: string; output: string }[] = [];
for (const step of steps) {
  const { exitCode, output, durationMs } = await step.run();
  const isGood = exitCode === 0;
  if (!isGood) failed.push({ name: step.name, output });
  console.log(
    `${isGood ? "ok    " : "FAILED"} ${step.name.padEnd(8)} ${seconds(durationMs)}  ${isGood ? note(output) : ""}`,
  );
}
for (const { name, output } of failed) console.log(`\n── ${name} ──\n${output.trim()}`);
if (isWhole)
  writeReport(
    "check.json",
    failed.map((step) => step.name),
  );
console.log(failed.length === 0 ? "\nAll checks passed." : `\nFailed: ${failed.map((step) => step.name).join(", ")}.`);
process.exitCode = failed.length === 0 && steps.length > 0 ? 0 : 1;

function seconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(1)} s`.padStart(7);
}

/** The last line that a step printed: its figure, mostly. */
function note(output: string): string {
  return (output.trim().split("\n").at(-1) ?? "").slice(0, 100);
}
