import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { randomSecret } from "./random.ts";

/**
 * What pages and sessions are signed with: `SECRET` where it is set (several servers of one app share it), else one that
 * the first start makes and keeps beside the data, so that a restart finds every open page still valid.
 */
export async function readSecret(given: string | undefined, dataDir: string): Promise<string> {
  if (given !== undefined && given !== "") return given;
  const file = join(dataDir, "secret");
  const kept = await readFile(file, "utf8").catch(() => undefined);
  if (kept !== undefined && kept.length >= 32) return kept;
  const made = randomSecret() + randomSecret();
  await mkdir(dataDir, { recursive: true });
  await writeFile(file, made);
  await chmod(file, 0o600);
  return made;
}
