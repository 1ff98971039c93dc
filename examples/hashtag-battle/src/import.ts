// Imports a file of posts into the app's database: npx tsx src/import.ts posts.csv --text=body --created-at=published

import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { systemClock } from "./clock.ts";
import { readConfig } from "./config.ts";
import { connectDatabase, type ConnectedDatabase } from "./connect-database.ts";
import { AppError, codeOf, messageOf } from "./errors.ts";
import { type ImportArguments, readImportArguments } from "./import-arguments.ts";
import { createIngest } from "./ingest.ts";
import { createProcessLogger } from "./logger.ts";
import { Notifier } from "./notifier.ts";
import { createImporter, type ImportProgress } from "./sources/importer.ts";
import { addUser, removeUser } from "./user-store.ts";

const PROGRESS_EVERY_MS = 1_000;
const log = createProcessLogger();
const clock = systemClock;

/** The whole command; answers the exit code. */
async function main(): Promise<number> {
  const args = readImportArguments(process.argv.slice(2));
  const config = readConfig(process.env, fileURLToPath(new URL("..", import.meta.url)));
  const bytesTotal = await sizeOf(args.file);
  const interrupted = new AbortController();
  process.once("SIGINT", () => interrupted.abort());
  process.once("SIGTERM", () => interrupted.abort());
  const connected = await connectDatabase(config, { log, clock, whenInUse: "share" });
  try {
    const app = args.app ?? `http://localhost:${config.port}`;
    return await importFile(args, { connected, app, bytesTotal, signal: interrupted.signal });
  } finally {
    await connected.close();
  }
}

interface ImportContext {
  readonly connected: ConnectedDatabase;
  readonly app: string;
  readonly bytesTotal: number | undefined;
  readonly signal: AbortSignal;
}

async function importFile(
  args: ImportArguments,
  { connected, app, bytesTotal, signal }: ImportContext,
): Promise<number> {
  const { database, embedded } = connected;
  const name = args.file === "-" ? "standard input" : basename(args.file);
  // On an embedded server that is not shared with an app there is no app to tell.
  const isAppThere = embedded === undefined || embedded === "shared";
  const user = `import ${process.pid} ${clock.nowMs()}`;
  const apiKey = isAppThere ? ((await addUser(database, user)) ?? "") : "";
  const notifier = new Notifier({ baseUrl: app, apiKey, clock, log, signal });
  const notify = (battleId: number, posts: number): void => {
    if (isAppThere) notifier.add(battleId, posts);
  };
  const startedMs = clock.nowMs();
  let progress: ImportProgress = { bytes: 0, posts: 0, stored: 0, bad: 0 };
  const tell = (): void =>
    log.info(`${name}: ${describeProgress(progress, { bytesTotal, passedMs: clock.nowMs() - startedMs })}`);
  const stopTelling = clock.every(PROGRESS_EVERY_MS, tell);
  const importer = createImporter({
    ...args,
    name,
    bytes: args.file === "-" ? process.stdin : createReadStream(args.file),
    onProgress: (now) => (progress = now),
    onBadLine: (line, reason) => log.warn(`${name}:${line}: ${reason}; the line was left out`),
  });
  try {
    await importer.run(createIngest({ database, notify, clock, log, signal }), signal);
    await notifier.flush();
    tell();
    if (signal.aborted)
      log.warn(`Stopped before the end of ${name}. Import it again to go on: what is stored is not stored twice.`);
    return signal.aborted ? 130 : 0;
  } finally {
    stopTelling();
    await removeUser(database, user);
  }
}

function describeProgress(
  progress: ImportProgress,
  { bytesTotal, passedMs }: { readonly bytesTotal: number | undefined; readonly passedMs: number },
): string {
  const number = (value: number): string => Math.round(value).toLocaleString("en");
  const share =
    bytesTotal === undefined || bytesTotal === 0
      ? `${number(progress.bytes / 1e6)} MB`
      : `${((100 * progress.bytes) / bytesTotal).toFixed(0)} %`;
  const perSecond = number((1_000 * progress.posts) / Math.max(passedMs, 1));
  return `${share}, ${number(progress.posts)} posts (${number(progress.stored)} new), ${number(progress.bad)} bad lines, ${perSecond} posts a second`;
}

/** Looks before anything is started whether the file is there. */
async function sizeOf(file: string): Promise<number | undefined> {
  if (file === "-") return undefined;
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
    throw new AppError("import-refused", `There is no file ${file}.`);
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  log.error(error instanceof AppError ? error.message : `The import failed: ${messageOf(error)}`);
  process.exitCode = 1;
}
