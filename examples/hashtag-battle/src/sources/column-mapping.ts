import { checkPost, POST_TAGS_MAX, type PostResult } from "../post.ts";
import { isUuid, uuidOf } from "../uuid.ts";

/** Which column of a file (or which member of its JSON objects, `record.text` for one further in) means what. */
export interface ColumnMapping {
  /** The post's text. */
  readonly text: string;
  /** When it was posted. */
  readonly createdAt: string;
  /** What tells posts apart; undefined takes all of the record's content. */
  readonly id: string | undefined;
  /** Hashtags and mentions beside the text: a list, or texts separated by blanks, commas, semicolons or bars. */
  readonly hashtags: string | undefined;
  readonly mentions: string | undefined;
}

/** One record of a file by its column names. */
export type RecordFields = Readonly<Record<string, unknown>>;

/** The post of a record, or why it is none. */
export function postFromRecord(fields: RecordFields, mapping: ColumnMapping): PostResult {
  const text = fieldAt(fields, mapping.text);
  if (typeof text !== "string") return { ok: false, reason: `no text in “${mapping.text}”` };
  const time = fieldAt(fields, mapping.createdAt);
  const createdAtMs = parseTime(typeof time === "number" ? String(time) : time);
  if (createdAtMs === undefined) return { ok: false, reason: `no time in “${mapping.createdAt}”: ${quote(time)}` };
  const tags = (column: string | undefined): string[] =>
    column === undefined ? [] : parseTags(fieldAt(fields, column));
  return checkPost({
    uuid: uuidFor(fields, { id: mapping.id, createdAtMs }),
    kind: "imported",
    text,
    createdAtMs,
    hashtags: tags(mapping.hashtags),
    mentions: tags(mapping.mentions),
  });
}

/**
 * Milliseconds since 1970 of a time as dumps write it: ISO 8601, `2026-11-20 12:00:00` (UTC when it names no zone),
 * `Fri Nov 20 12:00:00 +0000 2026`, or the seconds, milliseconds or microseconds themselves.
 */
export function parseTime(value: unknown): number | undefined {
  const text = typeof value === "string" ? value.trim() : "";
  if (/^\d{1,16}(\.\d+)?$/.test(text)) {
    const wholeDigits = text.split(".", 1)[0]?.length ?? 0;
    const perUnit = wholeDigits <= 10 ? 1_000 : wholeDigits <= 13 ? 1 : 0.001;
    // Four digits are a year rather than a minute of 1970.
    return wholeDigits <= 4 ? undefined : Math.floor(Number(text) * perUnit);
  }
  const isoLike = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?) ?(Z|UTC|[+-]\d\d(?::?\d\d)?)?)?$/i.exec(
    text,
  );
  const timeMs = isoLike === null ? Date.parse(text) : Date.parse(normalizeIso(isoLike));
  return Number.isNaN(timeMs) ? undefined : timeMs;
}

/** What `Date.parse` reads alike everywhere: it takes a time without a zone for local time. */
function normalizeIso([, date = "", time = "00:00", zone = "Z"]: RegExpExecArray): string {
  const offset = /^(Z|UTC)$/i.test(zone) ? "Z" : `${zone.slice(0, 3)}:${zone.slice(3).replace(":", "") || "00"}`;
  return `${date}T${time.replace(",", ".")}${offset}`;
}

function parseTags(value: unknown): string[] {
  if (Array.isArray(value)) return value.filter((tag) => typeof tag === "string").slice(0, POST_TAGS_MAX + 1);
  // The brackets and quotes of a list that was written as text go as well: ["a", "b"], ['a', 'b'], {a,b}.
  return typeof value === "string" ? value.split(/[\s,;|[\]{}'"]+/, POST_TAGS_MAX + 2).filter((tag) => tag !== "") : [];
}

/** Dumps number their posts from 1, each its own; with the time beside the number two dumps do not get into each other's way. */
function uuidFor(
  fields: RecordFields,
  { id, createdAtMs }: { readonly id: string | undefined; readonly createdAtMs: number },
): string {
  const value = id === undefined ? undefined : fieldAt(fields, id);
  if (typeof value === "string" && isUuid(value)) return value;
  if (typeof value === "string" || typeof value === "number") return uuidOf(`id ${value} ${createdAtMs}`);
  return uuidOf(JSON.stringify(fields));
}

function fieldAt(fields: RecordFields, column: string): unknown {
  if (Object.hasOwn(fields, column)) return fields[column];
  let value: unknown = fields;
  for (const name of column.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as RecordFields)[name];
  }
  return value;
}

function quote(value: unknown): string {
  return value === undefined
    ? "missing"
    : `“${(typeof value === "string" ? value : JSON.stringify(value)).slice(0, 40)}”`;
}
