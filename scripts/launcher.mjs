// What every `npm run …` goes through: installs what is missing, then runs the TypeScript source of the command in
// this very process, so that signals and exit codes need no relay and an app can shut down its database by itself.
// Plain Node, no dependencies: it has to work before anything is installed.

import { spawn } from "node:child_process";
import { statSync, utimesSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
/** The package manager, as `npx` gets it: Node and npm are all that a machine needs. */
export const PNPM = "pnpm@10.34.9";

/** Each command and the file that does it, from the root of the repository. */
export const COMMANDS = {
  start: "examples/hashtag-battle/src/main.ts",
  gallery: "examples/gallery/src/main.ts",
  dev: "scripts/dev.ts",
  test: "scripts/test.ts",
  "test-all": "scripts/test-all.ts",
  check: "scripts/check.ts",
  tidy: "scripts/tidy.ts",
  types: "scripts/types.ts",
  size: "scripts/size.ts",
  publint: "scripts/publint.ts",
  bench: "bench/src/main.ts",
  "bench-serve": "bench/src/serve.ts",
  parity: "scripts/parity.ts",
  "parity-break": "scripts/break.ts",
  build: "scripts/build.ts",
  format: "scripts/format.ts",
  "ci-count": "scripts/ci-count.ts",
};

/** Is there nothing installed, or something older than the lockfile asks for? Times in ms; `undefined` = no such file. */
export function needsInstall({ lockfileMs, installedMs }) {
  return installedMs === undefined || (lockfileMs !== undefined && lockfileMs > installedMs);
}

/** The sentence for a command that does not exist. */
export function unknownCommand(name) {
  return `There is no command "${name ?? ""}". Known are: ${Object.keys(COMMANDS).join(", ")}.`;
}

/** Sets up what is missing, then runs the command named by the first argument with the rest as its arguments. */
export async function launch([name, ...args]) {
  const file = Object.hasOwn(COMMANDS, name ?? "") ? COMMANDS[name] : undefined;
  if (file === undefined) throw refusal(unknownCommand(name));
  process.chdir(ROOT);
  const installed = join(ROOT, "node_modules", ".modules.yaml");
  const lockfile = join(ROOT, "pnpm-lock.yaml");
  if (needsInstall({ lockfileMs: modifiedMs(lockfile), installedMs: modifiedMs(installed) })) {
    await install();
    // An install that found nothing to do leaves the file as it was; touched, it is not asked again.
    if (modifiedMs(installed) !== undefined) utimesSync(installed, new Date(), new Date());
  }
  await runTypeScript(join(ROOT, file), args);
}

/** As if `node file …args` had been called, for a TypeScript file on any Node. */
async function runTypeScript(file, args) {
  if (modifiedMs(file) === undefined) throw refusal(`${file} is not there, so there is nothing to run.`);
  const { register } = await import("tsx/esm/api");
  register();
  process.argv = [process.argv[0], file, ...args];
  stopWithNpm();
  await import(pathToFileURL(file).href);
}

/**
 * npm puts a shell between itself and us that does not pass SIGTERM on: `kill <npm>` ends both and would leave us, and
 * our database, running. So the loss of the parent counts as the signal.
 */
function stopWithNpm() {
  if (process.platform === "win32" || process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, "SIGTERM");
  }, 500);
  watch.unref();
}

async function install() {
  process.stdout.write("Installing dependencies, once: this takes from seconds to a minute …\n");
  const { exitCode, output } = await run("npx", ["-y", PNPM, "install", "--frozen-lockfile"]);
  if (exitCode === 0) return;
  throw refusal(
    `${output}\nInstalling the dependencies failed (\`npx -y ${PNPM} install --frozen-lockfile\`, exit code ${exitCode}). ` +
      "The lines above say why; a machine without a way to the npm registry is the usual reason.",
  );
}

function run(command, args) {
  const isWindows = process.platform === "win32";
  const child = spawn(command, args, {
    cwd: ROOT,
    // CI=true: pnpm asks nothing, also when it has to replace a node_modules of another version.
    env: { ...process.env, CI: "true" },
    shell: isWindows,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  child.stderr.on("data", (chunk) => (output += chunk));
  return new Promise((resolve) => {
    child.on("error", (error) => resolve({ exitCode: 1, output: String(error) }));
    child.on("close", (code) => resolve({ exitCode: code ?? 1, output }));
  });
}

function modifiedMs(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}

/** An error whose message is all that the user needs to read. */
function refusal(message) {
  return Object.assign(new Error(message), { isRefusal: true });
}
