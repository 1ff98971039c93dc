/** Takes in what another node has published. Never throws. */
export type AdapterReceiver = (topic: string, message: unknown) => void;

/**
 * The port between a PubSub and the other nodes: other processes, other machines. Delivery on this node is not its job.
 * An implementation is obliged as follows, and the cases of contract.ts hold it to that:
 *
 * - `publish` sends to every **other** node that has started and is not closed, and never back to this one's receiver.
 * - `publish` never throws and never waits. A network that is down is the adapter's to report; the message is then lost to the
 *   other nodes (at most once, no replay), and this node's subscribers get it all the same.
 * - What one node publishes reaches another in the order in which it was published, once.
 * - Nothing is received before `start` or after `close`; `publish` does nothing then, and `close` may be called twice.
 */
export interface PubSubAdapter {
  /** Called once, by the PubSub that the adapter is given to. */
  start(receive: AdapterReceiver): void;
  publish(topic: string, message: unknown): void;
  /** Called by whoever made the adapter. */
  close(): void | Promise<void>;
}
