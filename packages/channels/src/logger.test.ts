import { describe, expect, test } from "vitest";
import { type LogLevel, createLogger } from "./logger.ts";

function logAll(level?: LogLevel): string[] {
  const lines: string[] = [];
  const log = createLogger({ write: (line) => lines.push(line), ...(level !== undefined && { level }) });
  for (const name of ["debug", "info", "warn", "error"] as const) log[name](`said ${name}`);
  return lines;
}

describe("a logger", () => {
  test.each([
    { level: "debug" as const, expected: ["debug said debug", "info said info", "warn said warn", "error said error"] },
    { level: undefined, expected: ["info said info", "warn said warn", "error said error"] },
    { level: "error" as const, expected: ["error said error"] },
  ])("writes from $level up", ({ level, expected }) => {
    expect(logAll(level)).toEqual(expected);
  });

  test("writes fields as JSON, and an error with its stack", () => {
    const lines: string[] = [];
    const error = new Error("boom");
    createLogger({ write: (line) => lines.push(line) }).error("failed", { code: 7, big: 1n, error });
    expect(lines).toEqual([`error failed {"code":7,"big":"1","error":"boom"}\n${error.stack}`]);
  });

  test("fields cannot begin a line of their own", () => {
    const lines: string[] = [];
    createLogger({ write: (line) => lines.push(line) }).warn("heard", { text: "a\nerror forged {}" });
    expect(lines).toEqual(['warn heard {"text":"a\\nerror forged {}"}']);
  });
});
