import type { AdapterReceiver, PubSubAdapter } from "./adapter.ts";

/** The nodes that reach each other without leaving the process; an empty set to begin with. */
export type LocalNetwork = Set<LocalAdapter>;

/**
 * The adapter of a program that is one process. Alone it has nobody to publish to; adapters that are given the same network
 * reach each other by a plain call, messages by reference, which is how a test runs several nodes.
 */
export class LocalAdapter implements PubSubAdapter {
  readonly #network: LocalNetwork;
  #receive: AdapterReceiver | undefined = undefined;

  constructor(network: LocalNetwork = new Set()) {
    this.#network = network;
  }

  start(receive: AdapterReceiver): void {
    this.#receive = receive;
    this.#network.add(this);
  }

  publish(topic: string, message: unknown): void {
    if (!this.#network.has(this)) return;
    for (const node of this.#network) {
      if (node !== this) node.#receive?.(topic, message);
    }
  }

  close(): void {
    this.#network.delete(this);
  }
}
