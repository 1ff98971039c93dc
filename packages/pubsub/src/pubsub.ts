import type { PubSubAdapter } from "./adapter.ts";
import { LocalAdapter } from "./local-adapter.ts";
import { type Subscriber, Topic } from "./topic.ts";

/** Who is left out of a broadcast. */
export interface BroadcastOptions {
  /** This subscriber does not get it, on this node: usually the one who broadcasts. */
  readonly except?: Subscriber;
}

/** What a PubSub is made of. */
export interface PubSubOptions {
  /** The way to the other nodes. Default: there are none. */
  readonly adapter?: PubSubAdapter;
}

/**
 * Topics: names to subscribe to and to broadcast on. At most once, no replay; from one broadcaster to one subscriber in order
 * (realtime.md §2). Messages travel by reference on a node and are not frozen: a broadcast may carry its encoded text with it,
 * and freezing a large payload costs as much as encoding it. Treat them as read-only.
 */
export class PubSub {
  readonly #topics = new Map<string, Topic>();
  readonly #adapter: PubSubAdapter;

  constructor(adapter: PubSubAdapter) {
    this.#adapter = adapter;
    adapter.start((topic, message) => this.#topics.get(topic)?.dispatch(message));
  }

  /**
   * Delivers to `subscriber` what is broadcast on `topic` from now on; subscribing twice delivers twice. Returns what ends it. A topic
   * does not notice that an actor has died, so tie the two: `ref.monitor(pubsub.subscribe(topic, actorSubscriber(ref, wrap)))`.
   */
  subscribe(topic: string, subscriber: Subscriber): () => void {
    const subscribed = this.#topics.get(topic) ?? new Topic(topic);
    this.#topics.set(topic, subscribed);
    const subscription = subscribed.add(subscriber);
    return () => {
      subscribed.remove(subscription);
      if (subscribed.subscriberCount === 0 && this.#topics.get(topic) === subscribed) this.#topics.delete(topic);
    };
  }

  /** To the other nodes first, then to the subscribers here, who have it when this returns. */
  broadcast(topic: string, message: unknown, options?: BroadcastOptions): void {
    this.#adapter.publish(topic, message);
    this.#topics.get(topic)?.dispatch(message, options?.except);
  }

  /** How many subscriptions a topic has on this node. */
  subscriberCount(topic: string): number {
    return this.#topics.get(topic)?.subscriberCount ?? 0;
  }
}

/** A PubSub for this process, joined to others by its adapter. */
export function createPubSub(options: PubSubOptions = {}): PubSub {
  return new PubSub(options.adapter ?? new LocalAdapter());
}
