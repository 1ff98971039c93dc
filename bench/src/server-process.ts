/** A server as a child process: started, waited for, stopped. */
import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { within } from "./clock.ts";
import { pinned } from "./cores.ts";

/** The transports, as `FIRECREST_TRANSPORT` names them. */
export type Transport = "uws" | "node";

/** What to start. */
export interface ServerOptions {
  /** A JavaScript file. */
  readonly program: string;
  readonly transport: Transport;
  /** The core to run on; undefined: any. */
  readonly core: number | undefined;
}

/** A server that listens. */
export interface ServerProcess {
  readonly pid: number;
  readonly port: number;
  /** The last 500 characters that it wrote to its error output. */
  lastWords(): string;
  stop(): Promise<void>;
}

const READY_LINE = /listening on http:\/\/\S+?:(\d+)/;
const START_TIMEOUT_MS = 20_000;
const STOP_TIMEOUT_MS = 5_000;

/** Starts a server on a free port and waits for the line with which it says that it listens. */
export async function startServer(options: ServerOptions): Promise<ServerProcess> {
  const [command = "", ...args] = pinned(options.core, [process.execPath, options.program]);
  const child = spawn(command, args, {
    env: serverEnvironment(options.transport, await freePort()),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const killAtExit = (): void => void child.kill("SIGKILL");
  process.once("exit", killAtExit);
  child.once("exit", () => process.off("exit", killAtExit));
  let lastWords = "";
  child.stderr.on("data", (chunk: Buffer) => {
    lastWords = (lastWords + chunk.toString()).slice(-500);
  });
  try {
    const port = await within(
      START_TIMEOUT_MS,
      readyPort(child),
      () => `${options.program} printed no "listening on http://localhost:PORT" within ${START_TIMEOUT_MS} ms.`,
    );
    // A child that has printed something has a pid.
    return { pid: child.pid ?? 0, port, lastWords: () => lastWords.trim(), stop: () => stopChild(child) };
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
}

/** Asks a child process to end, and ends it when it does not. */
export async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGTERM");
  await within(STOP_TIMEOUT_MS, ended, () => "").catch(() => child.kill("SIGKILL"));
}

/** What a production server gets, and nothing of what this process was started with that would slow it down. */
function serverEnvironment(transport: Transport, port: number): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  return { ...inherited, NODE_ENV: "production", FIRECREST_TRANSPORT: transport, PORT: String(port) };
}

function readyPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = "";
    const listen = (chunk: Buffer): void => {
      said = (said + chunk.toString()).slice(-4_000);
      const port = READY_LINE.exec(said)?.[1];
      if (port !== undefined) resolve(Number(port));
    };
    child.stdout?.on("data", listen);
    child.stderr?.on("data", listen);
    child.once("error", reject);
    child.once("exit", (code, signal) =>
      reject(new Error(`The server ended (${signal ?? code}) before it listened. It said:\n${said.trim()}`)),
    );
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === "object" && address !== null
          ? resolve(address.port)
          : reject(new Error("This machine gave no free port.")),
      );
    });
  });
}
