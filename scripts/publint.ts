// Each package as it would be published: packed by pnpm, then read by publint and by a few rules of ours.

import { mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

import { publint } from "publint";
import { formatMessage } from "publint/utils";

import { PNPM } from "./launcher.mjs";
import { findPackingProblems } from "./packing.ts";
import { ROOT, runProcess, runTool } from "./process.ts";
import { readTar } from "./tar.ts";

const PACKS = join(ROOT, ".cache", "packs");

// Type errors are what `types` is for; what could not be built is missing from a tarball, and that is said here.
await runTool("tsc", { args: ["-b"], output: "keep" });
await pack();

let problems = 0;
const tarballs = readdirSync(PACKS).sort();
for (const tarball of tarballs) {
  for (const problem of await lint(readFileSync(join(PACKS, tarball)))) {
    problems += 1;
    console.log(`${tarball}: ${problem}`);
  }
}
console.log(`${tarballs.length} packages, ${problems} problems`);
process.exitCode = problems === 0 && tarballs.length > 0 ? 0 : 1;

async function lint(tarball: Buffer): Promise<string[]> {
  const own = findPackingProblems(readTar(tarball));
  const { messages, pkg } = await publint({ pack: { tarball: Uint8Array.from(tarball).buffer }, strict: true });
  const theirs = messages
    .filter((message) => message.type !== "suggestion")
    .map((message) => formatMessage(message, pkg, { color: false }) ?? message.code);
  return [...own, ...theirs];
}

async function pack(): Promise<void> {
  rmSync(PACKS, { recursive: true, force: true });
  mkdirSync(PACKS, { recursive: true });
  const args = ["-y", PNPM, "-r", "--filter", "./packages/*", "pack", "--pack-destination", PACKS];
  const { exitCode, output } = await runProcess({ command: "npx", args, env: { CI: "true" }, output: "keep" });
  if (exitCode !== 0) console.log(output.trim());
}
