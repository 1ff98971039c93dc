import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { copyRepository } from "./break-copy.ts";

let folder: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "copy-")));
});

afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, text = "{}"): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function link(path: string, target: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  symlinkSync(join(folder, target), join(folder, path), "junction");
}

test("a copy has sources of its own, finds its own packages, and links what is installed", () => {
  write("from/package.json");
  write("from/packages/live/package.json");
  write("from/packages/live/src/a.ts", "one");
  write("from/packages/wire/package.json");
  write("from/node_modules/.pnpm/ws/node_modules/ws/index.js");
  write("from/node_modules/.modules.yaml");
  link("from/node_modules/ws", "from/node_modules/.pnpm/ws/node_modules/ws");
  link("from/packages/live/node_modules/@firecrest/wire", "from/packages/wire");
  const to = join(folder, "to");
  mkdirSync(to);
  copyRepository(join(folder, "from"), to);

  writeFileSync(join(to, "packages/live/src/a.ts"), "two");
  expect(readFileSync(join(folder, "from/packages/live/src/a.ts"), "utf8")).toBe("one");
  expect(realpathSync(join(to, "packages/live/node_modules/@firecrest/wire"))).toBe(join(to, "packages/wire"));
  expect(realpathSync(join(to, "node_modules/ws"))).toBe(join(folder, "from/node_modules/.pnpm/ws/node_modules/ws"));
  expect(existsSync(join(to, "node_modules/.modules.yaml"))).toBe(false);
});
