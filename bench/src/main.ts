/** `npm run bench`: starts what it measures, prints one table. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { bundleEntry } from "./bundle.ts";
import { type CorePlan, planCores } from "./cores.ts";
import { FULL_PACE, type Pace, PAIR_FIGURES, QUICK_PACE } from "./figures.ts";
import { describeMachine, describeUnrest } from "./machine.ts";
import { measureMemory, MEMORY_FIGURES } from "./measure-memory.ts";
import { measurePairs } from "./measure-pairs.ts";
import { measureTable } from "./measure-table.ts";
import { isWanted, type Options, parseOptions, USAGE } from "./options.ts";
import { readAllowedCpus } from "./proc.ts";
import { formatProgress, formatReport } from "./report.ts";
import { failedRow, type Row } from "./rows.ts";
import type { Transport } from "./server-process.ts";
import type { Programs, Setting } from "./side.ts";

const BENCH_FOLDER = new URL("../", import.meta.url);

// A signal ends a process without its "exit" handlers, and those stop the servers.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
await run().catch((error: unknown) => {
  tell(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});

async function run(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  if (options.wantsHelp) {
    process.stdout.write(USAGE);
    return;
  }
  if (!existsSync("/proc/self/stat")) {
    throw new Error(
      "The bench reads CPU time and memory from /proc, which only Linux has. Run it in a container or a virtual machine.",
    );
  }
  const unrest = describeUnrest();
  const programs = await bundlePrograms(options);
  const cores = pinToCores();
  const notes = unrest === undefined ? [cores.note] : [cores.note, unrest];
  tell(notes.join("; "));
  const transports = await loadableTransports(options.transports);
  const rows = await measureAll(
    options,
    transports.map((transport) => ({ programs, cores, transport })),
  );
  process.stdout.write(`\n${formatReport(rows)}\n${describeMachine(notes)}\n`);
  if (rows.some((row) => row.problem !== undefined)) process.exitCode = 1;
}

async function bundlePrograms(options: Options): Promise<Programs> {
  return {
    ours: await bundleEntry(options.ours ?? benchFile("src/serve.ts")),
    floor: await bundleEntry(benchFile("src/floor/main.ts")),
    load: await bundleEntry(benchFile("src/load/main.ts")),
  };
}

function benchFile(path: string): string {
  return fileURLToPath(new URL(path, BENCH_FOLDER));
}

/** Plans the cores and moves this process itself to the load's. */
function pinToCores(): CorePlan {
  const cores = planCores(readAllowedCpus(), hasTaskset());
  if (cores.load !== undefined)
    execFileSync("taskset", ["-cp", String(cores.load), String(process.pid)], { stdio: "ignore" });
  return cores;
}

function hasTaskset(): boolean {
  try {
    execFileSync("taskset", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Leaves uWebSockets.js out, and says so, where it has no binary for this Node. */
async function loadableTransports(wanted: readonly Transport[]): Promise<readonly Transport[]> {
  try {
    if (wanted.includes("uws")) await import("uWebSockets.js");
    return wanted;
  } catch {
    tell(`uWebSockets.js has no binary for Node ${process.versions.node} here; only ws is measured.`);
    return wanted.filter((transport) => transport !== "uws");
  }
}

async function measureAll(options: Options, settings: readonly Setting[]): Promise<Row[]> {
  const pace: Pace = options.isQuick ? QUICK_PACE : FULL_PACE;
  const rows: Row[] = [];
  const add = async (title: string, setting: Setting, work: () => Promise<Row | readonly Row[]>): Promise<void> => {
    const measured = [await work().catch((error: unknown) => failedRow(title, setting.transport, error))].flat();
    for (const row of measured) tell(formatProgress(row));
    rows.push(...measured);
  };
  const figures = PAIR_FIGURES.filter(
    ({ name, crowd }) => isWanted(options, name) && (crowd?.views ?? 0) <= pace.crowdMax,
  );
  for (const figure of figures) {
    for (const setting of settings) await add(figure.title, setting, () => measurePairs(figure, setting, pace));
  }
  if (isWanted(options, "table-events")) {
    for (const setting of settings) await add("table, events", setting, () => measureTable(setting, pace));
  }
  for (const figure of MEMORY_FIGURES.filter(({ name }) => isWanted(options, name))) {
    await Promise.all(
      settings.map((setting) => add(figure.title, setting, () => measureMemory(figure, setting, pace))),
    );
  }
  return rows;
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}
