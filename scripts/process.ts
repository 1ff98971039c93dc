// Child processes: run one, wait for it, pass signals on.

import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the repository. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** What to run, and whether its output is shown as it comes or kept. */
export interface ProcessOptions {
  readonly command: string;
  readonly args: readonly string[];
  /** The folder to run it in. Default: that of the repository. */
  readonly cwd?: string;
  /** How long it may take, in milliseconds, before it is killed with all that it started. Default: as long as it wants. */
  readonly timeoutMs?: number;
  /** Added to this process's environment; `undefined` removes a name. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** `show` (the default) writes straight to the terminal; `keep` collects both streams into `output`. */
  readonly output?: "show" | "keep";
}

/** How a child process ended. */
export interface ProcessResult {
  /** Its exit code; 128 + the signal's number when a signal ended it (137 at its `timeoutMs`), 127 when it could not be started. */
  readonly exitCode: number;
  /** Standard output and error in the order they came; empty unless `output: "keep"`. */
  readonly output: string;
  readonly durationMs: number;
}

/** Runs a program to its end. Signals that this process gets meanwhile are passed on to it. Never rejects. */
export function runProcess(options: ProcessOptions): Promise<ProcessResult> {
  const startedMs = performance.now();
  const isKept = options.output === "keep";
  const child = spawn(options.command, options.args, {
    cwd: options.cwd ?? ROOT,
    env: { ...process.env, ...options.env },
    // On Windows these two are scripts, which only a shell can start.
    shell: process.platform === "win32" && /^(?:npm|npx)$/.test(options.command),
    stdio: isKept ? ["ignore", "pipe", "pipe"] : "inherit",
    // A group of its own can be killed as one.
    detached: options.timeoutMs !== undefined && process.platform !== "win32",
  });
  let output = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (output += text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (output += text));
  const release = forwardSignals((signal) => child.kill(signal));
  const killer = options.timeoutMs === undefined ? undefined : setTimeout(() => killAll(child), options.timeoutMs);
  return new Promise((resolve) => {
    const end = (exitCode: number) => {
      clearTimeout(killer);
      release();
      resolve({ exitCode, output, durationMs: performance.now() - startedMs });
    };
    child.once("error", (error) => {
      output += `${options.command} could not be started: ${error.message}\n`;
      end(127);
    });
    child.once("close", (code, signal) => end(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}

/** Ends a process that has a group of its own, with every process in it. */
function killAll(child: ChildProcess): void {
  if (process.platform === "win32" || child.pid === undefined) child.kill("SIGKILL");
  else process.kill(-child.pid, "SIGKILL");
}

/** Runs a command of an installed package with this very Node: no shell, no PATH, the same on every system. */
export function runTool(tool: string, options: Omit<ProcessOptions, "command">): Promise<ProcessResult> {
  return runProcess({ ...options, command: process.execPath, args: [toolPath(tool), ...options.args] });
}

/** Runs a TypeScript file of this repository in a process of its own. `file` is relative to the root. */
export function runScript(file: string, options: Omit<ProcessOptions, "command">): Promise<ProcessResult> {
  return runProcess({
    ...options,
    command: process.execPath,
    args: ["--import", "tsx", join(ROOT, file), ...options.args],
  });
}

/** The file behind a command such as `vitest` or `tsc`, read from its package's manifest. */
export function toolPath(tool: string): string {
  const packageName = PACKAGE_OF_TOOL[tool] ?? tool;
  const folder = join(ROOT, "node_modules", packageName);
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    bin?: string | Record<string, string>;
  };
  const file = typeof manifest.bin === "string" ? manifest.bin : manifest.bin?.[tool];
  if (file === undefined) throw new Error(`${packageName} has no command "${tool}" in its package.json.`);
  return join(folder, file);
}

const PACKAGE_OF_TOOL: Readonly<Record<string, string>> = {
  tsc: "typescript",
  biome: "@biomejs/biome",
  playwright: "@playwright/test",
};

/** Calls `forward` for SIGINT, SIGTERM and SIGHUP instead of dying of them, until the returned function is called. */
export function forwardSignals(forward: (signal: NodeJS.Signals) => void): () => void {
  const signals: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) process.on(signal, forward);
  return () => {
    for (const signal of signals) process.off(signal, forward);
  };
}
