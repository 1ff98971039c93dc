import { z } from "zod";
import { parseQuery } from "./keyword.ts";

/** At most this many characters in a battle's title. */
const TITLE_CHARS_MAX = 120;

/** A battle has two queries or more, and at most this many. */
export const QUERIES_MAX = 6;

const QUERY_CHARS_MAX = 500;
const DAY_MS = 86_400_000;
const BATTLE_DAYS_MAX = 366;
const LOCAL_TIME_PATTERN = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/;

const time = z.string("Choose a date and a time.").transform((text, context) => {
  // A browser's datetime-local field sends no zone; the pages say that times are UTC.
  const timeMs = LOCAL_TIME_PATTERN.test(text)
    ? Date.parse(/(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`)
    : Number.NaN;
  if (!Number.isNaN(timeMs)) return timeMs;
  context.addIssue({ code: "custom", message: "Choose a date and a time." });
  return z.NEVER;
});

const queriesField = z
  .array(z.string(), "Write at least two queries.")
  .superRefine(checkQueries)
  .transform((typed) => typed.map(tidyText).filter((query) => query !== ""));

/**
 * What the form of a new battle sends, checked: `title`, `queries[0]`, `queries[1]`, …, `start_at` and `end_at`
 * (`2026-11-20T12:00`, in UTC unless it says otherwise). A message names the field that it belongs to; queries
 * after the second may stay empty.
 */
export const newBattleSchema = z
  .object({
    title: z
      .string("Give the battle a title.")
      .transform(tidyText)
      .pipe(
        z
          .string()
          .min(1, "Give the battle a title.")
          .max(TITLE_CHARS_MAX, `A title has ${TITLE_CHARS_MAX} characters at most.`),
      ),
    queries: queriesField,
    start_at: time,
    end_at: time,
  })
  .superRefine(({ start_at: startAtMs, end_at: endAtMs }, context) => {
    if (endAtMs <= startAtMs)
      context.addIssue({ code: "custom", path: ["end_at"], message: "The end must be after the start." });
    if (endAtMs - startAtMs > BATTLE_DAYS_MAX * DAY_MS) {
      context.addIssue({
        code: "custom",
        path: ["end_at"],
        message: `A battle lasts ${BATTLE_DAYS_MAX} days at most.`,
      });
    }
  })
  .transform(
    ({ title, queries, start_at, end_at }): NewBattle => ({ title, queries, startAtMs: start_at, endAtMs: end_at }),
  );

/** A battle before it is stored. */
export interface NewBattle {
  readonly title: string;
  readonly queries: readonly string[];
  readonly startAtMs: number;
  readonly endAtMs: number;
}

/** The values of an empty form: an hour from now on, in the spelling of a datetime-local field (UTC). */
export function emptyBattleForm(nowMs: number): {
  title: string;
  queries: string[];
  start_at: string;
  end_at: string;
} {
  return {
    title: "",
    queries: ["", ""],
    start_at: formatLocalTime(nowMs),
    end_at: formatLocalTime(nowMs + 3_600_000),
  };
}

/** A time as a datetime-local field shows it, in UTC: `2026-11-20T12:00`. */
function formatLocalTime(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 16);
}

function checkQueries(typed: readonly string[], context: z.RefinementCtx): void {
  const complain = (message: string, index?: number): void =>
    context.addIssue({ code: "custom", message, path: index === undefined ? [] : [index] });
  if (typed.length < 2) return complain("Write at least two queries.");
  if (typed.length > QUERIES_MAX) return complain(`${QUERIES_MAX} queries are the most.`);
  const firstIndexOf = new Map<string, number>();
  typed.forEach((query, index) => {
    if (query.trim() === "" && index >= 2) return;
    if (query.length > QUERY_CHARS_MAX) return complain(`A query has ${QUERY_CHARS_MAX} characters at most.`, index);
    const parsed = parseQuery(query);
    if (!parsed.ok) return complain(parsed.reason, index);
    const meaning = parsed.keywords.toSorted().join(" ");
    const first = firstIndexOf.get(meaning);
    if (first === undefined) firstIndexOf.set(meaning, index);
    else complain(`This is the same as query ${first + 1}.`, index);
  });
}

function tidyText(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, " ").trim();
}
