/** What Linux tells about a process: CPU time and resident memory. The parsing is pure; the readings are at the bottom. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** Microseconds on a CPU, from one thread's `schedstat` ("<ns on cpu> <ns waiting> <slices>"). */
export function parseSchedstat(text: string): number {
  return Number(text.split(" ")[0]) / 1_000;
}

/** Microseconds on a CPU (user and system), from a process's `stat`, which counts in clock ticks. */
export function parseStat(text: string, ticksPerSecond: number): number {
  // The second field is the program's name in parentheses and may hold anything, spaces and parentheses too.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const [userTicks, systemTicks] = [Number(fields[11]), Number(fields[12])];
  return ((userTicks + systemTicks) * 1_000_000) / ticksPerSecond;
}

/** Resident bytes, from a process's `status`. Throws where the line is missing. */
export function parseResidentBytes(text: string): number {
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(text)?.[1];
  if (kibibytes === undefined) throw new Error("/proc/<pid>/status has no VmRSS line; has the process ended?");
  return Number(kibibytes) * 1_024;
}

/** CPU numbers, from a list such as "0-3,8". */
export function parseCpuList(text: string): number[] {
  return text
    .trim()
    .split(",")
    .flatMap((range) => {
      const [first = 0, last = first] = range.split("-").map(Number);
      return Array.from({ length: last - first + 1 }, (_, index) => first + index);
    });
}

/**
 * CPU time that all threads of a process have had, in microseconds. Exact to the nanosecond where the kernel keeps
 * `schedstat`; otherwise in clock ticks, commonly 10,000 µs.
 */
export function readCpuUs(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  let total = 0;
  for (const thread of threads) {
    const text = tryRead(`/proc/${pid}/task/${thread}/schedstat`);
    if (text === undefined) return parseStat(readFileSync(`/proc/${pid}/stat`, "utf8"), clockTicks());
    total += parseSchedstat(text);
  }
  return total;
}

/** Whether `readCpuUs` counts nanoseconds here, or clock ticks. */
export function hasExactCpuTime(): boolean {
  return tryRead(`/proc/${process.pid}/task/${process.pid}/schedstat`) !== undefined;
}

/** Memory that a process has resident, in bytes. */
export function readResidentBytes(pid: number): number {
  return parseResidentBytes(readFileSync(`/proc/${pid}/status`, "utf8"));
}

/** The CPUs that this process may run on. */
export function readAllowedCpus(): number[] {
  const list = /^Cpus_allowed_list:\s+(\S+)$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
  return list === undefined ? [] : parseCpuList(list);
}

let ticksPerSecond: number | undefined;

function clockTicks(): number {
  ticksPerSecond ??= Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));
  return ticksPerSecond;
}

function tryRead(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // Absent (a kernel without schedstat) and gone (a thread that ended between two reads) are answered alike.
    return undefined;
  }
}
