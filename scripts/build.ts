// `npm run build`: every package into its `dist`, from nothing, so that no file of a deleted source stays behind; then
// the browser side of the example.

import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

import { ROOT, runTool } from "./process.ts";

const PACKAGES = readdirSync(join(ROOT, "packages")).map((name) => join(ROOT, "packages", name));

for (const folder of [...PACKAGES, join(ROOT, "bench"), join(ROOT, "examples", "hashtag-battle")]) {
  for (const name of ["dist", "tsconfig.tsbuildinfo"]) rmSync(join(folder, name), { recursive: true, force: true });
}
const { exitCode } = await runTool("tsc", { args: ["-b"] });
if (exitCode !== 0) process.exit(exitCode);
console.log(`Built ${PACKAGES.length} packages.`);
const example = await runTool("tsx", { args: [join(ROOT, "examples/hashtag-battle/src/build.ts")] });
process.exitCode = example.exitCode;
