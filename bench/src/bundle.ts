/** Makes the programs that are measured out of their sources, as a production build would. */
import { access } from "node:fs/promises";
import { basename, dirname, extname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const OUT_FOLDER = fileURLToPath(new URL("../dist/run/", import.meta.url));
// What finds files beside itself, or is a binary: loaded from where it is installed.
const EXTERNAL = ["uWebSockets.js", "ws", "esbuild"];
// Bundled CommonJS may ask for Node's own modules by `require`, which an ES module has to make.
const REQUIRE = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

/**
 * Bundles a TypeScript entry to one ES module and returns its path; a `.js` or `.mjs` file is returned as it is.
 *
 * The alternative, running the sources through tsx, was refused: it wraps every named closure in a call that keeps its
 * name, on the hot path too, and so slows down what has many small functions more than a floor that has few.
 */
export async function bundleEntry(entry: string): Promise<string> {
  const source = resolve(entry);
  await access(source).catch(() => {
    throw new Error(`There is no ${source}. It is the program to measure; name another one with --ours <file>.`);
  });
  if (extname(source) !== ".ts") return source;
  const outfile = resolve(OUT_FOLDER, `${basename(dirname(source))}-${basename(source, ".ts")}.mjs`);
  await build({
    entryPoints: [source],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    external: EXTERNAL,
    banner: { js: REQUIRE },
    logLevel: "error",
  });
  return outfile;
}
