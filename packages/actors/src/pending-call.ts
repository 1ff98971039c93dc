import type { Timer } from "./clock.ts";

/** A request on its way through a mailbox, and the promise its caller holds. Settles once; later tries do nothing. */
export class PendingCall<Request, Reply> {
  readonly request: Request;
  readonly #resolve: (reply: Reply) => void;
  readonly #reject: (error: unknown) => void;
  #timer: Timer | undefined = undefined;
  #isOpen = true;

  constructor(request: Request, resolve: (reply: Reply) => void, reject: (error: unknown) => void) {
    this.request = request;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  /** False once the caller has its answer, or has stopped waiting: then the request need not be handled at all. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** The timer that ends the wait; released with the call. */
  expireBy(timer: Timer): void {
    this.#timer = timer;
  }

  resolve(reply: Reply): void {
    if (this.#close()) this.#resolve(reply);
  }

  reject(error: unknown): void {
    if (this.#close()) this.#reject(error);
  }

  #close(): boolean {
    if (!this.#isOpen) return false;
    this.#isOpen = false;
    this.#timer?.cancel();
    return true;
  }
}
