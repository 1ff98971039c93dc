import { describe, expect, test } from "vitest";
import {
  extractTerms,
  foldText,
  KEYWORD_CHARS_MAX,
  KEYWORDS_PER_QUERY_MAX,
  matchKeywords,
  parseQuery,
} from "./keyword.ts";

describe("texts are compared without case, after NFKC", () => {
  test.each([
    ["Coffee", "COFFEE"],
    ["ｃｏｆｆｅｅ", "coffee"],
    ["ﬁlter", "FILTER"],
    ["café", "cafe\u0301"],
    ["STRASSE", "straße"],
    ["ΟΔΟΣ", "οδος"],
    ["ПРИВЕТ", "привет"],
    ["①", "1"],
  ])("%s is %s", (left, right) => {
    expect(foldText(left)).toBe(foldText(right));
  });

  test("an accent is no matter of case", () => {
    expect(foldText("cafe")).not.toBe(foldText("café"));
  });
});

describe("a query is one or more keywords", () => {
  test.each<[string, string[]]>([
    ["#coffee", ["#coffee"]],
    ["@Anna", ["@anna"]],
    ["coffee", ["coffee"]],
    ["#Coffee, @nespresso  espresso", ["#coffee", "@nespresso", "espresso"]],
    ["#tea,#TEA,＃ｔｅａ", ["#tea"]],
    ["  #tea  ", ["#tea"]],
    ["#日本 naïve under_score 2024", ["#日本", "naïve", "under_score", "2024"]],
    ["हिन्दी", ["हिन्दी"]],
  ])("%j", (text, keywords) => {
    expect(parseQuery(text)).toEqual({ ok: true, keywords });
  });

  test.each([
    ["", "at least one keyword"],
    [" , ", "at least one keyword"],
    ["#", "“#” is not a keyword"],
    ["#tea!", "“#tea!” is not a keyword"],
    ["##tea", "“##tea” is not a keyword"],
    ["rock&roll", "“rock&roll” is not a keyword"],
    ["@anna.bsky.social", "is not a keyword"],
    ["<script>", "is not a keyword"],
    ["x".repeat(KEYWORD_CHARS_MAX + 1), "is longer than 100 characters"],
    [
      Array.from({ length: KEYWORDS_PER_QUERY_MAX + 1 }, (_, index) => `k${index}`).join(" "),
      "21 keywords are too many",
    ],
  ])("%j is refused and says why", (text, reason) => {
    expect(parseQuery(text)).toEqual({ ok: false, reason: expect.stringContaining(reason) });
  });
});

describe("a text is read once into hashtags, mentions and words", () => {
  test.each<[string, string[], string[]]>([
    ["I love #Coffee and #TEA", ["coffee", "tea"], []],
    ["#coffee#tea", ["coffee"], []],
    ["(#coffee), “@Anna”!", ["coffee"], ["anna"]],
    ["ann@example.com", [], []],
    ["it&#39;s", [], []],
    ["＃ｃｏｆｆｅｅ ＠ａｎｎａ", ["coffee"], ["anna"]],
    ["#café, #cafe\u0301", ["café"], []],
    ["##coffee", ["coffee"], []],
    ["# coffee", [], []],
    ["#日本、#東京。", ["日本", "東京"], []],
    ["see https://example.com/@anna/#coffee", [], []],
    ["line one\n#two", ["two"], []],
    ["😀#smile😀", ["smile"], []],
    ["", [], []],
  ])("%j", (text, hashtags, mentions) => {
    const terms = extractTerms(text);
    expect(terms.hashtags).toEqual(hashtags);
    expect(terms.mentions).toEqual(mentions);
  });

  test("a whole word matches only as a whole, and inside a hashtag or a mention too", () => {
    const words = (text: string): boolean => extractTerms(text).keywords.has("tea");
    expect(["tea", "Tea!", "iced-tea", "#tea", "@tea", "(TEA)"].filter(words)).toHaveLength(6);
    expect(["steam", "teapot", "tea_time", "#teatime", "https://tea.com/tea"].filter(words)).toEqual([]);
  });

  test("a hashtag keyword does not match the bare word", () => {
    expect(extractTerms("tea, not the tag").keywords.has("#tea")).toBe(false);
  });

  test("tags and mentions that came beside the text count like those inside", () => {
    const terms = extractTerms("hello", ["Tea", "#Coffee", "not a tag", ""], ["anna", "@Ben"]);
    expect(terms.hashtags).toEqual(["tea", "coffee"]);
    expect(terms.mentions).toEqual(["anna", "ben"]);
  });

  test("a text of nothing but signs or one endless word is read in linear time", () => {
    const started = performance.now();
    extractTerms("#".repeat(100_000));
    expect(extractTerms("a".repeat(100_000)).keywords.size).toBe(0);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

test.each<[string[], string[], string[]]>([
  [["#tea", "tea"], ["#tea", "#coffee", "milk"], ["#tea"]],
  [["#tea", "tea", "milk", "and"], ["milk"], ["milk"]],
  [[], ["milk"], []],
  [["milk"], [], []],
])("of the terms %j, of %j are watched: %j", (terms, watched, matching) => {
  expect(matchKeywords(new Set(terms), new Set(watched))).toEqual(matching);
});
