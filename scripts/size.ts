// `npm run size`: what the browser loads before anything is live, and what it may load later. Fails when either is more than
// its budget, or when the entry would wait for a second file.

import { gzipSync } from "node:zlib";
import { basename, join } from "node:path";

import { build } from "esbuild";

import { ROOT } from "./process.ts";
import { ENTRY_BYTES_MAX, TOTAL_BYTES_MAX, describeBudget, describeModules } from "./size-table.ts";

const ENTRY = "packages/client/src/index.ts";

const { outputFiles, metafile } = await build({
  entryPoints: [join(ROOT, ENTRY)],
  absWorkingDir: ROOT,
  outdir: join(ROOT, "client"),
  bundle: true,
  splitting: true,
  minify: true,
  format: "esm",
  platform: "browser",
  target: "es2022",
  legalComments: "none",
  metafile: true,
  write: false,
  logLevel: "error",
});

const parts = outputFiles.map((file) => {
  const name = basename(file.path);
  const output = metafile.outputs[`client/${name}`];
  if (output === undefined) throw new Error(`esbuild says nothing about ${name}.`);
  const imports = output.imports.filter(({ kind }) => kind === "import-statement").map(({ path }) => path);
  return { name, output, imports, isEntry: output.entryPoint === ENTRY, gzipBytes: gzip(file.contents) };
});
const entry = parts.find(({ isEntry }) => isEntry);
if (entry === undefined) throw new Error(`esbuild wrote no bundle for ${ENTRY}.`);

for (const { name, output, gzipBytes } of parts) {
  console.log(`${name}, ${gzipBytes} B gzip:`);
  console.log(describeModules(output.inputs));
}
const budgets = [
  { name: "client entry", gzipBytes: entry.gzipBytes, gzipBytesMax: ENTRY_BYTES_MAX },
  {
    name: "client total",
    gzipBytes: parts.reduce((sum, part) => sum + part.gzipBytes, 0),
    gzipBytesMax: TOTAL_BYTES_MAX,
  },
];
for (const budget of budgets) console.log(describeBudget(budget));
// A module that the entry and a lazy part both import ends up in a file of its own, and every page waits for that too.
const second = entry.imports;
if (second.length > 0)
  console.log(`The entry imports ${second.join(", ")}: hand the part what it shares with the entry.`);

const isOver = budgets.some(({ gzipBytes, gzipBytesMax }) => gzipBytes > gzipBytesMax);
process.exitCode = isOver || second.length > 0 ? 1 : 0;

function gzip(bytes: Uint8Array): number {
  return gzipSync(bytes, { level: 9 }).length;
}
