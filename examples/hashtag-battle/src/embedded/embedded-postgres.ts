import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import pg from "pg";
import type { Clock } from "../clock.ts";
import { AppError, messageOf } from "../errors.ts";
import type { Logger } from "../logger.ts";
import { asServerUser, openCluster, SERVER_ROLE } from "./cluster.ts";
import { findPostmaster, type Postmaster, signalProcess } from "./postmaster.ts";
import { findServerPlace, leaveServerPlace, type ServerPlace } from "./server-place.ts";

/** A real PostgreSQL that starts and stops with the app. */
export interface EmbeddedPostgres {
  /** For `pg`: 127.0.0.1, a free port, a random password. */
  readonly url: string;
  /** The server's process. */
  readonly pid: number;
  /** It was there already: left over from an earlier run that was killed, or shared with a running app. */
  readonly origin: "started" | "adopted" | "shared";
  /** Ends the server and waits until it is gone; a shared one goes on. */
  stop(): Promise<void>;
}

/** How the embedded server is opened. */
export interface EmbeddedPostgresOptions {
  /** Where its data is kept, when the user who runs it can get there. */
  readonly dataDir: string;
  readonly log: Logger;
  readonly clock: Clock;
  /** What to do when a living app has it already: refuse (default), or use it beside that app. */
  readonly whenInUse?: "refuse" | "share";
  /** The server ended although nobody stopped it. */
  readonly onLost?: (error: AppError) => void;
}

const START_ATTEMPTS_MAX = 5;
const START_RETRY_MS = 200;
const START_MS_MAX = 30_000;
const STOP_MS_MAX = 10_000;
const POLL_MS = 10;
const CLAIM_ATTEMPTS_MAX = 20;
const CLAIM_RETRY_MS = 100;

/** Whoever holds this advisory lock owns the server. It goes with its connection, so a killed app never keeps it. */
const OWNER_LOCK = 4_861_736_854;

/**
 * Starts the embedded PostgreSQL on the data in `dataDir` (made at the first start). A server that an earlier run left
 * behind when it was killed is found by its `postmaster.pid` and adopted: used on, and stopped with this app.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const place = findServerPlace(options.dataDir);
  if (place.user !== undefined) {
    options.log.info(
      `PostgreSQL cannot be run by root: it runs as user ${place.user.name} from ${place.runDir}, its data is in ${place.homeDir}.`,
    );
  }
  const cluster = await openCluster(place);
  const setup: Setup = { ...options, place, clusterDir: cluster.dir, password: cluster.password };
  const found = await findRunningServer(setup);
  const running = found ?? (await startServer(setup));
  if (!(await claimServer(setup, running.owner)))
    return { ...endpointOf(running), origin: "shared", stop: () => Promise.resolve() };
  if (found !== undefined)
    options.log.info(`The database server of an earlier run (process ${found.pid}) is still there: using it on.`);
  return ownServer(setup, running, found === undefined ? "started" : "adopted");
}

interface Setup extends EmbeddedPostgresOptions {
  readonly place: ServerPlace;
  readonly clusterDir: string;
  readonly password: string;
}

interface RunningServer {
  readonly url: string;
  readonly pid: number;
  /** The connection that will hold the owner's lock. */
  readonly owner: pg.Client;
}

function endpointOf({ url, pid }: RunningServer): { readonly url: string; readonly pid: number } {
  return { url, pid };
}

/** From here on the server ends with this process: by `stop`, or by the last thing that an exit of any other kind does. */
function ownServer(setup: Setup, running: RunningServer, origin: "started" | "adopted"): EmbeddedPostgres {
  const { pid, owner } = running;
  let stopping: Promise<void> | undefined;
  const stopAtExit = (): void => signalProcess(pid, "SIGINT");
  process.once("exit", stopAtExit);
  owner.once("end", () => {
    if (stopping !== undefined) return;
    process.removeListener("exit", stopAtExit);
    setup.onLost?.(
      new AppError(
        "database-lost",
        `The embedded PostgreSQL (process ${pid}) ended by itself. ${tailOfLog(setup.place)}`,
      ),
    );
  });
  const stop = async (): Promise<void> => {
    await owner.end();
    await stopServer(setup, pid);
    leaveServerPlace(setup.place);
    process.removeListener("exit", stopAtExit);
  };
  return { ...endpointOf(running), origin, stop: () => (stopping ??= stop()) };
}

/** Waits through the start or the end of a server that is there; undefined when there is none, or none any more. */
async function findRunningServer(setup: Setup): Promise<RunningServer | undefined> {
  const deadlineMs = setup.clock.nowMs() + START_MS_MAX;
  let problem = "";
  for (;;) {
    const postmaster = findPostmaster(setup.clusterDir);
    if (postmaster === undefined) return undefined;
    const answer = postmaster.state === "ready" ? await connect(setup, postmaster) : "it is not ready";
    if (typeof answer === "object") return answer;
    problem = answer;
    if (setup.clock.nowMs() > deadlineMs) {
      throw new AppError(
        "embedded-postgres",
        `The database server of an earlier run (process ${postmaster.pid}) neither ends nor lets the app in: ${problem}. End that process and start again.`,
      );
    }
    await setup.clock.sleep(POLL_MS);
  }
}

/** The server, or why it does not let us in: one that is about to end still calls itself ready for a while. */
async function connect({ password }: Setup, { pid, port }: Postmaster): Promise<RunningServer | string> {
  const url = `postgres://${SERVER_ROLE}:${password}@127.0.0.1:${port}/postgres`;
  const owner = new pg.Client({ connectionString: url, application_name: "hashtag-battle owner" });
  // What ends the connection is told by its "end" event; without a listener the "error" before it would end the app.
  owner.on("error", () => {});
  try {
    await owner.connect();
    return { url, pid, owner };
  } catch (error) {
    return messageOf(error);
  }
}

/**
 * Two problems pass by themselves: a port that was free a moment ago is taken now, and backends of a server that was
 * killed need a moment to notice.
 */
async function startServer(setup: Setup): Promise<RunningServer> {
  for (let attempt = 1; ; attempt++) {
    const child = spawnServer(setup.place, { clusterDir: setup.clusterDir, port: await findFreePort() });
    const answer = await waitUntilReady(setup, child);
    if (typeof answer === "object") return answer;
    const tail = tailOfLog(setup.place);
    if (attempt === START_ATTEMPTS_MAX || !/could not bind|still in use/.test(tail)) {
      leaveServerPlace(setup.place);
      throw new AppError(
        "embedded-postgres",
        `The embedded PostgreSQL did not start: ${answer}. ${tail}\nPut that right, or set DATABASE_URL to use a PostgreSQL of your own.`,
      );
    }
    await setup.clock.sleep(START_RETRY_MS);
  }
}

function spawnServer(
  place: ServerPlace,
  { clusterDir, port }: { readonly clusterDir: string; readonly port: number },
): ChildProcess {
  const settings: Record<string, string> = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: "",
    shared_buffers: "64MB",
    // Small queries, many of them: compiling them or spreading them over processes costs more than it brings.
    jit: "off",
    max_parallel_workers_per_gather: "0",
    log_checkpoints: "off",
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const log = openSync(logFileOf(place), "w");
  // Detached: Ctrl+C in a terminal reaches the whole process group, and the app still needs its database to end well.
  const child = spawn(join(place.nativeDir, "bin", "postgres"), ["-D", clusterDir, ...flags], {
    ...asServerUser(place),
    detached: true,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  child.unref();
  return child;
}

/** The server once it is ready, else what went wrong. */
async function waitUntilReady(setup: Setup, child: ChildProcess): Promise<RunningServer | string> {
  const problems: string[] = [];
  child.once("error", (error) => problems.push(messageOf(error)));
  child.once("exit", (code, signal) =>
    problems.push(`it ended with ${code === null ? `signal ${signal}` : `code ${code}`}`),
  );
  const deadlineMs = setup.clock.nowMs() + START_MS_MAX;
  while (problems.length === 0 && setup.clock.nowMs() <= deadlineMs) {
    const postmaster = findPostmaster(setup.clusterDir);
    if (postmaster?.pid === child.pid && postmaster?.state === "ready") return connect(setup, postmaster);
    await setup.clock.sleep(POLL_MS);
  }
  child.kill("SIGQUIT");
  return problems[0] ?? `it was not ready after ${START_MS_MAX / 1_000} seconds`;
}

/** Fast shutdown first (open transactions end, everything is written), the immediate one if that takes too long. */
async function stopServer({ clock, clusterDir }: Setup, pid: number): Promise<void> {
  for (const signal of ["SIGINT", "SIGQUIT"] as const) {
    signalProcess(pid, signal);
    const deadlineMs = clock.nowMs() + STOP_MS_MAX;
    while (clock.nowMs() <= deadlineMs) {
      if (findPostmaster(clusterDir)?.pid !== pid) return;
      await clock.sleep(POLL_MS);
    }
  }
}

/**
 * Takes the owner's lock on a connection that lives as long as the app; `false` when a living app holds it and
 * sharing is allowed. The connection of an app that was killed may need a moment to be noticed.
 */
async function claimServer(setup: Setup, owner: pg.Client): Promise<boolean> {
  for (let attempt = 1; attempt <= CLAIM_ATTEMPTS_MAX; attempt++) {
    const { rows } = await owner.query<{ isOurs: boolean }>('select pg_try_advisory_lock($1) as "isOurs"', [
      OWNER_LOCK,
    ]);
    if (rows[0]?.isOurs === true) return true;
    if (setup.whenInUse === "share") break;
    await setup.clock.sleep(CLAIM_RETRY_MS);
  }
  await owner.end();
  if (setup.whenInUse === "share") return false;
  throw new AppError(
    "database-in-use",
    `Another running app uses the database in ${setup.clusterDir} already. Stop that one first, or give this one a folder of its own: DATA_DIR=… npm start.`,
  );
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

function logFileOf(place: ServerPlace): string {
  return join(place.homeDir, "postgres.log");
}

function tailOfLog(place: ServerPlace): string {
  const path = logFileOf(place);
  return `The end of its log (${path}):\n${readFileSync(path, "utf8").trim().split("\n").slice(-5).join("\n")}`;
}
