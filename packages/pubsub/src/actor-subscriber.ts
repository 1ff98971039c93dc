import type { ActorRef } from "@firecrest/actors";
import type { Subscriber } from "./topic.ts";

/**
 * Subscribes an actor: `wrap` makes its message of what was broadcast. The broadcaster never feels what is wrong with the actor: one
 * whose mailbox is full ends with `mailbox-full`, one whose `wrap` throws ends as crashed, a dead one gets nothing.
 */
export function actorSubscriber<Message>(
  ref: Pick<ActorRef<Message>, "send" | "exit">,
  wrap: (message: unknown, topic: string) => Message,
): Subscriber {
  return new ActorSubscriber(ref, wrap);
}

class ActorSubscriber<Message> implements Subscriber {
  readonly #ref: Pick<ActorRef<Message>, "send" | "exit">;
  readonly #wrap: (message: unknown, topic: string) => Message;

  constructor(ref: Pick<ActorRef<Message>, "send" | "exit">, wrap: (message: unknown, topic: string) => Message) {
    this.#ref = ref;
    this.#wrap = wrap;
  }

  deliver(message: unknown, topic: string): void {
    try {
      const result = this.#ref.send(this.#wrap(message, topic));
      if (result === "mailbox-full") this.#ref.exit({ type: "mailbox-full" });
    } catch (error) {
      this.#ref.exit({ type: "crashed", error });
    }
  }
}
