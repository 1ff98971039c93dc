import type { Clock } from "./clock.ts";

/** Reading the clock costs as much as handling a message, so it is read once in so many. */
const MESSAGES_PER_LOOK = 16;

/**
 * What one turn of the event loop may be spent on messages: a number of them, and a time. A short turn never reads the clock.
 */
export class TurnBudget {
  readonly #clock: Clock;
  readonly #messagesMax: number;
  readonly #msMax: number;
  #messagesLeft: number;
  #messagesUntilLook = MESSAGES_PER_LOOK;
  #endMs = Number.POSITIVE_INFINITY;

  constructor(clock: Clock, limits: { readonly messagesMax: number; readonly msMax: number }) {
    this.#clock = clock;
    this.#messagesMax = limits.messagesMax;
    this.#msMax = limits.msMax;
    this.#messagesLeft = limits.messagesMax;
  }

  /** 0 when the turn is over, by count or by time. */
  get messagesLeft(): number {
    return this.#messagesLeft;
  }

  /** A new turn has begun. */
  renew(): void {
    this.#messagesLeft = this.#messagesMax;
    this.#messagesUntilLook = MESSAGES_PER_LOOK;
    this.#endMs = Number.POSITIVE_INFINITY;
  }

  spend(messages: number): void {
    this.#messagesLeft -= messages;
    this.#messagesUntilLook -= messages;
    if (this.#messagesUntilLook <= 0) this.#look();
  }

  /** The time begins to count at the first look, which makes a turn a few messages longer than its limit says. */
  #look(): void {
    this.#messagesUntilLook = MESSAGES_PER_LOOK;
    const nowMs = this.#clock.nowMs();
    if (this.#endMs === Number.POSITIVE_INFINITY) this.#endMs = nowMs + this.#msMax;
    else if (nowMs >= this.#endMs) this.#messagesLeft = 0;
  }
}
