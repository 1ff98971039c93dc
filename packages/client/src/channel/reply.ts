/**
 * What became of a push. `ok` and `error` are the server's words; `timeout` means that it said nothing in time, `closed` that
 * the channel was not joined or ended before the answer came. An outcome, never a rejection: the network is not a bug.
 */
export interface Reply {
  readonly status: "ok" | "error" | "timeout" | "closed";
  /** Whatever JSON the server answered, unchecked; undefined when it did not answer. */
  readonly response?: unknown;
}

/** Reads the payload of a `phx_reply`. Anything else than `{ status: "ok" }` is an error. */
export function readReply(payload: unknown): Reply {
  const { status, response } = Object(payload) as { status?: unknown; response?: unknown };
  return { status: status === "ok" ? "ok" : "error", response };
}
