import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { findPackingProblems } from "./packing.ts";
import { readTar } from "./tar.ts";

describe("what may be published", () => {
  const problemsOf = (manifest: unknown, paths: readonly string[] = []) =>
    findPackingProblems([
      { path: "package.json", text: JSON.stringify(manifest) },
      ...paths.map((path) => ({ path, text: "" })),
    ]);

  test("a package of built files", () => {
    const manifest = {
      exports: { ".": { types: "./dist/index.d.ts" } },
      dependencies: { "@firecrest/wire": "^0.0.0" },
    };
    expect(problemsOf(manifest, ["dist/index.js", "src/index.ts"])).toEqual([]);
  });

  test.each([
    {
      what: "an export of source",
      manifest: { exports: { ".": { default: "./src/index.ts" } } },
      problem: "./src/index.ts",
    },
    {
      what: "a link into the workspace",
      manifest: { dependencies: { a: "workspace:^" } },
      problem: 'is still "workspace:^"',
    },
    { what: "a test", manifest: {}, paths: ["src/a.test.ts"], problem: "src/a.test.ts is only for tests" },
    { what: "a fixture", manifest: {}, paths: ["src/fixtures/a.jsonl"], problem: "a.jsonl is only for tests" },
  ])("not $what", ({ manifest, paths, problem }) => {
    expect(problemsOf(manifest, paths)).toEqual([expect.stringContaining(problem)]);
  });

  test("not without a manifest", () => {
    expect(findPackingProblems([])).toEqual(["there is no package.json in it"]);
  });
});

test("a tarball is read as it was packed", () => {
  const folder = mkdtempSync(join(tmpdir(), "firecrest-tar-"));
  try {
    // As long a path as npm splits into prefix and name.
    const deep = `${"a-rather-long-folder-name/".repeat(5)}file.txt`;
    mkdirSync(join(folder, "package", deep, ".."), { recursive: true });
    writeFileSync(join(folder, "package", "package.json"), "{}");
    writeFileSync(join(folder, "package", deep), "é".repeat(700));
    execFileSync("tar", ["--format=ustar", "-czf", "a.tgz", "package"], { cwd: folder });
    const files = readTar(readFileSync(join(folder, "a.tgz")));
    expect(Object.fromEntries(files.map((file) => [file.path, file.text]))).toEqual({
      "package.json": "{}",
      [deep]: "é".repeat(700),
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
