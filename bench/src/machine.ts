/** The machine a run was made on, for the report. */
import { readFileSync } from "node:fs";
import { cpus, loadavg, release, totalmem, type } from "node:os";
import { today } from "./clock.ts";
import { hasExactCpuTime } from "./proc.ts";

// Load average of the last minute, in processes; an idle desktop stays below.
const QUIET_LOAD_MAX = 0.5;

/** A paragraph: processor, memory, systems, versions, and how CPU time was read. */
export function describeMachine(notes: readonly string[]): string {
  const cpu = cpus()[0]?.model.trim() ?? "unknown processor";
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  const clock = hasExactCpuTime() ? "CPU time by schedstat (ns)" : "CPU time by /proc/<pid>/stat (clock ticks)";
  return (
    `${today()}: ${cpu}, ${cpus().length} cores, ${memory}, ${type()} ${release()}, Node ${process.versions.node}, ` +
    `ws ${packageVersion("ws")}, uWebSockets.js by uws-pack ${packageVersion("uWebSockets.js")}; ${[...notes, clock].join("; ")}.`
  );
}

/** A sentence when other programs keep this machine busy, undefined when it is quiet. Asked before anything is started. */
export function describeUnrest(): string | undefined {
  const [busyProcesses = 0] = loadavg();
  if (busyProcesses < QUIET_LOAD_MAX) return undefined;
  return `other programs kept the machine busy (load average ${busyProcesses.toFixed(1)} at the start), so ratios scatter by 10 % and more`;
}

/** The version of a package that the bench depends on. */
function packageVersion(name: string): string {
  const file = new URL(`../node_modules/${name}/package.json`, import.meta.url);
  const manifest = JSON.parse(readFileSync(file, "utf8")) as { readonly version: string };
  return manifest.version;
}
