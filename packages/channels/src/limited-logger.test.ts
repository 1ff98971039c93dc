import { FakeClock } from "@firecrest/actors";
import { describe, expect, test } from "vitest";
import { limitLines } from "./limited-logger.ts";
import { createLogger, type LogLevel } from "./logger.ts";

function setUp(level: LogLevel = "debug") {
  const lines: string[] = [];
  const clock = new FakeClock();
  const log = limitLines(createLogger({ level, write: (line) => lines.push(line) }), {
    clock,
    linesBurstMax: 3,
    linesPerSecondMax: 2,
  });
  return { lines, clock, log };
}

describe("a limited logger", () => {
  test("writes a burst of a kind, then so many lines a second, and how many it left out", () => {
    const { lines, clock, log } = setUp();
    for (let index = 0; index < 8; index++) log.warn("refused", { index });
    expect(lines).toEqual(['warn refused {"index":0}', 'warn refused {"index":1}', 'warn refused {"index":2}']);
    clock.advance(1_000);
    expect(lines.splice(0).slice(3)).toEqual(['warn refused {"linesLeftOut":5}']);
    for (let index = 0; index < 3; index++) log.warn("refused", { index });
    expect(lines.splice(0)).toEqual(['warn refused {"index":0}', 'warn refused {"index":1}']);
    clock.advance(1_000);
    expect(lines.splice(0)).toEqual(['warn refused {"linesLeftOut":1}']);
    clock.advance(10_000);
    expect(lines).toEqual([]);
    expect(clock.timerCount).toBe(0);
    for (let index = 0; index < 4; index++) log.warn("refused", { index });
    expect(lines).toHaveLength(3);
  });

  test("counts every level and message for itself, and only those of what went wrong", () => {
    const { lines, log } = setUp();
    for (let index = 0; index < 5; index++) {
      log.debug("a");
      log.info("a");
      log.warn("a");
      log.error("a");
      log.error("b");
    }
    const counts = ["debug a", "info a", "warn a", "error a", "error b"].map(
      (kind) => lines.filter((line) => line.startsWith(kind)).length,
    );
    expect(counts).toEqual([5, 5, 3, 3, 3]);
  });

  test("keeps count of 1,000 kinds, and begins anew with more", () => {
    const { lines, log } = setUp();
    for (let index = 0; index < 4; index++) log.warn("first");
    for (let kind = 0; kind < 999; kind++) log.warn(`kind ${kind}`);
    log.warn("first");
    expect(lines.filter((line) => line === "warn first")).toHaveLength(3);
    log.warn("one more");
    log.warn("first");
    expect(lines.filter((line) => line === "warn first")).toHaveLength(4);
  });

  test("is enabled for the levels of the logger behind it, and for all where that does not say", () => {
    expect(setUp("warn").log.isEnabled?.("info")).toBe(false);
    expect(setUp("warn").log.isEnabled?.("warn")).toBe(true);
    const silent = { debug() {}, info() {}, warn() {}, error() {} };
    expect(limitLines(silent, { clock: new FakeClock() }).isEnabled?.("debug")).toBe(true);
  });

  test("refuses a limit that lets nothing through", () => {
    const clock = new FakeClock();
    expect(() => limitLines(createLogger(), { clock, linesPerSecondMax: 0 })).toThrow("linesPerSecondMax is 0");
  });
});
