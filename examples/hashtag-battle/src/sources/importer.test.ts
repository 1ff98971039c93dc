import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { AppError } from "../errors.ts";
import type { IncomingPost } from "../post.ts";
import { uuidOf } from "../uuid.ts";
import { type ColumnMapping, parseTime, postFromRecord } from "./column-mapping.ts";
import { createImporter, type ImporterOptions, type ImportProgress } from "./importer.ts";

const NOON_MS = Date.UTC(2026, 10, 20, 12);
const MAPPING: ColumnMapping = {
  text: "text",
  createdAt: "created_at",
  id: undefined,
  hashtags: undefined,
  mentions: undefined,
};

async function* piecesOf(text: string, pieceBytes: number): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let start = 0; start < bytes.length; start += pieceBytes) yield bytes.subarray(start, start + pieceBytes);
}

async function importText(text: string, options: Partial<ImporterOptions> = {}) {
  const posts: IncomingPost[] = [];
  const bad: string[] = [];
  const progress: ImportProgress[] = [];
  const importer = createImporter({
    name: "posts.csv",
    bytes: piecesOf(text, 7),
    format: "csv",
    delimiter: ",",
    mapping: MAPPING,
    onProgress: (now) => progress.push(now),
    onBadLine: (line, reason) => bad.push(`${line}: ${reason}`),
    ...options,
  });
  const known = new Set<string>();
  await importer.run(async (batch) => {
    posts.push(...batch);
    return batch.filter((post) => known.size < known.add(post.uuid).size).length;
  }, new AbortController().signal);
  return { posts, bad, last: progress.at(-1) };
}

describe("a time, as dumps write it", () => {
  test.each([
    ["2026-11-20T12:00:00.000Z", NOON_MS],
    ["2026-11-20T12:00:00", NOON_MS],
    ["2026-11-20 12:00:00", NOON_MS],
    ["2026-11-20 12:00", NOON_MS],
    ["2026-11-20 12:00:00 UTC", NOON_MS],
    ["2026-11-20 12:00:00+00", NOON_MS],
    ["2026-11-20 14:00:00 +0200", NOON_MS],
    ["2026-11-20T14:00:00+02:00", NOON_MS],
    ["2026-11-20T06:30:00.5-05:30", NOON_MS + 500],
    ["2026-11-20 12:00:00.123456", NOON_MS + 123],
    ["2026-11-20", NOON_MS - 43_200_000],
    ["Fri Nov 20 12:00:00 +0000 2026", NOON_MS],
    ["Fri, 20 Nov 2026 12:00:00 GMT", NOON_MS],
    [String(NOON_MS / 1_000), NOON_MS],
    [String(NOON_MS), NOON_MS],
    [`${NOON_MS}000`, NOON_MS],
    [`${NOON_MS / 1_000}.25`, NOON_MS + 250],
    [" 2026-11-20T12:00:00Z ", NOON_MS],
    ["yesterday", undefined],
    ["2026-13-01", undefined],
    ["", undefined],
    ["2026", undefined],
    [undefined, undefined],
    [null, undefined],
  ])("%j", (value, timeMs) => {
    expect(parseTime(value)).toBe(timeMs);
  });
});

describe("a record becomes a post by its columns", () => {
  const fields = {
    body: "Hello #tea",
    at: "2026-11-20T12:00:00Z",
    nr: "7",
    tags: '["coffee", "#Milk"]',
    who: "anna|@ben",
    record: { text: "deep" },
  };
  const mapping: ColumnMapping = { text: "body", createdAt: "at", id: "nr", hashtags: "tags", mentions: "who" };

  test("whatever they are called", () => {
    expect(postFromRecord(fields, mapping)).toEqual({
      ok: true,
      post: {
        uuid: uuidOf(`id 7 ${NOON_MS}`),
        kind: "imported",
        text: "Hello #tea",
        createdAtMs: NOON_MS,
        hashtags: ["coffee", "#Milk"],
        mentions: ["anna", "@ben"],
      },
    });
  });

  test("also inside an object", () => {
    expect(postFromRecord(fields, { ...mapping, text: "record.text" })).toMatchObject({ post: { text: "deep" } });
    expect(
      postFromRecord({ "record.text": "flat", at: NOON_MS }, { ...MAPPING, text: "record.text", createdAt: "at" }),
    ).toMatchObject({ post: { text: "flat" } });
  });

  test("a UUID stays as it is; without an id the whole content tells posts apart", () => {
    const uuid = uuidOf("x");
    expect(postFromRecord({ ...fields, nr: uuid }, mapping)).toMatchObject({ post: { uuid } });
    const first = postFromRecord({ text: "a", created_at: NOON_MS, author: "x" }, MAPPING);
    expect(first).toEqual(postFromRecord({ text: "a", created_at: NOON_MS, author: "x" }, MAPPING));
    expect(first).not.toEqual(postFromRecord({ text: "a", created_at: NOON_MS, author: "y" }, MAPPING));
  });

  test.each([
    [{ at: "2026-11-20" }, "no text in “body”"],
    [{ ...fields, body: 7 }, "no text in “body”"],
    [{ ...fields, body: " \u0000\n" }, "the text is empty"],
    [{ ...fields, body: "x".repeat(10_001) }, "the text has 10001 characters; 10000 are the limit"],
    [{ ...fields, at: "soon" }, "no time in “at”: “soon”"],
    [{ body: "x" }, "no time in “at”: missing"],
    [{ ...fields, at: "1969-12-31" }, "the time lies outside the years 1970 to 2099"],
    [{ ...fields, tags: Array.from({ length: 500 }, () => "a") }, "more than 100 hashtags or mentions beside the text"],
    [{ ...fields, tags: "a ".repeat(500) }, "more than 100 hashtags or mentions beside the text"],
  ])("%j is none", (record, reason) => {
    expect(postFromRecord(record, mapping)).toEqual({ ok: false, reason });
  });
});

describe("a file", () => {
  test("of CSV with quoted texts of several lines, cut inside characters", async () => {
    const { posts, bad, last } = await importText(
      'created_at,"text"\r\n2026-11-20,"Hé, ""you""\n#tea 😀"\r\n2026-11-20,two\r\n',
    );
    expect(posts.map((post) => post.text)).toEqual(['Hé, "you"\n#tea 😀', "two"]);
    expect(bad).toEqual([]);
    expect(last).toEqual({ bytes: 72, posts: 2, stored: 2, bad: 0 });
  });

  test("of NDJSON", async () => {
    const { posts, bad } = await importText(
      '\u{feff}{"text":"one","created_at":"2026-11-20"}\r\n\n{"text":"two","created_at":1795176000}',
      { format: "ndjson" },
    );
    expect(posts).toMatchObject([{ text: "one" }, { text: "two", createdAtMs: 1_795_176_000_000 }]);
    expect(bad).toEqual([]);
  });

  test.each([
    [
      "csv",
      "text,created_at\none,2026-11-20\ntwo\nthree,soon\n,2026-11-20\nfive,2026-11-20\n",
      ["3: 1 field where the header has 2", "4: no time in “created_at”: “soon”", "5: the text is empty"],
    ],
    [
      "ndjson",
      '{"text":"one","created_at":"2026-11-20"}\n{"text":\n[1]\n{"text":"four"}\n{"text":"five","created_at":"2026-11-20"}\n',
      [expect.stringMatching(/^2: not JSON: /), "3: not a JSON object", "4: no time in “created_at”: missing"],
    ],
  ] as const)("bad lines of %s are told by number and reason, the others are posts", async (format, text, expected) => {
    const { posts, bad, last } = await importText(text, { format });
    expect(bad).toEqual(expected);
    expect(posts.map((post) => post.text)).toEqual(["one", "five"]);
    expect(last).toMatchObject({ posts: 2, bad: 3 });
  });

  test("a line of JSON without end is given up", async () => {
    const text = `{"text":"${"x".repeat(2_500_000)}"}\n{"text":"two","created_at":"2026-11-20"}\n`;
    const { posts, bad } = await importText(text, { format: "ndjson", bytes: piecesOf(text, 65_536) });
    expect(bad).toEqual([expect.stringMatching(/^1: no end of the line within/)]);
    expect(posts).toHaveLength(1);
  });

  test("without a column that is named is refused, and its columns are told", async () => {
    const imported = importText("id;body\n1;x\n");
    await expect(imported).rejects.toThrow(AppError);
    await expect(imported).rejects.toThrow(
      "posts.csv has no column “text”. Its columns are: “id;body”. Name the one that is meant: --text=… (and --delimiter=…",
    );
  });

  test("imported again brings nothing new", async () => {
    const text = "text,created_at\none,2026-11-20\none,2026-11-20\ntwo,2026-11-20\n";
    expect((await importText(text)).last).toEqual({ bytes: 61, posts: 3, stored: 2, bad: 0 });
  });
});

/** In bytes, without what is garbage already. */
function usedHeap(): number {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc()");
  return process.memoryUsage().heapUsed;
}

test("a file of any size takes bounded memory: it is read only as fast as its posts are stored", async () => {
  const piecesMax = 200;
  const row = Array.from(
    { length: 600 },
    (_, index) => `"post ${index}\n#tea, ${"x".repeat(60)}",2026-11-20T12:00:00Z\n`,
  ).join("");
  const piece = new TextEncoder().encode(row);
  const read = { pieces: 0, posts: 0, aheadMax: 0 };
  async function* file(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode("text,created_at\n");
    while (read.pieces < piecesMax) {
      read.pieces++;
      yield piece;
    }
  }
  const heapAtStart = usedHeap();
  let heapMax = 0;
  const importer = createImporter({
    name: "big",
    bytes: file(),
    format: "csv",
    delimiter: ",",
    mapping: MAPPING,
    onProgress: () => {},
    onBadLine: () => {},
  });
  await importer.run(async (posts) => {
    await new Promise(setImmediate); // The database takes its time.
    read.posts += posts.length;
    read.aheadMax = Math.max(read.aheadMax, read.pieces * 600 - read.posts);
    if (read.posts % 30_000 === 0) heapMax = Math.max(heapMax, usedHeap() - heapAtStart);
    return posts.length;
  }, new AbortController().signal);
  expect(read.posts).toBe(piecesMax * 600); // 120,000 posts, 13 MB
  expect(read.aheadMax).toBeLessThan(1_200);
  expect(heapMax).toBeLessThan(10_000_000);
});

test("an import that is told to stop stops after the posts it has taken", async () => {
  const controller = new AbortController();
  let taken = 0;
  const text = `text,created_at\n${"one,2026-11-20\n".repeat(5_000)}`;
  const importer = createImporter({
    name: "x",
    bytes: piecesOf(text, 1_000),
    format: "csv",
    delimiter: ",",
    mapping: MAPPING,
    onProgress: () => {},
    onBadLine: () => {},
  });
  await importer.run(async (posts) => {
    taken += posts.length;
    controller.abort();
    return 0;
  }, controller.signal);
  expect(taken).toBe(500);
});
