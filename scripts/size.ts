// `npm run size`: what the browser has to load before anything is live. Fails when it is more than the budget.

import { gzipSync } from "node:zlib";
import { join } from "node:path";

import { build } from "esbuild";

import { ROOT } from "./process.ts";
import { ENTRY_BYTES_MAX, describeModules, describeTotal } from "./size-table.ts";

const bundle = await build({
  entryPoints: [join(ROOT, "packages/client/src/index.ts")],
  absWorkingDir: ROOT,
  bundle: true,
  minify: true,
  format: "esm",
  platform: "browser",
  target: "es2022",
  legalComments: "none",
  metafile: true,
  write: false,
  logLevel: "error",
});
const [file] = bundle.outputFiles;
const [output] = Object.values(bundle.metafile.outputs);
if (file === undefined || output === undefined) throw new Error("esbuild wrote no bundle for packages/client.");

const gzipBytes = gzipSync(file.contents, { level: 9 }).length;
console.log(describeModules(output.inputs));
console.log(describeTotal({ bytes: file.contents.length, gzipBytes }));
process.exitCode = gzipBytes <= ENTRY_BYTES_MAX ? 0 : 1;
