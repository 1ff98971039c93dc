/**
 * A keyword in its canonical spelling: `#coffee` (a hashtag), `@anna` (a mention) or `coffee` (a whole word).
 * Two spellings that differ only in case or in Unicode form (`＃Ｃｏｆｆｅｅ`) have the same canonical one.
 */
export type Keyword = string;

/** What a text says, in canonical spelling and without repetitions. */
export interface Terms {
  /** Without the `#`. */
  readonly hashtags: readonly string[];
  /** Without the `@`. */
  readonly mentions: readonly string[];
  /** Every keyword that the text matches: its hashtags, its mentions and its words (a hashtag's word too). */
  readonly keywords: ReadonlySet<Keyword>;
}

/** What a typed query means, or why it means nothing. */
export type QueryResult =
  | { readonly ok: true; readonly keywords: readonly Keyword[] }
  | { readonly ok: false; readonly reason: string };

/** At most this many keywords in one query. */
export const KEYWORDS_PER_QUERY_MAX = 20;

/** At most this many characters in one keyword, its sign included. */
export const KEYWORD_CHARS_MAX = 100;

// Letters, digits, underscores, and the marks that complete letters in many scripts (हिन्दी is one word).
const WORD = "[\\p{L}\\p{N}\\p{M}_]+";
const KEYWORD_PATTERN = new RegExp(`^[#@]?${WORD}$`, "u");
// A sign counts where a word cannot reach it: not in ann@example.com, not in &#39;.
const TERM_PATTERN = new RegExp(`(?<![\\p{L}\\p{N}\\p{M}_&])([#@])?(${WORD})|(${WORD})`, "gu");
/** The address of a link says where it leads, not what the post says. */
const LINK_PATTERN = /\bhttps?:\/\/\S+/gi;

/**
 * The form in which texts are compared: NFKC, then without case.
 * Upper before lower case, so that letters with two small forms meet (`ß` and `ss`, `ς` and `σ`).
 */
export function foldText(text: string): string {
  return text.normalize("NFKC").toUpperCase().toLowerCase().normalize("NFKC");
}

/** The keywords of a query as typed: separated by blanks or commas, each `#hashtag`, `@mention` or a word. */
export function parseQuery(text: string): QueryResult {
  const keywords = new Set<Keyword>();
  for (const typed of text.split(/[\s,]+/u)) {
    if (typed === "") continue;
    const keyword = foldText(typed);
    if (!KEYWORD_PATTERN.test(keyword)) {
      return {
        ok: false,
        reason: `“${typed.slice(0, 40)}” is not a keyword: write #hashtag, @mention or one word of letters, digits and underscores.`,
      };
    }
    if (keyword.length > KEYWORD_CHARS_MAX) {
      return { ok: false, reason: `“${typed.slice(0, 40)}…” is longer than ${KEYWORD_CHARS_MAX} characters.` };
    }
    keywords.add(keyword);
  }
  if (keywords.size === 0) return { ok: false, reason: "Write at least one keyword: #hashtag, @mention or a word." };
  if (keywords.size > KEYWORDS_PER_QUERY_MAX) {
    return { ok: false, reason: `${keywords.size} keywords are too many: ${KEYWORDS_PER_QUERY_MAX} at most.` };
  }
  return { ok: true, keywords: [...keywords] };
}

/**
 * What a text says. `tags` are hashtags that came beside the text (Bluesky's facets, a column of a dump),
 * with or without their `#`; what is no hashtag among them is left out. `mentions` likewise.
 */
export function extractTerms(text: string, tags: readonly string[] = [], mentions: readonly string[] = []): Terms {
  const keywords = new Set<Keyword>();
  for (const [, sign = "", signed, bare] of foldText(text.replace(LINK_PATTERN, " ")).matchAll(TERM_PATTERN)) {
    addTerm(keywords, sign, signed ?? bare ?? "");
  }
  for (const tag of tags) addBeside(keywords, "#", tag);
  for (const mention of mentions) addBeside(keywords, "@", mention);
  return { hashtags: withSign(keywords, "#"), mentions: withSign(keywords, "@"), keywords };
}

/** The watched keywords that a post matches; looks through the smaller of the two sets. */
export function matchKeywords(terms: ReadonlySet<Keyword>, watched: ReadonlySet<Keyword>): Keyword[] {
  const [few, many] = terms.size <= watched.size ? [terms, watched] : [watched, terms];
  return [...few].filter((keyword) => many.has(keyword));
}

/** A keyword longer than any query may hold is left out: nothing could ever match it. */
function addTerm(keywords: Set<Keyword>, sign: string, word: string): void {
  if (word.length + sign.length > KEYWORD_CHARS_MAX) return;
  keywords.add(word);
  if (sign !== "") keywords.add(sign + word);
}

function addBeside(keywords: Set<Keyword>, sign: "#" | "@", typed: string): void {
  const folded = foldText(typed.trim());
  const keyword = folded.startsWith(sign) ? folded : sign + folded;
  if (KEYWORD_PATTERN.test(keyword)) addTerm(keywords, sign, keyword.slice(1));
}

function withSign(keywords: ReadonlySet<Keyword>, sign: "#" | "@"): string[] {
  return [...keywords].filter((keyword) => keyword.startsWith(sign)).map((keyword) => keyword.slice(1));
}
