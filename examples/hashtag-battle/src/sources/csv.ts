/** One record of a file, or what is wrong with it; `line` is where it begins, counted from 1. */
export type CsvRecord =
  | { readonly line: number; readonly fields: readonly string[] }
  | { readonly line: number; readonly problem: string };

/** A record longer than this, in characters, is a problem: most likely a quote that nobody closed. */
export const RECORD_CHARS_MAX = 1_000_000;

/** What a record or a field turned out to be; `end` is the place after it. */
type Scan<Value> =
  | { readonly type: "found"; readonly value: Value; readonly end: number }
  | { readonly type: "incomplete" }
  | { readonly type: "problem"; readonly problem: string };

/**
 * Reads CSV piece by piece (RFC 4180: quoted fields may hold delimiters, quotes and line ends) and keeps no more than
 * one record. The first record, the header, says how many fields the others have. After a bad record reading goes
 * on in the next line, so that one stray quote costs one line and not the rest of the file.
 */
export class CsvReader {
  readonly #delimiter: string;
  #text = "";
  #line = 1;
  #fieldsExpected: number | undefined;
  #isAtStart = true;
  /** Inside a line that was given up; the rest of it is dropped as it arrives. */
  #isSkipping = false;

  constructor(delimiter = ",") {
    this.#delimiter = delimiter;
  }

  /** The records that this piece completes. */
  push(piece: string): CsvRecord[] {
    // A byte order mark is no part of the first column's name.
    this.#text += this.#isAtStart && piece.startsWith("\u{feff}") ? piece.slice(1) : piece;
    this.#isAtStart &&= piece === "";
    return this.#read(false);
  }

  /** The last record, which may lack its line end. */
  end(): CsvRecord[] {
    return this.#read(true);
  }

  #read(isEnd: boolean): CsvRecord[] {
    const records: CsvRecord[] = [];
    let start = 0;
    if (this.#isSkipping) {
      start = endOfLine(this.#text, 0);
      this.#isSkipping = !this.#text.slice(0, start).endsWith("\n");
      this.#line += this.#isSkipping ? 0 : 1;
    }
    while (start < this.#text.length) {
      const step = this.#readRecord(start, isEnd);
      if (step === undefined) break;
      if (step.record !== undefined) records.push(step.record);
      this.#line += countLineEnds(this.#text, start, step.end);
      start = step.end;
    }
    this.#text = this.#text.slice(start);
    return records;
  }

  /** The record that begins at `start` and where the next one does; undefined when it needs more text. */
  #readRecord(
    start: number,
    isEnd: boolean,
  ): { readonly record: CsvRecord | undefined; readonly end: number } | undefined {
    const scan = scanRecord(this.#text, start, { delimiter: this.#delimiter, isEnd });
    const isTooLong = this.#text.length - start > RECORD_CHARS_MAX;
    switch (scan.type) {
      case "incomplete":
        return isTooLong
          ? this.#skipLine(start, `no end of the record within ${RECORD_CHARS_MAX} characters`)
          : undefined;
      case "problem":
        return this.#text.indexOf("\n", start) !== -1 || isEnd || isTooLong
          ? this.#skipLine(start, scan.problem)
          : undefined;
      case "found": {
        const { value: fields, end } = scan;
        if (fields.length === 1 && fields[0]?.trim() === "") return { record: undefined, end };
        this.#fieldsExpected ??= fields.length;
        if (fields.length === this.#fieldsExpected) return { record: { line: this.#line, fields }, end };
        return this.#skipLine(
          start,
          `${fields.length === 1 ? "1 field" : `${fields.length} fields`} where the header has ${this.#fieldsExpected}`,
        );
      }
    }
  }

  #skipLine(start: number, problem: string): { readonly record: CsvRecord; readonly end: number } {
    const end = endOfLine(this.#text, start);
    this.#isSkipping = this.#text[end - 1] !== "\n";
    return { record: { line: this.#line, problem }, end };
  }
}

interface ScanOptions {
  readonly delimiter: string;
  /** No more text comes: what is open now stays open. */
  readonly isEnd: boolean;
}

function scanRecord(text: string, start: number, options: ScanOptions): Scan<string[]> {
  const fields: string[] = [];
  for (let at = start; ; at++) {
    const field = text[at] === '"' ? scanQuoted(text, at, options) : scanPlain(text, at, options);
    if (field.type !== "found") return field;
    fields.push(field.value);
    at = field.end;
    if (text[at] === options.delimiter) continue;
    // What stands here is a line end, or the end of the file.
    const end = text[at] === "\r" ? at + 2 : at + 1;
    return { type: "found", value: fields, end: Math.min(end, text.length) };
  }
}

function scanPlain(text: string, start: number, { delimiter, isEnd }: ScanOptions): Scan<string> {
  let end = start;
  while (end < text.length && text[end] !== delimiter && text[end] !== "\n") end++;
  if (end === text.length && !isEnd) return { type: "incomplete" };
  const isBeforeCrLf = text[end] !== delimiter && end > start && text[end - 1] === "\r";
  if (isBeforeCrLf) end--;
  return { type: "found", value: text.slice(start, end), end };
}

function scanQuoted(text: string, start: number, { delimiter, isEnd }: ScanOptions): Scan<string> {
  let value = "";
  for (let from = start + 1; ; ) {
    const quote = text.indexOf('"', from);
    if (quote === -1)
      return isEnd ? { type: "problem", problem: "a quoted field is not closed" } : { type: "incomplete" };
    value += text.slice(from, quote);
    if (text[quote + 1] === '"') {
      value += '"';
      from = quote + 2;
      continue;
    }
    const after = text.slice(quote + 1, quote + 3);
    if (after.startsWith(delimiter) || after.startsWith("\n") || after === "\r\n")
      return { type: "found", value, end: quote + 1 };
    // At the end of a piece nobody knows yet whether this quote closes the field, or what follows a lone \r.
    if (after === "" || after === "\r")
      return isEnd ? { type: "found", value, end: quote + 1 } : { type: "incomplete" };
    return { type: "problem", problem: "text after a closing quote" };
  }
}

function endOfLine(text: string, from: number): number {
  const lineEnd = text.indexOf("\n", from);
  return lineEnd === -1 ? text.length : lineEnd + 1;
}

function countLineEnds(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf("\n", from); at !== -1 && at < to; at = text.indexOf("\n", at + 1)) count++;
  return count;
}
