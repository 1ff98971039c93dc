// All types: first every project in its own world, then the tests over their builds.

import { join } from "node:path";

import { ROOT, runTool } from "./process.ts";

const build = await runTool("tsc", { args: ["-b", join(ROOT, "tsconfig.json")] });
const tests = await runTool("tsc", { args: ["-p", join(ROOT, "scripts/tsconfig.tests.json")] });
process.exitCode = build.exitCode || tests.exitCode;
