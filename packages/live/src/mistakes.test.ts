import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const fixtures = fileURLToPath(new URL("./fixtures/", import.meta.url));

/** What the compiler says about each line of the fixture, its continuation lines included. */
function compilerMessages(): ReadonlyMap<number, string> {
  const tsc = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin", "tsc");
  const { stdout } = spawnSync(process.execPath, [tsc, "-p", fixtures, "--pretty", "false"], { encoding: "utf8" });
  const messages = new Map<number, string>();
  let line = 0;
  for (const text of stdout.split("\n")) {
    const start = /mistakes\.ts\((\d+),\d+\): error TS\d+: (.*)/.exec(text);
    if (start !== null) line = Number(start[1]);
    messages.set(line, `${messages.get(line) ?? ""}${start?.[2] ?? text}\n`);
  }
  return messages;
}

const expected = readFileSync(join(fixtures, "mistakes.ts"), "utf8")
  .split("\n")
  .flatMap((text, index) => {
    const message = /^\s*\/\/ error: (.*)/.exec(text)?.[1];
    return message === undefined ? [] : [{ line: index + 2, message }];
  });

test("each common mistake is a compile error that names it", () => {
  const messages = compilerMessages();
  expect(expected.length).toBeGreaterThan(5);
  for (const { line, message } of expected) expect(messages.get(line), `line ${line}`).toContain(message);
  expect([...messages.keys()].filter((line) => line > 0)).toEqual(expected.map(({ line }) => line));
}, 60_000);
