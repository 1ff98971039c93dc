import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { fingerprintSources } from "./fingerprint.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sources-"));
  write("packages/live/src/a.ts", "one");
});

afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

test.each([
  ["a source changes", "packages/live/src/a.ts", "two", true],
  ["a source comes", "packages/live/src/b.ts", "", true],
  ["the lockfile changes", "pnpm-lock.yaml", "x", true],
  ["documentation changes", "docs/parity.json", "x", false],
  ["a README changes", "packages/live/README.md", "x", false],
  ["something is built", "packages/live/dist/a.js", "x", false],
])("when %s, does the fingerprint?", (_what, path, text, isChanged) => {
  const before = fingerprintSources(folder);
  write(path, text);
  expect(fingerprintSources(folder) !== before).toBe(isChanged);
});
