import { AppError, messageOf } from "../errors.ts";
import type { IncomingPost } from "../post.ts";
import type { ColumnMapping, RecordFields } from "./column-mapping.ts";
import { postFromRecord } from "./column-mapping.ts";
import { CsvReader, RECORD_CHARS_MAX } from "./csv.ts";
import type { PostSink, Source } from "./source.ts";

/** How far an import is. */
export interface ImportProgress {
  /** Bytes of the file that were read. */
  readonly bytes: number;
  /** Records that are posts. */
  readonly posts: number;
  /** Those of them that were not there before. */
  readonly stored: number;
  /** Records that were left out, each told by `onBadLine`. */
  readonly bad: number;
}

/** How a file is read. */
export interface ImporterOptions {
  /** For the log: the file's name. */
  readonly name: string;
  /** The file, in UTF-8, piece by piece. Pieces are asked for only as fast as posts are stored. */
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly format: "csv" | "ndjson";
  /** What separates the fields of a CSV file; one character. */
  readonly delimiter: string;
  readonly mapping: ColumnMapping;
  /** After every batch. */
  readonly onProgress: (progress: ImportProgress) => void;
  /** A record that is no post: its line, counted from 1, and why. */
  readonly onBadLine: (line: number, reason: string) => void;
}

type FileRecord =
  | { readonly line: number; readonly fields: RecordFields }
  | { readonly line: number; readonly problem: string };

/** Turns pieces of a file into records. */
interface RecordReader {
  push(piece: string): FileRecord[];
  end(): FileRecord[];
}

/** Posts go to the sink in batches of this size, so that no more than one batch and one piece of the file are in memory. */
const BATCH_POSTS = 500;

/** A CSV or NDJSON file of posts, of any size. */
export function createImporter(options: ImporterOptions): Source {
  return { name: options.name, run: (sink, signal) => runImport(options, sink, signal) };
}

async function runImport(options: ImporterOptions, sink: PostSink, signal: AbortSignal): Promise<void> {
  const reader = options.format === "csv" ? createCsvRecordReader(options) : new NdjsonReader();
  const decoder = new TextDecoder();
  const batch = new ImportBatch(options, sink);
  for await (const bytes of options.bytes) {
    if (signal.aborted) return;
    await batch.add(reader.push(decoder.decode(bytes, { stream: true })), bytes.length);
  }
  await batch.add([...reader.push(decoder.decode()), ...reader.end()], 0);
  await batch.flush();
}

/** Collects posts until there is a batch of them. */
class ImportBatch {
  readonly #options: ImporterOptions;
  readonly #sink: PostSink;
  #posts: IncomingPost[] = [];
  #progress = { bytes: 0, posts: 0, stored: 0, bad: 0 };

  constructor(options: ImporterOptions, sink: PostSink) {
    this.#options = options;
    this.#sink = sink;
  }

  async add(records: readonly FileRecord[], bytes: number): Promise<void> {
    this.#progress.bytes += bytes;
    for (const record of records) {
      this.#addRecord(record);
      if (this.#posts.length >= BATCH_POSTS) await this.flush();
    }
  }

  async flush(): Promise<void> {
    const posts = this.#posts;
    this.#posts = [];
    if (posts.length > 0) this.#progress.stored += await this.#sink(posts);
    this.#progress.posts += posts.length;
    this.#options.onProgress({ ...this.#progress });
  }

  #addRecord(record: FileRecord): void {
    const result =
      "problem" in record
        ? { ok: false as const, reason: record.problem }
        : postFromRecord(record.fields, this.#options.mapping);
    if (result.ok) {
      this.#posts.push(result.post);
      return;
    }
    this.#progress.bad++;
    this.#options.onBadLine(record.line, result.reason);
  }
}

/** Names the fields after the header; refuses a file whose header lacks a column that the mapping names. */
function createCsvRecordReader({ delimiter, mapping, name }: ImporterOptions): RecordReader {
  const reader = new CsvReader(delimiter);
  let header: readonly string[] | undefined;
  const toRecords = (records: ReturnType<CsvReader["push"]>): FileRecord[] =>
    records.flatMap((record): FileRecord[] => {
      if ("problem" in record) return [record];
      if (header !== undefined) {
        const names = header;
        return [
          { line: record.line, fields: Object.fromEntries(record.fields.map((value, index) => [names[index], value])) },
        ];
      }
      header = record.fields.map((column) => column.trim());
      refuseMissingColumns(header, mapping, name);
      return [];
    });
  return { push: (piece) => toRecords(reader.push(piece)), end: () => toRecords(reader.end()) };
}

function refuseMissingColumns(header: readonly string[], mapping: ColumnMapping, file: string): void {
  const flags: Readonly<Record<string, string | undefined>> = {
    "--text": mapping.text,
    "--created-at": mapping.createdAt,
    "--id": mapping.id,
    "--hashtags": mapping.hashtags,
    "--mentions": mapping.mentions,
  };
  for (const [flag, column] of Object.entries(flags)) {
    if (column === undefined || header.includes(column)) continue;
    throw new AppError(
      "import-refused",
      `${file} has no column “${column}”. Its columns are: ${header.map((name) => `“${name.slice(0, 40)}”`).join(", ")}. ` +
        `Name the one that is meant: ${flag}=… (and --delimiter=… if these are no columns).`,
    );
  }
}

/** One JSON object per line; keeps no more than one line. */
class NdjsonReader implements RecordReader {
  #text = "";
  #line = 0;
  /** Inside a line that was given up; the rest of it is dropped as it arrives. */
  #isSkipping = false;

  push(piece: string): FileRecord[] {
    const lines = (this.#text + piece).split("\n");
    this.#text = lines.pop() ?? "";
    const records = lines.flatMap((line) => this.#readLine(line));
    if (this.#text.length > RECORD_CHARS_MAX) {
      if (!this.#isSkipping)
        records.push({ line: this.#line + 1, problem: `no end of the line within ${RECORD_CHARS_MAX} characters` });
      this.#isSkipping = true;
      this.#text = "";
    }
    return records;
  }

  end(): FileRecord[] {
    return this.#readLine(this.#text);
  }

  #readLine(text: string): FileRecord[] {
    this.#line++;
    const line = this.#line;
    if (this.#isSkipping) {
      this.#isSkipping = false;
      return [];
    }
    if (text.trim() === "") return [];
    try {
      const value: unknown = JSON.parse(line === 1 ? text.replace(/^\u{feff}/u, "") : text);
      if (typeof value !== "object" || value === null || Array.isArray(value))
        return [{ line, problem: "not a JSON object" }];
      return [{ line, fields: value as RecordFields }]; // Any object that JSON.parse made is one of names and unknown values.
    } catch (error) {
      return [{ line, problem: `not JSON: ${messageOf(error).slice(0, 100)}` }];
    }
  }
}
