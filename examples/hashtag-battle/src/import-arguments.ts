import { parseArgs } from "node:util";
import { AppError, messageOf } from "./errors.ts";
import type { ColumnMapping } from "./sources/column-mapping.ts";

/** What `npx tsx src/import.ts` was asked to do. */
export interface ImportArguments {
  /** A path, or `-` for the standard input. */
  readonly file: string;
  readonly format: "csv" | "ndjson";
  readonly delimiter: string;
  readonly mapping: ColumnMapping;
  /** Where the app listens that is told of new posts; undefined: at this machine's `PORT`. */
  readonly app: string | undefined;
}

/** How the importer is used. */
const IMPORT_USAGE = `Usage: npx tsx src/import.ts <file | -> [options]

Stores the posts of a CSV or NDJSON file, of any size, and tells the running app. Importing a file again changes nothing.

  --text=COLUMN         the post's text                        (default: text)
  --created-at=COLUMN   when it was posted                     (default: created_at)
  --id=COLUMN           what tells posts apart                 (default: the whole record)
  --hashtags=COLUMN     hashtags beside the text               (default: none)
  --mentions=COLUMN     mentions beside the text               (default: none)
  --format=FORMAT       csv or ndjson     (default: by the file's name: .ndjson, .jsonl and .json are NDJSON)
  --delimiter=SIGN      what separates CSV fields, "tab" for a tab    (default: a comma; a tab for .tsv)
  --app=URL             the app to tell                        (default: http://localhost:$PORT)

The first line of a CSV file names its columns. A member further inside an NDJSON object is named with dots: --text=record.text
Compressed files: gunzip -c posts.csv.gz | npx tsx src/import.ts - --format=csv`;

/** Reads the command line; an AppError `import-refused` says what is wrong with it. */
export function readImportArguments(args: readonly string[]): ImportArguments {
  const { values, positionals } = parse(args);
  const [file, ...others] = positionals;
  if (file === undefined) throw refuse("There is no file to import.");
  if (others.length > 0) throw refuse(`One file at a time: “${others[0]}” is one too many.`);
  const format = values.format ?? (/\.(ndjson|jsonl|json)$/i.test(file) ? "ndjson" : "csv");
  if (format !== "csv" && format !== "ndjson") throw refuse(`“${format}” is no format; there are csv and ndjson.`);
  const delimiter = values.delimiter ?? (/\.tsv$/i.test(file) ? "tab" : ",");
  if (delimiter !== "tab" && !/^[^"\r\n]$/u.test(delimiter))
    throw refuse(`“${delimiter}” cannot separate fields: it must be one character, or “tab”.`);
  if (values.app !== undefined && !/^https?:\/\//.test(values.app))
    throw refuse(`“${values.app}” is not the address of an app, like http://localhost:4000.`);
  return {
    file,
    format,
    delimiter: delimiter === "tab" ? "\t" : delimiter,
    mapping: {
      text: values.text ?? "text",
      createdAt: values["created-at"] ?? "created_at",
      id: values.id,
      hashtags: values.hashtags,
      mentions: values.mentions,
    },
    app: values.app,
  };
}

function parse(args: readonly string[]) {
  const text = { type: "string" } as const;
  const options = {
    text,
    "created-at": text,
    id: text,
    hashtags: text,
    mentions: text,
    format: text,
    delimiter: text,
    app: text,
  };
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw refuse(messageOf(error));
  }
}

function refuse(problem: string): AppError {
  return new AppError("import-refused", `${problem}\n\n${IMPORT_USAGE}`);
}
