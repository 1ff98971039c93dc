/** Dispatches the event `phx:<name>` on the window. False if it could be cancelled, and was. */
export function emit(name: string, detail: unknown, cancelable = false): boolean {
  return window.dispatchEvent(new CustomEvent(`phx:${name}`, { detail, cancelable }));
}

/** What the page waits for. */
interface Loading {
  readonly kind: "initial" | "patch" | "redirect" | "element" | "error";
  /** The URL that is being loaded. */
  readonly to: string;
}

/** Tells the page when it begins and when it ceases to wait for something: for a bar at its top, say. */
export class LoadingEvents {
  #last: Loading | undefined;

  /** Dispatches `phx:page-loading-start`. */
  start(kind: Loading["kind"], to = location.href): void {
    this.#last = { kind, to };
    emit("page-loading-start", this.#last);
  }

  /** Dispatches `phx:page-loading-stop` for what was started last. */
  stop(): void {
    emit("page-loading-stop", this.#last);
  }
}
