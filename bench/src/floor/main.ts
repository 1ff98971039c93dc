/** The floor as a program: `PORT` says where, `FIRECREST_TRANSPORT` ("uws" or "node") on what. Prints one line when it is ready. */
import type { FloorServer } from "./floor-server.ts";

const server = await startFloor(process.env["FIRECREST_TRANSPORT"] ?? "uws", Number(process.env["PORT"] ?? 0));
process.stdout.write(`listening on http://localhost:${server.port}\n`);

async function startFloor(transport: string, port: number): Promise<FloorServer> {
  // Only the transport that is measured is loaded, so that the other's memory does not count.
  switch (transport) {
    case "uws":
      return (await import("./uws.ts")).startUwsFloor(port);
    case "node":
      return (await import("./ws.ts")).startWsFloor(port);
    default:
      throw new Error(`FIRECREST_TRANSPORT is "${transport}"; the floor exists for "uws" and "node".`);
  }
}
