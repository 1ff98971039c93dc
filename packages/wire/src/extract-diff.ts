import { FrameError } from "./frame-error.ts";
import { type Diff, isNode } from "./rendered-tree.ts";

/** An event for the client: its name, its payload, and whether to dispatch it before the patch instead of after. */
export type PushedEvent = readonly [name: string, payload: unknown, beforePatch?: boolean];

/** A diff taken apart: the tree's share, and what merely travels with it. */
export interface ExtractedDiff {
  /** What to merge into the tree. */
  readonly diff: Diff;
  /** The handler's reply to the event that led to this diff; undefined when it gave none. */
  readonly reply: unknown;
  readonly events: readonly PushedEvent[];
  /** The new page title, if it changed. */
  readonly title: string | undefined;
}

/** Our server's word for it that the rest is a diff. */
type Received = Diff & { readonly [key in "r" | "e" | "t"]?: unknown };

/**
 * Separates the reply, the events and the title from the tree (liveview-protocol.md §8.5, §8.8); the argument stays as it is.
 * The `r: 1` of a complete root uses the reply's key and goes too: the root of a view has no magic id.
 *
 * @throws FrameError `malformed-shape` when `received` is no object.
 */
export function extractDiff(received: unknown): ExtractedDiff {
  if (!isNode(received)) throw new FrameError("malformed-shape", "No object");
  const { r, e, t, ...diff } = received as Received;
  return {
    diff,
    reply: r === 1 ? undefined : r,
    events: Array.isArray(e) ? (e as readonly PushedEvent[]) : [],
    title: typeof t === "string" ? t : undefined,
  };
}
