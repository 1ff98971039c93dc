import { expect, test } from "vitest";
import {
  hasExactCpuTime,
  parseCpuList,
  parseResidentBytes,
  parseSchedstat,
  parseStat,
  readCpuUs,
  readResidentBytes,
} from "./proc.ts";

test("schedstat counts nanoseconds, we count microseconds", () => {
  expect(parseSchedstat("477543000 12 1\n")).toBe(477_543);
});

const STAT_TAIL = "S 1 7 7 0 -1 4194304 100 0 0 0 250 50 0 0 20 0 11 0 1 1 1";

test.each(["node", "node (server)", "a) S 9 9 9 (b"])(
  "stat's user and system ticks are found behind the program name %j",
  (name) => {
    expect(parseStat(`42 (${name}) ${STAT_TAIL}`, 100)).toBe(3_000_000);
  },
);

test("resident memory is the VmRSS line, in bytes", () => {
  expect(parseResidentBytes("Name:\tnode\nVmHWM:\t  900 kB\nVmRSS:\t   512 kB\nThreads:\t7\n")).toBe(524_288);
});

test("a process without VmRSS has ended, which is an error", () => {
  expect(() => parseResidentBytes("Name:\tnode\nState:\tZ (zombie)\n")).toThrow("no VmRSS");
});

test.each([
  ["0\n", [0]],
  ["0-1", [0, 1]],
  ["2-4,8,10-11", [2, 3, 4, 8, 10, 11]],
])("the CPU list %j names %j", (text, expected) => {
  expect(parseCpuList(text)).toEqual(expected);
});

test.runIf(process.platform === "linux")(
  "this very process has used CPU time and memory, and working adds to the time",
  () => {
    const beforeUs = readCpuUs(process.pid);
    let sum = 0;
    // Longer than one clock tick, for kernels without schedstat.
    const endMs = performance.now() + 30;
    while (performance.now() < endMs) sum += 1;
    expect(sum).toBeGreaterThan(0);
    expect(readCpuUs(process.pid) - beforeUs).toBeGreaterThanOrEqual(hasExactCpuTime() ? 1_000 : 0);
    expect(readResidentBytes(process.pid)).toBeGreaterThan(10_000_000);
  },
);
