import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { codeOf } from "../errors.ts";

/** What a running server tells of itself in its data folder's `postmaster.pid`. */
export interface Postmaster {
  readonly pid: number;
  /** 0 until the server has chosen to listen. */
  readonly port: number;
  readonly state: "starting" | "ready" | "stopping";
}

/** Reads the text of a `postmaster.pid`; undefined when it names no process (it is written in several steps). */
export function parsePostmasterPid(text: string): Postmaster | undefined {
  const lines = text.split("\n").map((line) => line.trim());
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  const port = Number(lines[3] ?? "");
  const state = lines[7] === "ready" ? "ready" : lines[7] === "stopping" ? "stopping" : "starting";
  return { pid, port: Number.isInteger(port) ? port : 0, state };
}

/** The server that runs on this data folder, undefined when none does. */
export function findPostmaster(clusterDir: string): Postmaster | undefined {
  const path = join(clusterDir, "postmaster.pid");
  const text = readIfThere(path) ?? "";
  const postmaster = parsePostmasterPid(text);
  // Our own number stands there when a server left its file behind, see below.
  if (postmaster === undefined || postmaster.pid === process.pid || !isAlive(postmaster.pid)) return undefined;
  if (isPostgres(readIfThere(`/proc/${postmaster.pid}/stat`))) return postmaster;
  // The file outlived its server, and its number belongs to another process (usual in a restarted container) or to a
  // dead one that nobody has buried. PostgreSQL would take it for its predecessor and refuse to start; its own parent
  // it does not. The rest of the file stays: by it PostgreSQL finds backends of the old server that still live.
  writeFileSync(path, text.replace(String(postmaster.pid), String(process.pid)));
  return undefined;
}

/** Is this line of Linux's `/proc/<pid>/stat` a living postgres? Where there is no such file the number has to do. */
export function isPostgres(stat: string | undefined): boolean {
  if (stat === undefined) return true;
  const [, command, state] = /^\d+ \((.*)\) (\S)/s.exec(stat) ?? [];
  return command === "postgres" && state !== "Z" && state !== "X";
}

/** Sends a signal; a process that is gone already is what was wanted. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (codeOf(error) !== "ESRCH") throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}
