// A small app for the tests of the embedded database: starts it, tells what it got, and ends as it is told.
// node --import tsx test/embedded-child.ts <data dir> hold | exit | throw

import { systemClock } from "../src/clock.ts";
import { messageOf } from "../src/errors.ts";
import { startEmbeddedPostgres } from "../src/embedded/embedded-postgres.ts";
import { createProcessLogger } from "../src/logger.ts";
import { stopOnSignals } from "../src/signals.ts";

const log = createProcessLogger();
const [dataDir = "", ending] = process.argv.slice(2);

try {
  const server = await startEmbeddedPostgres({ dataDir, log, clock: systemClock });
  stopOnSignals({ stop: () => server.stop(), clock: systemClock, log });
  // What an app does all the time: it has open connections and timers.
  systemClock.every(1_000, () => {});
  console.log(JSON.stringify({ pid: server.pid, url: server.url, origin: server.origin }));
  if (ending === "exit") process.exit(0);
  if (ending === "throw") queueMicrotask(() => void Promise.reject(new Error("a bug")));
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
