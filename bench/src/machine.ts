/** The machine a run was made on, for the report. */
import { readFileSync } from "node:fs";
import { cpus, release, totalmem, type } from "node:os";
import { today } from "./clock.ts";
import { hasExactCpuTime } from "./proc.ts";

/** A paragraph: processor, memory, systems, versions, and how CPU time was read. */
export function describeMachine(coreNote: string): string {
  const cpu = cpus()[0]?.model.trim() ?? "unknown processor";
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  const clock = hasExactCpuTime() ? "CPU time by schedstat (ns)" : "CPU time by /proc/<pid>/stat (clock ticks)";
  return (
    `${today()}: ${cpu}, ${cpus().length} cores, ${memory}, ${type()} ${release()}, Node ${process.versions.node}, ` +
    `ws ${packageVersion("ws")}, uWebSockets.js by uws-pack ${packageVersion("uWebSockets.js")}; ${coreNote}; ${clock}.`
  );
}

/** The version of a package that the bench depends on. */
function packageVersion(name: string): string {
  const file = new URL(`../node_modules/${name}/package.json`, import.meta.url);
  const manifest = JSON.parse(readFileSync(file, "utf8")) as { readonly version: string };
  return manifest.version;
}
