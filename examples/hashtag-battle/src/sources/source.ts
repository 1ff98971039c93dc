import type { IncomingPost } from "../post.ts";

/**
 * Takes posts in. Resolves when they are stored, to how many of them were new: a source that waits for it never runs
 * ahead of the database. Rejects when they cannot be stored.
 */
export type PostSink = (posts: readonly IncomingPost[]) => Promise<number>;

/** Where posts come from. */
export interface Source {
  /** For the log: `simulator`, `jetstream`, a file's name. */
  readonly name: string;
  /**
   * Hands posts to `sink` until it has no more or `signal` aborts, then resolves with everything of its own released.
   * Rejects when it cannot go on; posts that the sink has taken are stored all the same.
   */
  run(sink: PostSink, signal: AbortSignal): Promise<void>;
}
