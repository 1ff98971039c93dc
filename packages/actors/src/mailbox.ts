/** A message in its place in line. A link, not an array element: an empty mailbox then holds no memory. */
class Slot<Message> {
  readonly message: Message;
  next: Slot<Message> | undefined = undefined;

  constructor(message: Message) {
    this.message = message;
  }
}

/** A bounded first-in, first-out queue. */
export class Mailbox<Message> {
  #first: Slot<Message> | undefined = undefined;
  #last: Slot<Message> | undefined = undefined;
  #roomLeft: number;

  constructor(messagesMax: number) {
    this.#roomLeft = messagesMax;
  }

  get isEmpty(): boolean {
    return this.#first === undefined;
  }

  /** Callers ask before they append; what an actor has coming (its timers, its monitors) is let in all the same. */
  get isFull(): boolean {
    return this.#roomLeft <= 0;
  }

  append(message: Message): void {
    const slot = new Slot(message);
    if (this.#last === undefined) this.#first = slot;
    else this.#last.next = slot;
    this.#last = slot;
    this.#roomLeft -= 1;
  }

  /** The oldest message, which leaves; undefined when there is none (a message may be undefined too: ask isEmpty). */
  take(): Message | undefined {
    const slot = this.#first;
    if (slot === undefined) return undefined;
    this.#first = slot.next;
    if (slot.next === undefined) this.#last = undefined;
    this.#roomLeft += 1;
    return slot.message;
  }
}
