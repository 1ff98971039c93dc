// Every rule on a planted violation, and on the nearest thing that is allowed.

import { describe, expect, test } from "vitest";

import type { Finding } from "./finding.ts";
import { checkBanned } from "./rule-banned.ts";
import { EXPORTED_VALUES_MAX, checkExports, hasDocComment } from "./rule-exports.ts";
import { checkFiles } from "./rule-files.ts";
import { PLACES, checkImports } from "./rule-imports.ts";
import { checkUnused } from "./rule-unused.ts";
import { parseSource } from "./source.ts";
import { type Workspace, createWorkspace } from "./workspace.ts";

/** A workspace of these files, with a manifest for every room of the table. */
function workspaceOf(files: Readonly<Record<string, string>>): Workspace {
  const manifests = Object.keys(PLACES).map((room) => ({
    path: `packages/${room}/package.json`,
    text: JSON.stringify({
      name: `@firecrest/${room}`,
      exports: { ".": "./src/index.ts", "./package.json": "./package.json" },
    }),
  }));
  const apps = [
    {
      path: "examples/battle/package.json",
      text: '{ "name": "battle", "dependencies": { "pg": "1" }, "devDependencies": { "@firecrest/testing": "1" } }',
    },
    { path: "bench/package.json", text: '{ "name": "bench", "dependencies": { "ws": "1" } }' },
    { path: "package.json", text: '{ "devDependencies": { "esbuild": "1" } }' },
  ];
  const all = Object.entries(files).map(([path, text]) => ({ path, text }));
  return createWorkspace([...manifests.filter((one) => files[one.path] === undefined), ...apps, ...all]);
}

function rulesOf(findings: readonly Finding[], path: string): string[] {
  return findings.filter((finding) => finding.path === path).map((finding) => finding.rule);
}

describe("imports", () => {
  test.each([
    ["packages/wire/src/a.ts", 'import { a } from "@firecrest/actors";'],
    ["packages/live/src/a.ts", 'import { a } from "@firecrest/client";'],
    ["packages/channels/src/a.test.ts", 'import { a } from "@firecrest/testing";'],
    ["packages/client/src/a.ts", 'import { a } from "@firecrest/template";'],
    ["packages/pubsub/src/a.ts", 'import { a } from "@firecrest/actors/src/mailbox.ts";'],
    ["packages/wire/src/a.ts", 'import { readFileSync } from "node:fs";'],
    ["packages/client/src/a.ts", 'import { join } from "path";'],
    ["packages/wire/src/a.ts", 'import { a } from "../../actors/src/mailbox.ts";'],
    ["packages/wire/src/a.ts", 'import { a } from "./b";'],
    ["packages/wire/src/a.ts", 'import { a } from "./b.js";'],
    ["packages/live/src/a.ts", 'import { a } from "ws";'],
    ["packages/live/src/a.ts", 'import { a } from "esbuild";'],
    ["examples/battle/src/a.ts", 'import { a } from "@firecrest/testing";'],
    ["examples/battle/src/a.ts", 'import { a } from "@firecrest/wire";'],
    ["examples/battle/src/a.ts", 'import { a } from "../../../packages/live/src/live.ts";'],
    ["bench/src/a.ts", 'import { a } from "@firecrest/testing";'],
    ["scripts/a.ts", 'import { a } from "../packages/wire/src/frame.ts";'],
    ["scripts/a.ts", 'import { a } from "@firecrest/wire";'],
  ])("%s may not %s", (path, text) => {
    expect(rulesOf(checkImports(workspaceOf({ [path]: text })), path)).toEqual(["imports"]);
  });

  test.each([
    ["packages/template/src/a.ts", 'import { a } from "@firecrest/wire";'],
    ["packages/testing/src/a.ts", 'import { a } from "@firecrest/live";'],
    ["packages/channels/src/a.ts", 'import { readFileSync } from "node:fs";'],
    ["packages/wire/src/a.test.ts", 'import { readFileSync } from "node:fs";'],
    ["packages/wire/src/a.test.ts", 'import { expect } from "vitest";'],
    ["packages/wire/src/serve/a.ts", 'import { a } from "../frame.ts";'],
    ["packages/live/src/a.ts", '// import { a } from "@firecrest/client";'],
    ["examples/battle/src/a.ts", 'import { Pool } from "pg";'],
    ["examples/battle/test/a.test.ts", 'import { a } from "@firecrest/testing";'],
    ["examples/battle/src/client.ts", 'import { LiveSocket } from "@firecrest/client";'],
    ["bench/src/a.ts", 'import { build } from "esbuild";'],
    ["scripts/a.ts", 'import { defineConfig } from "vitest/config";'],
  ])("%s may %s", (path, text) => {
    expect(rulesOf(checkImports(workspaceOf({ [path]: text })), path)).toEqual([]);
  });

  test("the message says what the room may import instead", () => {
    const [finding] = checkImports(workspaceOf({ "packages/wire/src/a.ts": '\nimport { a } from "@firecrest/live";' }));
    expect(finding?.message).toBe("wire imports @firecrest/live, but may import only: nothing. Imports go down.");
    expect(finding?.line).toBe(2);
  });

  test("the table has no way up and no circle", () => {
    const order = Object.keys(PLACES);
    const reachable = (room: string): string[] =>
      (PLACES[room]?.mayImport ?? []).flatMap((one) => [one, ...reachable(one)]);
    for (const room of order) expect(reachable(room)).not.toContain(room);
  });
});

describe("exports of an entry", () => {
  const INDEX = "packages/wire/src/index.ts";
  const check = (files: Readonly<Record<string, string>>) =>
    checkExports(workspaceOf(files)).filter((finding) => finding.path.startsWith("packages/wire/"));

  test("every name needs a doc comment where it is declared, however often it is passed on", () => {
    const findings = check({
      [INDEX]: 'export { good, bad, type Shape } from "./middle.ts";',
      "packages/wire/src/middle.ts": 'export { good, bad, type Shape } from "./a.ts";',
      "packages/wire/src/a.ts":
        "/** Good. */\nexport const good = 1;\nexport const bad = 2;\n/** A shape. */\nexport interface Shape {}",
    });
    expect(findings.map((finding) => finding.message)).toEqual([expect.stringContaining('"bad" has no doc comment')]);
  });

  test("a name that is nowhere declared is told", () => {
    const findings = check({ [INDEX]: 'export { gone } from "./a.ts";', "packages/wire/src/a.ts": "" });
    expect(findings[0]?.message).toContain("does not export it");
  });

  test("an index declares nothing", () => {
    expect(rulesOf(check({ [INDEX]: "/** One. */\nexport const a = 1;" }), INDEX)).toEqual(["entries"]);
    expect(check({ [INDEX]: "export {};" })).toEqual([]);
  });

  test("an entry has few values; types that describe them are not counted", () => {
    const list = (count: number, what: string) =>
      Array.from({ length: count }, (_, index) => `/** One. */\nexport ${what.replace("#", `n${index}`)};`).join("\n");
    const names = (count: number) => Array.from({ length: count }, (_, index) => `n${index}`).join(", ");
    const entry = (count: number, what: string) =>
      check({ [INDEX]: `export { ${names(count)} } from "./a.ts";`, "packages/wire/src/a.ts": list(count, what) });
    expect(entry(EXPORTED_VALUES_MAX, "const # = 1")).toEqual([]);
    expect(rulesOf(entry(EXPORTED_VALUES_MAX + 1, "const # = 1"), INDEX)).toEqual(["exported-names"]);
    expect(entry(EXPORTED_VALUES_MAX + 1, "type # = 1")).toEqual([]);
  });

  test("an entry that package.json names has to be there", () => {
    const findings = checkExports(workspaceOf({}));
    expect(rulesOf(findings, "packages/wire/package.json")).toEqual(["entries"]);
  });

  test.each([
    ["/** Text. */\nexport function a() {}", true],
    ["/** Text. */\n// oxlint-disable-next-line max-params -- four parts\nexport function a() {}", true],
    ["/** Text. */\nexport function a(x: 1): 1;\nexport function a(x: 2): 2;", true],
    ["/** Text. */\nexport declare abstract class a {}", true],
    ["/** */\nexport const a = 1;", false],
    ["// Text.\nexport const a = 1;", false],
    ["/* Text. */\nexport const a = 1;", false],
    ["/** Of b. */\nconst b = 1;\nexport const a = 1;", false],
    ["/** Of ab. */\nexport const ab = 1;\nexport const a = 1;", false],
  ])("documented? %j: %s", (text, isDocumented) => {
    expect(hasDocComment(parseSource("x.ts", text), "a")).toBe(isDocumented);
  });
});

describe("banned names", () => {
  const LIVE = "packages/live/src/a.ts";
  test.each([
    [LIVE, "const a = Date.now();", "clock"],
    [LIVE, "const a = new Date();", "clock"],
    [LIVE, "const a = performance.now();", "clock"],
    [LIVE, "setTimeout(f, 1);", "clock"],
    [LIVE, "globalThis.setInterval(f, 1);", "clock"],
    ["examples/battle/src/a.ts", "const a = Math.random();", "randomness"],
    [LIVE, 'import { randomUUID } from "node:crypto";', "randomness"],
    [LIVE, "console.log(1);", "console"],
    [LIVE, "export default 1;", "default-export"],
    [LIVE, 'export * from "./b.ts";', "export-star"],
    [LIVE, "// TO\u0044O: later", "promises"],
    [LIVE, "/* FIX\u004dE */", "promises"],
    [LIVE, "// oxlint-disable-next-line max-params", "unexplained-exception"],
    [LIVE, "// @ts-expect-error", "unexplained-exception"],
  ])("%s: %s", (path, text, rule) => {
    expect(rulesOf(checkBanned(workspaceOf({ [path]: text })), path)).toEqual([rule]);
  });

  test.each([
    [LIVE, "// Date.now() is not called here"],
    [LIVE, 'const a = "Math.random()";'],
    [LIVE, "const a = new Date(nowMs);"],
    [LIVE, "clock.setTimer(1, f); this.setTimeout(1);"],
    [LIVE, "logger.console.log(1);"],
    [LIVE, "// oxlint-disable-next-line max-params -- the four parts of a frame"],
    ["packages/live/src/clock.ts", "setTimeout(f, Date.now());"],
    ["packages/live/src/random.ts", "Math.random();"],
    ["packages/channels/src/serve/contract-http.ts", "setTimeout(f, 1);"],
    ["packages/live/src/a.test.ts", "Date.now(); console.log(1);"],
    ["packages/dev/src/a.ts", "console.log(1);"],
    ["examples/battle/src/main.ts", "console.log(1);"],
    ["bench/src/a.ts", "console.log(performance.now());"],
    ["vitest.config.ts", "export default 1;"],
  ])("%s: %s is allowed", (path, text) => {
    expect(checkBanned(workspaceOf({ [path]: text }))).toEqual([]);
  });
});

describe("files", () => {
  const check = (path: string, text = "") => rulesOf(checkFiles(workspaceOf({ [path]: text })), path);

  test("a file may have 500 lines", () => {
    expect(check("packages/wire/src/a.ts", "x\n".repeat(500))).toEqual([]);
    expect(check("packages/wire/src/a.ts", "x\n".repeat(501))).toEqual(["file-length"]);
    expect(check("packages/wire/src/fixtures/a.jsonl", "x\n".repeat(501))).toEqual([]);
  });

  test.each([
    ["packages/wire/src/utils.ts", ["file-names"]],
    ["packages/wire/src/frameCodec.ts", ["file-names"]],
    ["packages/wire/src/frame-codec.test.ts", []],
    ["packages/wire/globals.d.ts", []],
    ["turbo.json", ["top-level"]],
    ["notes/a.md", ["top-level"]],
    [".biome.json", []],
    [".ci/run", []],
  ])("%s: %j", (path, rules) => {
    expect(check(path)).toEqual(rules);
  });

  // Put together from parts, so that the rule does not find its own test.
  const path = (...parts: readonly string[]) => `/${parts.join("/")}/`;
  test.each([
    [`see ${path("work", "plan")}a.md`, ["machine-text"]],
    [`${path("home", "ana")}firecrest`, ["machine-text"]],
    [["C:", "Users", "ana"].join("\\"), ["machine-text"]],
    [`https:/${path("registry.npmjs.org")}x`, ["machine-text"]],
    [["registry", "https://x"].join("="), ["machine-text"]],
    [["  tarball", " https://x"].join(":"), ["machine-text"]],
    ["packages/work/a, ~/work/b, the work/life balance", []],
    ["http://localhost:4000/home/a, https://github.com/a/b", []],
  ])("%j: %j", (text, rules) => {
    expect(check("docs/a.md", text)).toEqual(rules);
  });
});

describe("unused", () => {
  const INDEX = "packages/wire/src/index.ts";
  const check = (files: Readonly<Record<string, string>>) => checkUnused(workspaceOf(files));

  test("a file that nothing leads to", () => {
    const files = { [INDEX]: 'export { a } from "./a.ts";', "packages/wire/src/a.ts": "export const a = 1;" };
    expect(check(files)).toEqual([]);
    const more = check({ ...files, "packages/wire/src/b.ts": "export const b = 1;" });
    expect(more.map((finding) => [finding.path, finding.rule])).toEqual([["packages/wire/src/b.ts", "unused-files"]]);
  });

  test("two files that only know each other", () => {
    const findings = check({
      "packages/wire/src/a.ts": 'import { b } from "./b.ts"; export const a = b;',
      "packages/wire/src/b.ts": 'import { a } from "./a.ts"; export const b = a;',
    });
    expect(findings.map((finding) => finding.rule)).toEqual(["unused-files", "unused-files"]);
  });

  test("an export that no other file takes", () => {
    const findings = check({
      [INDEX]: 'export { a } from "./a.ts";',
      "packages/wire/src/a.ts": "export const a = 1;\nexport const spare = 2;",
    });
    expect(findings).toEqual([expect.objectContaining({ rule: "unused-exports", line: 2 })]);
  });

  test("a test, a name in a string, a dynamic import and another package's entry are uses", () => {
    const findings = check({
      [INDEX]: 'export { a } from "./a.ts";',
      "packages/wire/src/a.ts": "export const a = 1;\nexport const tested = 2;",
      "packages/wire/src/a.test.ts": 'import { tested } from "./a.ts";',
      "examples/battle/src/main.ts": 'serve({ client: "./client.ts" }); await import("./late.ts");',
      "examples/battle/src/client.ts": "export const hooks = {};",
      "examples/battle/src/late.ts": "export const late = 1;",
    });
    expect(findings).toEqual([]);
  });

  test("a type that belongs to an exported signature may be exported with it", () => {
    const findings = check({
      [INDEX]: 'export { a } from "./a.ts";',
      "packages/wire/src/a.ts":
        "export interface Options {}\nexport interface Spare {}\nexport function a(options: Options) {}",
    });
    expect(findings.map((finding) => finding.message)).toEqual([expect.stringContaining('"Spare"')]);
  });
});
