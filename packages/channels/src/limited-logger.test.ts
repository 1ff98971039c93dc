import { FakeClock } from "@firecrest/actors";
import { describe, expect, test } from "vitest";
import { limitLines } from "./limited-logger.ts";
import { createLogger, type LogLevel } from "./logger.ts";

function setUp(level: LogLevel = "debug") {
  const lines: string[] = [];
  const clock = new FakeClock();
  const log = limitLines(createLogger({ level, write: (line) => lines.push(line) }), { clock, linesPerSecondMax: 2 });
  return { lines, clock, log };
}

describe("a limited logger", () => {
  test("writes so many lines of a kind a second, and how many it left out", () => {
    const { lines, clock, log } = setUp();
    for (let index = 0; index < 5; index++) log.warn("refused", { index });
    expect(lines).toEqual(['warn refused {"index":0}', 'warn refused {"index":1}']);
    clock.advance(1_000);
    expect(lines.slice(2)).toEqual(['warn refused {"linesLeftOut":3,"withinMs":1000}']);
    log.warn("refused", { index: 5 });
    clock.advance(10_000);
    expect(lines.slice(3)).toEqual(['warn refused {"index":5}']);
  });

  test("counts every level and message for itself, and only those of what went wrong", () => {
    const { lines, log } = setUp();
    for (let index = 0; index < 3; index++) {
      log.debug("a");
      log.info("a");
      log.warn("a");
      log.error("a");
      log.error("b");
    }
    const counts = ["debug a", "info a", "warn a", "error a", "error b"].map(
      (kind) => lines.filter((line) => line.startsWith(kind)).length,
    );
    expect(counts).toEqual([3, 3, 2, 2, 2]);
  });

  test("keeps 200 kinds; further ones share one count", () => {
    const { lines, clock, log } = setUp();
    for (let kind = 0; kind < 500; kind++) log.warn(`kind ${kind}`);
    expect(lines.length).toBe(202);
    clock.advance(1_000);
    expect(lines.slice(202)).toEqual(['warn further lines {"linesLeftOut":298,"withinMs":1000}']);
    log.warn("kind 499");
    expect(lines.at(-1)).toBe("warn kind 499");
  });

  test("is enabled for the levels of the logger behind it, and for all where that does not say", () => {
    expect(setUp("warn").log.isEnabled?.("info")).toBe(false);
    expect(setUp("warn").log.isEnabled?.("warn")).toBe(true);
    const silent = { debug() {}, info() {}, warn() {}, error() {} };
    expect(limitLines(silent, { clock: new FakeClock() }).isEnabled?.("debug")).toBe(true);
  });
});
