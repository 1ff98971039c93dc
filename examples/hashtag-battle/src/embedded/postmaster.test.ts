import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findPostmaster, isPostgres, parsePostmasterPid } from "./postmaster.ts";

function pidFile(fields: { pid?: string; port?: string; state?: string }): string {
  const { pid = "10121", port = "54399", state = "ready   " } = fields;
  return `${pid}\n/data\n1795178948\n${port}\n\n127.0.0.1\n  2146627         4\n${state}\n`;
}

describe("a postmaster.pid", () => {
  test.each([
    [pidFile({}), { pid: 10121, port: 54399, state: "ready" }],
    [pidFile({ state: "starting" }), { pid: 10121, port: 54399, state: "starting" }],
    [pidFile({ state: "stopping" }), { pid: 10121, port: 54399, state: "stopping" }],
    ["10121\n/data\n1795178948\n", { pid: 10121, port: 0, state: "starting" }],
    ["10121\n", { pid: 10121, port: 0, state: "starting" }],
    ["", undefined],
    ["\n\n", undefined],
    ["-3\n", undefined],
    ["nonsense", undefined],
  ])("%j", (text, postmaster) => {
    expect(parsePostmasterPid(text)).toEqual(postmaster);
  });
});

test.each([
  ["10121 (postgres) S 1 10121 10121 0", true],
  ["10121 (postgres) Z 1 10121 10121 0", false],
  ["10121 (node) S 1 10121 10121 0", false],
  ["10121 (a) postgres) S 1", false],
  [undefined, true],
])("%j is a living postgres: %s", (stat, living) => {
  expect(isPostgres(stat)).toBe(living);
});

test.runIf(process.platform === "linux")(
  "a file whose number belongs to another process now no longer hinders a start",
  () => {
    const dir = mkdtempSync(join(tmpdir(), "postmaster-"));
    try {
      expect(findPostmaster(dir)).toBeUndefined();
      const path = join(dir, "postmaster.pid");
      writeFileSync(path, pidFile({ pid: String(process.ppid) }));
      expect(findPostmaster(dir)).toBeUndefined();
      // PostgreSQL takes no offence at its own parent's number, and still finds the old shared memory.
      expect(readFileSync(path, "utf8")).toBe(pidFile({ pid: String(process.pid) }));
      expect(findPostmaster(dir)).toBeUndefined();
    } finally {
      rmSync(dir, { recursive: true });
    }
  },
);
