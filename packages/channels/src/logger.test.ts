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

  test("writes fields as JSON, and an error with its code and its stack", () => {
    const lines: string[] = [];
    const error = Object.assign(new TypeError("boom"), { code: "broken" });
    createLogger({ write: (line) => lines.push(line) }).error("failed", { code: 7, big: 1n, error });
    const [head = "", ...stack] = (lines[0] ?? "").split("\n");
    expect(head).toBe(
      'error failed {"code":7,"big":"1","error":{"name":"TypeError","code":"broken","message":"boom"}}',
    );
    expect(stack.map((line) => line.slice(2)).join("\n")).toBe(error.stack);
  });

  test("an error without a code has none in the log, and its message cannot begin a line of its own", () => {
    const lines: string[] = [];
    createLogger({ write: (line) => lines.push(line) }).error("failed", { error: new Error("boom\nerror forged") });
    expect(lines[0]).toContain('error failed {"error":{"name":"Error","message":"boom\\nerror forged"}}\n');
    expect(lines[0]?.split("\n").filter((line) => !line.startsWith(" "))).toHaveLength(1);
  });

  test("says which levels it writes", () => {
    const log = createLogger({ level: "warn", write: () => {} });
    expect(["debug", "info", "warn", "error"].map((level) => log.isEnabled?.(level as LogLevel))).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });

  test("fields cannot begin a line of their own", () => {
    const lines: string[] = [];
    createLogger({ write: (line) => lines.push(line) }).warn("heard", { text: "a\nerror forged {}" });
    expect(lines).toEqual(['warn heard {"text":"a\\nerror forged {}"}']);
  });
});
