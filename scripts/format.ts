// Writes every file as the formatter wants it: `npm run format`. `-- packages/wire` limits it to a folder.

import { runTool } from "./process.ts";

const paths = process.argv.slice(2);
const { exitCode } = await runTool("biome", { args: ["format", "--write", ...(paths.length === 0 ? ["."] : paths)] });
process.exitCode = exitCode;
