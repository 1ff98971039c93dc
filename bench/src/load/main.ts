/** The load as a program of its own, started by the runner with `FIRECREST_BENCH_PORT`; commands come over IPC, one at a time. */
import type { LoadReply, LoadRequest } from "./commands.ts";
import { Crowd } from "./crowd.ts";
import { findServer } from "./wire.ts";

let crowd: Crowd | undefined;

process.on("message", (message) => {
  // Only the runner has the other end of this channel.
  void answer(message as LoadRequest).then((reply) => process.send?.(reply));
});
// A load without its runner has nothing to live for.
process.on("disconnect", () => process.exit());

async function answer({ id, command }: LoadRequest): Promise<LoadReply> {
  try {
    crowd ??= new Crowd(await findServer(Number(process.env["FIRECREST_BENCH_PORT"])));
    return { id, ok: true, result: await crowd.run(command) };
  } catch (error) {
    return { id, ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}
