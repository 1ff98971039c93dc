/** One side of a comparison: a server and its load. */
import type { CorePlan } from "./cores.ts";
import type { LoadCommand, LoadResult } from "./load/commands.ts";
import { LoadProcess } from "./load-process.ts";
import { readCpuUs, readResidentBytes } from "./proc.ts";
import { type ServerProcess, startServer, type Transport } from "./server-process.ts";

/** The programs of a run, bundled. */
export interface Programs {
  readonly ours: string;
  readonly floor: string;
  readonly load: string;
}

/** What every figure is measured with. */
export interface Setting {
  readonly programs: Programs;
  readonly cores: CorePlan;
  readonly transport: Transport;
}

/** One command and what it cost the server. */
export interface Sample extends LoadResult {
  /** CPU time of all threads of the server, microseconds. */
  readonly cpuUs: number;
}

/** A server with visitors. */
export class Side {
  readonly #server: ServerProcess;
  readonly #load: LoadProcess;

  private constructor(server: ServerProcess, load: LoadProcess) {
    this.#server = server;
    this.#load = load;
  }

  /** Starts `program` and a load for it. */
  static async start(program: string, setting: Setting): Promise<Side> {
    const { cores, programs, transport } = setting;
    const server = await startServer({ program, transport, core: cores.server });
    return new Side(server, new LoadProcess({ program: programs.load, port: server.port, core: cores.load }));
  }

  /** Runs a command and reads the server's CPU time around it; rejects with what the load says, and the server's last words. */
  async sample(command: LoadCommand): Promise<Sample> {
    const beforeUs = readCpuUs(this.#server.pid);
    const result = await this.#load.run(command).catch((error: unknown) => {
      const lastWords = this.#server.lastWords();
      throw new Error(
        `${error instanceof Error ? error.message : String(error)}${lastWords === "" ? "" : ` The server's last words: ${lastWords}`}`,
      );
    });
    return { ...result, cpuUs: readCpuUs(this.#server.pid) - beforeUs };
  }

  /** Resident memory of the server, bytes. */
  residentBytes(): number {
    return readResidentBytes(this.#server.pid);
  }

  async stop(): Promise<void> {
    await this.#load.stop();
    await this.#server.stop();
  }
}

/** Starts ours and the floor, hands both over, and stops them whatever happens. */
export async function withBothSides<Value>(
  setting: Setting,
  work: (ours: Side, floor: Side) => Promise<Value>,
): Promise<Value> {
  const started: Side[] = [];
  try {
    const ours = await Side.start(setting.programs.ours, setting);
    started.push(ours);
    const floor = await Side.start(setting.programs.floor, setting);
    started.push(floor);
    return await work(ours, floor);
  } finally {
    await Promise.all(started.map((side) => side.stop()));
  }
}
