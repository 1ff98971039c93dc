/** The load as a child process of the runner, beside the server and on another core. */
import { type ChildProcess, spawn } from "node:child_process";
import { pinned } from "./cores.ts";
import type { LoadCommand, LoadReply, LoadRequest, LoadResult } from "./load/commands.ts";
import { stopChild } from "./server-process.ts";

/** How to start a load. */
export interface LoadOptions {
  /** The bundled `load/main.ts`. */
  readonly program: string;
  /** Port of the server it is to visit. */
  readonly port: number;
  /** The core to run on; undefined: any. */
  readonly core: number | undefined;
}

/** One load process: all visitors of one server. */
export class LoadProcess {
  readonly #child: ChildProcess;
  #requests = 0;

  constructor(options: LoadOptions) {
    const [command = "", ...args] = pinned(options.core, [process.execPath, options.program]);
    const { NODE_OPTIONS: _, ...inherited } = process.env;
    this.#child = spawn(command, args, {
      env: { ...inherited, NODE_ENV: "production", FIRECREST_BENCH_PORT: String(options.port) },
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
  }

  /** Has the load carry out one command; rejects with what it says went wrong. */
  run(command: LoadCommand): Promise<LoadResult> {
    this.#requests += 1;
    const request: LoadRequest = { id: this.#requests, command };
    return new Promise((resolve, reject) => {
      const child = this.#child;
      const settle = (finish: () => void): void => {
        child.off("message", answered);
        child.off("exit", ended);
        finish();
      };
      const answered = (message: unknown): void => {
        // Only our own load has the other end of this channel.
        const reply = message as LoadReply;
        if (reply.id !== request.id) return;
        settle(() => (reply.ok ? resolve(reply.result) : reject(new Error(reply.error))));
      };
      const ended = (): void =>
        settle(() =>
          reject(new Error("The load process ended in the middle of a command; its output above says why.")),
        );
      child.on("message", answered);
      child.once("exit", ended);
      child.send(request);
    });
  }

  stop(): Promise<void> {
    return stopChild(this.#child);
  }
}
