import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { COMMANDS, needsInstall, unknownCommand } from "./launcher.mjs";
import { ROOT, runProcess } from "./process.ts";

describe("is an install needed?", () => {
  test.each([
    ["nothing is installed", { lockfileMs: 1, installedMs: undefined }, true],
    ["the lockfile is newer than the last install", { lockfileMs: 2, installedMs: 1 }, true],
    ["the last install is newer", { lockfileMs: 1, installedMs: 2 }, false],
    ["both are of the same moment", { lockfileMs: 1, installedMs: 1 }, false],
    ["there is no lockfile to compare with", { lockfileMs: undefined, installedMs: 1 }, false],
  ])("%s", (_name, times, expected) => {
    expect(needsInstall(times)).toBe(expected);
  });
});

test("every script of package.json is a command", () => {
  const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { scripts: Record<string, string> };
  for (const script of Object.values(manifest.scripts)) {
    expect(Object.keys(COMMANDS)).toContain(/^node scripts\/run\.mjs (\S+)$/.exec(script)?.[1]);
  }
});

test("an unknown command is refused with the list of the known ones", async () => {
  expect(unknownCommand("strat")).toContain('no command "strat". Known are: start, gallery, dev, test');
  const args = [join(ROOT, "scripts/run.mjs"), "strat"];
  const { exitCode, output } = await runProcess({ command: process.execPath, args, output: "keep" });
  expect(output).toBe(`${unknownCommand("strat")}\n`);
  expect(exitCode).toBe(1);
});

test("a Node that is too old is refused with a sentence", async () => {
  const gate = JSON.stringify(join(ROOT, "scripts/run.mjs"));
  const program = `Object.defineProperty(process.versions, "node", { value: "20.18.3" }); import(${gate});`;
  const args = ["--input-type=module", "-e", program];
  const { exitCode, output } = await runProcess({ command: process.execPath, args, output: "keep" });
  expect(output).toContain("Firecrest needs Node.js 20.19 or newer; this is Node.js 20.18.3.");
  expect(exitCode).toBe(1);
});
