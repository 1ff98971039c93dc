import { fileURLToPath } from "node:url";
import { systemClock } from "./clock.ts";
import { readConfig } from "./config.ts";
import { AppError } from "./errors.ts";
import { createProcessLogger } from "./logger.ts";
import { type BattleServer, startBattleServer } from "./server.ts";
import { stopOnSignals } from "./signals.ts";

const PROJECT_DIR = fileURLToPath(new URL("..", import.meta.url));

const log = createProcessLogger();
let server: BattleServer | undefined;

// Before the start, which takes a second: whoever interrupts it must not leave a database behind.
const starting = start();
stopOnSignals({ clock: systemClock, log, stop: async () => (await starting.catch(() => undefined))?.stop() });
try {
  log.info(`Hashtag Battle is at ${(await starting).url}`);
} catch (error) {
  await fail(error);
}

async function start(): Promise<BattleServer> {
  const transport = process.env["FIRECREST_TRANSPORT"];
  server = await startBattleServer(readConfig(process.env, PROJECT_DIR), {
    clock: systemClock,
    log,
    onFatal: (error) => void failRunning(error),
    secret: process.env["SECRET"],
    ...(transport === "uws" || transport === "node" ? { transport } : {}),
  });
  return server;
}

async function failRunning(error: AppError): Promise<void> {
  try {
    await server?.stop();
  } finally {
    await fail(error);
  }
}

/** An AppError says in sentences what to do; anything else is a fault of ours and comes with its stack. */
async function fail(error: unknown): Promise<void> {
  if (error instanceof AppError) log.error(error.message);
  else console.error(error);
  process.exitCode = 1;
  // What is still open (a pool that reconnects) must not keep a failed start alive.
  await systemClock.sleep(100);
  process.exit(1);
}
