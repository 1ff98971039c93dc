/** What the runner asks of a load process, and what comes back. */

/** A crowd, and what it looks at. */
export interface Visitors {
  readonly page: string;
  readonly views: number;
  /** Whether they join as our own client does, which understands runs of list rows. Default: as the official one. */
  readonly listRuns?: boolean;
}

/** One thing to do to the server. A duration ends the sending, after at least one operation; what was sent is still waited for. */
export type LoadCommand =
  /** Mounts `views` new visitors of `page`, with the views inside, and keeps them. */
  | ({ readonly type: "open"; readonly deflate: boolean } & Visitors)
  /** Every open view sends events in a closed loop, one outstanding each; it takes the payloads in turn, from one command to the next. */
  | { readonly type: "push"; readonly payloads: readonly string[]; readonly durationMs: number }
  /** Every open view sends one event. */
  | { readonly type: "push-once"; readonly payload: string }
  /** New visitors mount `page` and leave again, one after the other, in `lanes` at once. */
  | { readonly type: "mount"; readonly page: string; readonly lanes: number; readonly durationMs: number }
  /** Fetches `page` over `lanes` connections that are kept alive, one request outstanding each. */
  | { readonly type: "render"; readonly page: string; readonly lanes: number; readonly durationMs: number }
  /** Posts ticks, each when every open view has shown the one before. One operation is one view served. */
  | { readonly type: "tick"; readonly durationMs: number }
  /** Leaves every open view. */
  | { readonly type: "close" };

/** What a command came to. */
export interface LoadResult {
  /** How many operations were answered. */
  readonly operations: number;
  /** From the first one sent to the last one answered. */
  readonly wallMs: number;
  /** UTF-8 bytes of the answers' text, per operation. */
  readonly textBytes: number;
  /** Bytes of the answers on the wire with their framing, per operation. */
  readonly wireBytes: number;
}

/** From the runner to the load. */
export interface LoadRequest {
  readonly id: number;
  readonly command: LoadCommand;
}

/** From the load to the runner. */
export type LoadReply =
  | { readonly id: number; readonly ok: true; readonly result: LoadResult }
  | { readonly id: number; readonly ok: false; readonly error: string };
