import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { type AssetFile, createAssets } from "./assets.ts";
import type { HttpReply, HttpRequest } from "./serve/serve.ts";

const SCRIPT = Buffer.from("export const answer = 42;\n".repeat(100));
const PIXEL = Buffer.from("not really a picture");
const FILES: AssetFile[] = [
  { name: "app.js", bytes: SCRIPT },
  { name: "img/pixel.png", bytes: PIXEL },
  { name: "chunk-ABC123.js", bytes: SCRIPT, hash: "has" },
  { name: "robots.txt", bytes: Buffer.from("User-agent: *\n"), hash: "none" },
  { name: "LICENSE", bytes: Buffer.from("text") },
];

function request(path: string, headers: Readonly<Record<string, string>> = {}, method = "GET"): HttpRequest {
  return {
    method,
    path,
    query: "",
    remoteAddress: "127.0.0.1",
    header: (name) => headers[name],
    headers: () => Object.entries(headers),
    body: () => Promise.resolve(new Uint8Array(0)),
  };
}

function header(reply: HttpReply | undefined, name: string): string | undefined {
  return reply?.headers?.find(([given]) => given === name)?.[1];
}

const assets = createAssets(FILES);

describe("the URL of a file", () => {
  test("has a hash of the content before the extension, unless it has one or wants none", () => {
    expect(assets.urlOf("app.js")).toMatch(/^\/assets\/app-[0-9a-f]{12}\.js$/);
    expect(assets.urlOf("img/pixel.png")).toMatch(/^\/assets\/img\/pixel-[0-9a-f]{12}\.png$/);
    expect(assets.urlOf("LICENSE")).toMatch(/^\/assets\/LICENSE-[0-9a-f]{12}$/);
    expect(assets.urlOf("chunk-ABC123.js")).toBe("/assets/chunk-ABC123.js");
    expect(createAssets(FILES, { prefix: "/" }).urlOf("robots.txt")).toBe("/robots.txt");
  });

  test("changes with the content, and only then", () => {
    const urlOf = (text: string): string =>
      createAssets([{ name: "app.js", bytes: Buffer.from(text) }]).urlOf("app.js");
    expect(urlOf("one")).toBe(urlOf("one"));
    expect(urlOf("one")).not.toBe(urlOf("two"));
  });

  test("of an unknown name is a mistake that lists the known ones", () => {
    expect(() => assets.urlOf("nope.js")).toThrowError(/nope\.js.*app\.js, img\/pixel\.png/);
  });
});

describe("a reply", () => {
  test.each([
    { name: "app.js", type: "text/javascript; charset=utf-8", cache: "public, max-age=31536000, immutable" },
    { name: "img/pixel.png", type: "image/png", cache: "public, max-age=31536000, immutable" },
    { name: "chunk-ABC123.js", type: "text/javascript; charset=utf-8", cache: "public, max-age=31536000, immutable" },
    { name: "robots.txt", type: "text/plain; charset=utf-8", cache: "no-cache" },
    { name: "LICENSE", type: "application/octet-stream", cache: "public, max-age=31536000, immutable" },
  ])("to $name says what it is and how long it keeps", ({ name, type, cache }) => {
    const reply = assets.reply(request(assets.urlOf(name)));
    expect(reply?.status).toBe(200);
    expect(header(reply, "content-type")).toBe(type);
    expect(header(reply, "cache-control")).toBe(cache);
    expect(header(reply, "x-content-type-options")).toBe("nosniff");
    expect(header(reply, "etag")).toMatch(/^"[\w-]+"$/);
  });

  test.each([
    { accept: undefined, encoding: undefined },
    { accept: "", encoding: undefined },
    { accept: "identity", encoding: undefined },
    { accept: "gzip", encoding: "gzip" },
    { accept: "gzip, deflate, br", encoding: "br" },
    { accept: "GZIP;q=0.5, BR;q=0.1", encoding: "br" },
    { accept: "br;q=0, gzip", encoding: "gzip" },
    { accept: "br;q=0.000, gzip; q=0", encoding: undefined },
    { accept: "brotli, xgzip", encoding: undefined },
  ])("to accept-encoding $accept is encoded as $encoding", ({ accept, encoding }) => {
    const reply = assets.reply(
      request(assets.urlOf("app.js"), accept === undefined ? {} : { "accept-encoding": accept }),
    );
    expect(header(reply, "content-encoding")).toBe(encoding);
    expect(header(reply, "vary")).toBe("accept-encoding");
    const body = reply?.body as Uint8Array;
    const decoded = encoding === "br" ? brotliDecompressSync(body) : encoding === "gzip" ? gunzipSync(body) : body;
    expect(Buffer.from(decoded).equals(SCRIPT)).toBe(true);
  });

  test("what does not get smaller is not compressed, nor is anything where compression is off", () => {
    const encodingOf = (set: ReturnType<typeof createAssets>, name: string) =>
      header(set.reply(request(set.urlOf(name), { "accept-encoding": "br, gzip" })), "content-encoding");
    expect(encodingOf(assets, "img/pixel.png")).toBeUndefined();
    expect(encodingOf(createAssets([{ name: "a.js", bytes: Buffer.from("1") }]), "a.js")).toBeUndefined();
    expect(encodingOf(createAssets(FILES, { compress: false }), "app.js")).toBeUndefined();
  });

  test("every encoding has an ETag of its own, and is a 304 without a body to whoever has it", () => {
    const url = assets.urlOf("app.js");
    const etags = ["identity", "gzip", "br"].map((encoding) => {
      const headers = { "accept-encoding": encoding };
      const etag = header(assets.reply(request(url, headers)), "etag") ?? "";
      for (const match of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
        const reply = assets.reply(request(url, { ...headers, "if-none-match": match }));
        expect({ status: reply?.status, body: reply?.body, etag: header(reply, "etag") }).toEqual({
          status: 304,
          body: undefined,
          etag,
        });
      }
      expect(assets.reply(request(url, { ...headers, "if-none-match": '"other"' }))?.status).toBe(200);
      return etag;
    });
    expect(new Set(etags).size).toBe(3);
  });

  test.each([
    { method: "HEAD", status: 200 },
    { method: "POST", status: 405 },
    { method: "DELETE", status: 405 },
  ])("to $method is $status", ({ method, status }) => {
    const reply = assets.reply(request(assets.urlOf("app.js"), {}, method));
    expect(reply?.status).toBe(status);
    expect(header(reply, "allow")).toBe(status === 405 ? "GET, HEAD" : undefined);
  });

  test.each([
    "/",
    "/assets/",
    "/assets/app.js",
    "/assets/../package.json",
    "/assets/%2e%2e/package.json",
    "/assets/img/../chunk-ABC123.js",
    "/assets//chunk-ABC123.js",
    "/assets/chunk-ABC123.js/",
    "/assets/__proto__",
  ])("there is none to %s", (path) => {
    expect(assets.reply(request(path))).toBeUndefined();
  });
});

describe("a file's name", () => {
  test.each([
    "",
    "/app.js",
    "a//b.js",
    "../app.js",
    "a/../b.js",
    "./app.js",
    "a b.js",
    "a?b.js",
    "a#b",
    "a\\b.js",
    "größe.css",
  ])("%j is refused", (name) => {
    expect(() => createAssets([{ name, bytes: SCRIPT }])).toThrowError(
      expect.objectContaining({ code: "invalid-asset" }),
    );
  });

  test("cannot be given twice", () => {
    const file = { name: "a.js", bytes: SCRIPT };
    expect(() => createAssets([file, file])).toThrowError(/is given twice/);
  });
});
