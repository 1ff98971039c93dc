import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { LiveError } from "./errors.ts";

/** One file of the bundled browser side. Its name carries a hash of its content. */
export interface ClientFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The browser side of an app, bundled. */
export interface ClientBundle {
  /** Every file, source maps included. */
  readonly files: readonly ClientFile[];
  /** The entry's script. */
  readonly script: string;
  /** The entry's stylesheet, if it imports any CSS. */
  readonly style: string | undefined;
}

/** How a browser entry is bundled. */
export interface BundleOptions {
  /** Path of the browser entry (TypeScript or JavaScript). */
  readonly entry: string;
  /** Readable output with source maps, and esbuild's development conditions. Default false. */
  readonly development?: boolean;
}

const MANIFEST = "client-manifest.json";

/**
 * Bundles a browser entry with esbuild: one ES module that a page loads, those that it imports when it needs them, one
 * stylesheet, whatever files they name.
 */
export async function bundleClient({ entry, development = false }: BundleOptions): Promise<ClientBundle> {
  const { build } = await import("esbuild");
  const outdir = "/client";
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    splitting: true,
    format: "esm",
    target: "es2022",
    minify: !development,
    sourcemap: development ? "linked" : false,
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    loader: { ".svg": "file", ".png": "file", ".woff2": "file" },
    define: { "process.env.NODE_ENV": development ? '"development"' : '"production"' },
    metafile: true,
    write: false,
    outdir,
    logLevel: "silent",
  }).catch((error: unknown) => {
    throw new LiveError("client-build-failed", `The browser entry ${entry} could not be bundled: ${String(error)}`, {
      cause: error,
    });
  });
  const files = result.outputFiles.map((file) => ({ name: basename(file.path), bytes: file.contents }));
  // What is imported later has an entry point too.
  const output = Object.entries(result.metafile.outputs).find(
    ([, { entryPoint }]) => entryPoint !== undefined && resolve(entryPoint) === resolve(entry),
  );
  const script = basename(output?.[0] ?? "");
  const style = output?.[1].cssBundle;
  return { files, script, style: style === undefined ? undefined : basename(style) };
}

/** Bundles a browser entry into `outDir`, with the manifest that `loadClient` reads: the build step of a deployment. */
export async function buildClient(options: BundleOptions & { readonly outDir: string }): Promise<ClientBundle> {
  const bundle = await bundleClient(options);
  await mkdir(options.outDir, { recursive: true });
  for (const { name, bytes } of bundle.files) await writeFile(join(options.outDir, name), bytes);
  const manifest = {
    script: bundle.script,
    style: bundle.style,
    files: bundle.files.map(({ name, bytes }) => ({ name, sha256: sha256(bytes) })),
  };
  await writeFile(join(options.outDir, MANIFEST), JSON.stringify(manifest, null, 2));
  return bundle;
}

/** Reads what `buildClient` wrote, or undefined when nothing was built there. A file that does not match the manifest is a LiveError. */
export async function loadClient(outDir: string): Promise<ClientBundle | undefined> {
  const text = await readFile(join(outDir, MANIFEST), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const manifest = JSON.parse(text) as { script: string; style?: string; files: { name: string; sha256: string }[] };
  const files = await Promise.all(
    manifest.files.map(async ({ name, sha256: expected }) => {
      const bytes = await readFile(join(outDir, basename(name)));
      if (sha256(bytes) === expected) return { name, bytes };
      throw new LiveError(
        "client-missing",
        `${join(outDir, name)} is not the file that was built; run the build again.`,
      );
    }),
  );
  return { files, script: manifest.script, style: manifest.style };
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
