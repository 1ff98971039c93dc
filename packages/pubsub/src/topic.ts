/** Receives what is broadcast on a topic. */
export interface Subscriber {
  /**
   * Must not throw, wait or do the work itself: it runs in the broadcaster's turn, before the next subscriber's. Append to a
   * mailbox or write to a socket. The message is shared with every other subscriber: read it, do not change it.
   */
  deliver(message: unknown, topic: string): void;
}

/** One subscription: its place in the topic, -1 once it has ended. */
export interface Subscription {
  readonly subscriber: Subscriber;
  index: number;
}

/**
 * The subscribers of one name, in a dense array so that a broadcast is one bare loop. Subscribing appends, unsubscribing moves the
 * last one into the gap. While a broadcast walks the array neither may happen to it: the first change makes a copy, and goes on in that.
 */
export class Topic {
  readonly #name: string;
  #subscriptions: Subscription[] = [];
  /** How many broadcasts are walking `#subscriptions`; more than one when a subscriber broadcasts in its turn. */
  #walkers = 0;

  constructor(name: string) {
    this.#name = name;
  }

  get subscriberCount(): number {
    return this.#subscriptions.length;
  }

  add(subscriber: Subscriber): Subscription {
    const subscriptions = this.#changeable();
    const subscription = { subscriber, index: subscriptions.length };
    subscriptions.push(subscription);
    return subscription;
  }

  /** Harmless when it has been removed before. */
  remove(subscription: Subscription): void {
    const { index } = subscription;
    if (index < 0) return;
    subscription.index = -1;
    const subscriptions = this.#changeable();
    const last = subscriptions.pop();
    if (last === undefined || last === subscription) return;
    last.index = index;
    subscriptions[index] = last;
  }

  /** Delivers to those who are subscribed now and still are when their turn comes. */
  dispatch(message: unknown, except?: Subscriber): void {
    const subscriptions = this.#subscriptions;
    this.#walkers += 1;
    try {
      for (const { subscriber, index } of subscriptions) {
        if (index >= 0 && subscriber !== except) subscriber.deliver(message, this.#name);
      }
    } finally {
      if (this.#subscriptions === subscriptions) this.#walkers -= 1;
    }
  }

  #changeable(): Subscription[] {
    if (this.#walkers > 0) {
      this.#subscriptions = this.#subscriptions.slice();
      this.#walkers = 0;
    }
    return this.#subscriptions;
  }
}
