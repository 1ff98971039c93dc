import { z } from "zod";
import { checkPost, type IncomingPost, POST_TAGS_MAX } from "../post.ts";
import { uuidOf } from "../uuid.ts";

/** What a frame of Bluesky's Jetstream means to us. */
export interface JetstreamEvent {
  /** The server's own time of the event, in microseconds: where to go on after a reconnect. */
  readonly timeUs: number;
  /** Present when the event is a new post that the app accepts. */
  readonly post: IncomingPost | undefined;
}

/** Posts are the records of this collection. */
export const POST_COLLECTION = "app.bsky.feed.post";

/** A post that claims to come from further in the future than this gets the server's time: its author's clock is wrong. */
const FUTURE_MS_MAX = 60_000;

const recordSchema = z.object({
  text: z.string(),
  createdAt: z.string(),
  tags: z.array(z.string()).optional().catch(undefined),
  facets: z
    .array(z.object({ features: z.array(z.object({ $type: z.string(), tag: z.string().optional() })) }))
    .optional()
    .catch(undefined),
});

const eventSchema = z.object({
  did: z.string(),
  time_us: z.number(),
  kind: z.string(),
  commit: z
    .object({ operation: z.string(), collection: z.string(), rkey: z.string(), record: z.unknown().optional() })
    .optional(),
});

/** Reads one text frame; undefined when it is no event at all. */
export function readJetstreamEvent(text: string): JetstreamEvent | undefined {
  const event = eventSchema.safeParse(parseJson(text)).data;
  if (event === undefined) return undefined;
  const { did, time_us: timeUs, commit } = event;
  if (commit?.operation !== "create" || commit.collection !== POST_COLLECTION) return { timeUs, post: undefined };
  const record = recordSchema.safeParse(commit.record).data;
  if (record === undefined) return { timeUs, post: undefined };
  const result = checkPost({
    uuid: uuidOf(`at://${did}/${POST_COLLECTION}/${commit.rkey}`),
    kind: "bluesky",
    text: record.text,
    createdAtMs: trustworthyTime(record.createdAt, timeUs / 1_000),
    hashtags: tagsOf(record),
  });
  return { timeUs, post: result.ok ? result.post : undefined };
}

/** The tags that the author's app marked in the text, and those it sent beside it. */
function tagsOf({ tags = [], facets = [] }: z.infer<typeof recordSchema>): string[] {
  const marked = facets.flatMap((facet) =>
    facet.features.flatMap((feature) => (feature.$type === "app.bsky.richtext.facet#tag" ? (feature.tag ?? []) : [])),
  );
  return [...new Set([...marked, ...tags])].slice(0, POST_TAGS_MAX);
}

function trustworthyTime(createdAt: string, serverMs: number): number {
  const createdAtMs = Date.parse(createdAt);
  return Number.isNaN(createdAtMs) || createdAtMs > serverMs + FUTURE_MS_MAX ? Math.floor(serverMs) : createdAtMs;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is no JSON is no event either; the caller counts it.
    return undefined;
  }
}
