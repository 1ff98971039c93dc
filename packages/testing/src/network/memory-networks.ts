import { type Clock, systemClock } from "@firecrest/actors";
import type { App } from "@firecrest/live";
import { MemoryNetwork } from "./memory-network.ts";

/** One for each app and clock, so that the pages of a test meet each other as visitors of one server do. */
const networks = new WeakMap<App, WeakMap<Clock, MemoryNetwork>>();

/** The app, running in this process. */
export function memoryNetworkOf(app: App, clock: Clock = systemClock): MemoryNetwork {
  let byClock = networks.get(app);
  if (byClock === undefined) networks.set(app, (byClock = new WeakMap()));
  let network = byClock.get(clock);
  if (network === undefined) byClock.set(clock, (network = new MemoryNetwork(app, clock)));
  return network;
}
