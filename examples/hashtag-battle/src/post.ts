import { extractTerms, type Keyword } from "./keyword.ts";

/** Which source a post came from. */
export type PostKind = "simulated" | "imported" | "bluesky";

/** A post as a source hands it over. */
export interface IncomingPost {
  /** The same post has the same UUID however often it arrives; that is how it is counted once. */
  readonly uuid: string;
  readonly kind: PostKind;
  readonly text: string;
  readonly createdAtMs: number;
  /** Hashtags and mentions that the source tells beside the text, with or without their sign. */
  readonly hashtags?: readonly string[];
  readonly mentions?: readonly string[];
}

/** A post ready to be stored: its text on one line, its terms in canonical spelling. */
export interface PreparedPost {
  readonly uuid: string;
  readonly kind: PostKind;
  readonly flatText: string;
  readonly hashtags: readonly string[];
  readonly mentions: readonly string[];
  readonly createdAtMs: number;
  /** Every keyword that it matches. */
  readonly keywords: ReadonlySet<Keyword>;
}

/** A post or the reason why it cannot be one, to be shown beside its place in the source. */
export type PostResult =
  | { readonly ok: true; readonly post: IncomingPost }
  | { readonly ok: false; readonly reason: string };

/** At most this many characters in a post's text. */
const POST_CHARS_MAX = 10_000;

/** At most this many hashtags, and as many mentions, beside a post's text. */
export const POST_TAGS_MAX = 100;

const YEAR_2100_MS = Date.UTC(2100, 0, 1);

/** Checks what a source read against the limits above. */
export function checkPost(post: IncomingPost): PostResult {
  if (flattenText(post.text) === "") return { ok: false, reason: "the text is empty" };
  if (post.text.length > POST_CHARS_MAX) {
    return { ok: false, reason: `the text has ${post.text.length} characters; ${POST_CHARS_MAX} are the limit` };
  }
  if (Math.max(post.hashtags?.length ?? 0, post.mentions?.length ?? 0) > POST_TAGS_MAX) {
    return { ok: false, reason: `more than ${POST_TAGS_MAX} hashtags or mentions beside the text` };
  }
  if (!(post.createdAtMs >= 0 && post.createdAtMs < YEAR_2100_MS)) {
    return { ok: false, reason: "the time lies outside the years 1970 to 2099" };
  }
  return { ok: true, post };
}

/** Reads a post's text once, for storing and for matching. */
export function preparePost(post: IncomingPost): PreparedPost {
  const { hashtags, mentions, keywords } = extractTerms(post.text, post.hashtags, post.mentions);
  return {
    uuid: post.uuid,
    kind: post.kind,
    flatText: flattenText(post.text),
    hashtags,
    mentions,
    createdAtMs: post.createdAtMs,
    keywords,
  };
}

/** The text on one line: every run of blanks, line ends and control characters is one blank (PostgreSQL refuses a NUL). */
function flattenText(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, " ").trim();
}
