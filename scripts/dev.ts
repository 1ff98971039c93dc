// `npm run dev`: the hashtag battle, started anew whenever a source changes. At its start the server bundles the
// browser's code again, and open pages reconnect by themselves: forms keep what was typed, the rest mounts afresh.

import { spawn } from "node:child_process";
import { existsSync, readdirSync, watch } from "node:fs";
import { join } from "node:path";

import { ROOT, forwardSignals } from "./process.ts";
import { type Child, Restarter } from "./restarter.ts";

const MAIN = join(ROOT, "examples", "hashtag-battle", "src", "main.ts");
/** Editors write a file in several steps, and a branch switch changes many: one restart for all of them. */
const QUIET_MS = 120;
/** A server that has not closed its sockets and its database by then is not going to. */
const PATIENCE_MS = 10_000;

const restarter = new Restarter(startServer);
let waiting: NodeJS.Timeout | undefined;
for (const folder of watchedFolders()) {
  watch(folder, { recursive: true }, (_event, name) => {
    if (name === null || !isSource(name)) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      console.log(`\n${name} changed: starting again …`);
      void restarter.restart();
    }, QUIET_MS);
  });
}

let isEnding = false;
forwardSignals(() => {
  // A terminal's Ctrl-C arrives twice, from the terminal and from npm; the server shall hear it once.
  if (isEnding) return;
  isEnding = true;
  void restarter.stop().then(() => process.exit(0));
});

function watchedFolders(): string[] {
  const packages = readdirSync(join(ROOT, "packages")).map((name) => join(ROOT, "packages", name, "src"));
  const example = ["src", "migrations"].map((name) => join(ROOT, "examples", "hashtag-battle", name));
  return [...packages, ...example].filter((folder) => existsSync(folder));
}

function isSource(name: string): boolean {
  return /\.(?:ts|css|sql|svg)$/.test(name) && !/\.(?:test|types)\.ts$/.test(name);
}

function startServer(): Child {
  const child = spawn(process.execPath, ["--enable-source-maps", "--import", "tsx", MAIN], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: "development" },
    stdio: "inherit",
    // Out of the terminal's reach, so that only we end it, and once.
    detached: process.platform !== "win32",
  });
  const ended = new Promise<void>((resolve) => {
    child.once("error", () => resolve());
    child.once("exit", (code) => {
      if (code !== 0 && code !== null) console.log(`The server ended with exit code ${code}; waiting for a change …`);
      resolve();
    });
  });
  return { ended, stop: () => stopServer(child) };
}

function stopServer(child: ReturnType<typeof spawn>): void {
  child.kill("SIGTERM");
  const last = setTimeout(() => {
    console.log(`The server did not end within ${PATIENCE_MS / 1000} s; it is killed.`);
    child.kill("SIGKILL");
  }, PATIENCE_MS);
  child.once("exit", () => clearTimeout(last));
}
