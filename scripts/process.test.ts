import { existsSync } from "node:fs";

import { expect, test } from "vitest";

import { runProcess, toolPath } from "./process.ts";

const run = (program: string) =>
  runProcess({ command: process.execPath, args: ["-e", program], env: { GIVEN: "given" }, output: "keep" });

test("output of both streams, environment and exit code come back", async () => {
  const { exitCode, output } = await run('console.log(process.env.GIVEN); console.error("err"); process.exitCode = 3;');
  expect(output.trim().split("\n").sort()).toEqual(["err", "given"]);
  expect(exitCode).toBe(3);
});

test("a child ended by a signal has the exit code that a shell would give", async () => {
  const { exitCode } = await run('process.kill(process.pid, "SIGKILL"); setInterval(() => {}, 1000);');
  expect(exitCode).toBe(137);
});

test("a child that takes too long is killed, with what it has started", async () => {
  // The grandchild holds the pipes open: as long as it lives, the run has no end.
  const wait = "setInterval(() => {}, 1000)";
  const program = `require("node:child_process").spawn(process.execPath, ["-e", "${wait}"], { stdio: "inherit" }); ${wait};`;
  const args = ["-e", program];
  const { exitCode } = await runProcess({ command: process.execPath, args, output: "keep", timeoutMs: 500 });
  expect(exitCode).toBe(137);
});

test("a program that is not there is a result, not a rejection", async () => {
  const { exitCode, output } = await runProcess({ command: "firecrest-no-such-program", args: [], output: "keep" });
  expect(exitCode).toBe(127);
  expect(output).toContain("could not be started");
});

test.each(["vitest", "tsc", "oxlint", "biome", "playwright"])("%s is found in its package", (tool) => {
  expect(existsSync(toolPath(tool))).toBe(true);
});
