import { createHash } from "node:crypto";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { lookup } from "mrmime";
import { ChannelError } from "./errors.ts";
import type { HttpReply, HttpRequest } from "./serve/serve.ts";

/** A file to serve. */
export interface AssetFile {
  /** The path below the prefix, with `/` between folders: `"app.js"`, `"img/logo.svg"`. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /**
   * - `"add"`, the default: served as `app-1a2b3c4d5e6f.js`, for ever; `urlOf` tells the name
   * - `"has"`: the name contains a hash of the content already, as bundlers write it; served for ever as it is
   * - `"none"`: served as it is and asked for anew each time: `robots.txt`, `favicon.ico`
   */
  readonly hash?: "add" | "has" | "none";
}

/** How a set of files is prepared. */
export interface AssetsOptions {
  /** Where they are served; begins and ends with `/`. Default `"/assets/"`. */
  readonly prefix?: string;
  /** Whether to compress now what is worth it; takes about a second per megabyte. Default true; development may do without. */
  readonly compress?: boolean;
}

/** A set of files, ready to send. */
export interface Assets {
  /** The URL path of a file by its name. Throws `invalid-asset` for a name that is not in the set. */
  urlOf(name: string): string;
  /** The reply to a request below the prefix, or undefined when the path is none of ours. */
  reply(request: HttpRequest): HttpReply | undefined;
}

type Headers = readonly (readonly [string, string])[];

/** One content encoding of a file. Each has its own `ETag`: a strong one promises the same bytes. */
interface Variant {
  readonly body: Uint8Array;
  readonly etag: string;
  readonly headers: Headers;
}

interface PreparedAsset {
  readonly identity: Variant;
  readonly gzip: Variant | undefined;
  readonly brotli: Variant | undefined;
}

/** The hash in a name: 12 characters tell a thousand versions of a file apart with certainty. */
const HASH_LENGTH = 12;

const FOREVER = "public, max-age=31536000, immutable";
const REVALIDATE = "no-cache";

/**
 * Prepares files once: names, hashes, compressed bytes, headers. A request is then one look-up in a Map by the undecoded path, so
 * no path can reach anything that was not given here. Throws `invalid-asset` for a name that is not a plain relative path, or is given twice.
 */
export function createAssets(files: readonly AssetFile[], options: AssetsOptions = {}): Assets {
  const { prefix = "/assets/", compress = true } = options;
  const byUrl = new Map<string, PreparedAsset>();
  const urls = new Map<string, string>();
  for (const file of files) {
    checkName(file.name, urls);
    const url = prefix + servedName(file);
    urls.set(file.name, url);
    byUrl.set(url, prepare(file, compress));
  }
  return {
    urlOf: (name) => urls.get(name) ?? unknownAsset(name, [...urls.keys()]),
    reply: (request) => {
      const asset = byUrl.get(request.path);
      return asset === undefined ? undefined : answer(request, asset);
    },
  };
}

function answer(request: HttpRequest, asset: PreparedAsset): HttpReply {
  if (request.method !== "GET" && request.method !== "HEAD") return { status: 405, headers: [["allow", "GET, HEAD"]] };
  const { body, etag, headers } = choose(asset, request.header("accept-encoding") ?? "");
  if (matchesEtag(request.header("if-none-match"), etag)) return { status: 304, headers };
  return { status: 200, headers, body };
}

/** The smallest encoding that the client takes. A weight of zero is a refusal; other weights are not weighed. */
function choose(asset: PreparedAsset, acceptEncoding: string): Variant {
  if (asset.brotli !== undefined && accepts(acceptEncoding, "br")) return asset.brotli;
  if (asset.gzip !== undefined && accepts(acceptEncoding, "gzip")) return asset.gzip;
  return asset.identity;
}

function accepts(acceptEncoding: string, encoding: string): boolean {
  return acceptEncoding.split(",").some((entry) => {
    const [name, ...parameters] = entry.split(";").map((part) => part.trim().toLowerCase());
    return name === encoding && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}

function matchesEtag(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.split(",").some((entry) => entry.trim() === "*" || entry.trim().replace(/^W\//, "") === etag);
}

function prepare(file: AssetFile, compress: boolean): PreparedAsset {
  const { bytes, hash = "add" } = file;
  const type = lookup(file.name) ?? "application/octet-stream";
  const isText = /^(text\/|image\/svg|application\/(javascript|json|manifest|xml|wasm|.*\+(json|xml)))/.test(type);
  const headers: Headers = [
    ["content-type", isText && type !== "application/wasm" ? `${type}; charset=utf-8` : type],
    ["cache-control", hash === "none" ? REVALIDATE : FOREVER],
    ["x-content-type-options", "nosniff"],
  ];
  const content = contentHash(bytes);
  if (!compress || !isText) return { identity: variant(bytes, content, headers), gzip: undefined, brotli: undefined };
  const varied: Headers = [...headers, ["vary", "accept-encoding"]];
  return {
    identity: variant(bytes, content, varied),
    gzip: smaller(
      variant(gzipSync(bytes, { level: 9 }), `${content}-gz`, [...varied, ["content-encoding", "gzip"]]),
      bytes,
    ),
    brotli: smaller(variant(brotli(bytes), `${content}-br`, [...varied, ["content-encoding", "br"]]), bytes),
  };
}

function brotli(bytes: Uint8Array): Uint8Array {
  return brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
}

function variant(body: Uint8Array, tag: string, headers: Headers): Variant {
  return { body, etag: `"${tag}"`, headers: [...headers, ["etag", `"${tag}"`]] };
}

/** An encoding that saves nothing is not kept. */
function smaller(encoded: Variant, bytes: Uint8Array): Variant | undefined {
  return encoded.body.length < bytes.length ? encoded : undefined;
}

function servedName({ name, bytes, hash = "add" }: AssetFile): string {
  if (hash !== "add") return name;
  const dot = name.lastIndexOf(".");
  const [stem, extension] = dot > name.lastIndexOf("/") + 1 ? [name.slice(0, dot), name.slice(dot)] : [name, ""];
  return `${stem}-${contentHash(bytes)}${extension}`;
}

function contentHash(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex").slice(0, HASH_LENGTH);
}

function checkName(name: string, urls: ReadonlyMap<string, string>): void {
  // What encodeURI leaves alone is how it appears in a request's path.
  const isPlain =
    name !== "" &&
    encodeURI(name) === name &&
    !/[?#\\]/.test(name) &&
    name.split("/").every((part) => part !== "" && part !== "." && part !== "..");
  if (isPlain && !urls.has(name)) return;
  const problem = isPlain ? "is given twice" : "is not a plain relative path";
  throw new ChannelError(
    "invalid-asset",
    `The asset name ${JSON.stringify(name)} ${problem}. Use names such as "app.js" or "img/logo.svg", each once.`,
  );
}

function unknownAsset(name: string, known: readonly string[]): never {
  throw new ChannelError(
    "invalid-asset",
    `There is no asset named ${JSON.stringify(name)}. There are: ${known.join(", ") || "none"}.`,
  );
}
