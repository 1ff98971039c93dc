import { spawn } from "node:child_process";
import { createReadStream, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { serveFetch } from "../test/http-server.ts";
import { makeTestFolder, silentLogger, startTestDatabase, type TestDatabase } from "../test/test-database.ts";
import { startServices } from "./app-services.ts";
import { readConfig } from "./config.ts";
import { readImportArguments } from "./import-arguments.ts";

const COMMAND = fileURLToPath(new URL("./import.ts", import.meta.url));

let database: TestDatabase;
const folder = makeTestFolder();
const releases: (() => unknown)[] = [];

beforeAll(async () => {
  database = await startTestDatabase();
});
beforeEach(() => database.clear());
afterEach(async () => {
  for (const release of releases.splice(0).reverse()) await release();
});
afterAll(async () => {
  await database.close();
  folder.remove();
});

async function runImport(
  args: readonly string[],
  { environment = {}, input }: { environment?: Record<string, string>; input?: string } = {},
) {
  const env = { ...process.env, DATABASE_URL: database.url, PORT: "1", ...environment };
  const child = spawn(process.execPath, ["--import", "tsx", COMMAND, ...args], {
    stdio: ["pipe", "pipe", "pipe"],
    env,
  });
  releases.push(() => child.kill("SIGKILL"));
  if (input === undefined) child.stdin.end();
  else createReadStream(input).pipe(child.stdin);
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const [out, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  return { out, errors, code };
}

function write(name: string, content: string): string {
  const path = join(folder.dir, name);
  writeFileSync(path, content);
  return path;
}

describe("the command line", () => {
  test.each([
    [
      ["posts.csv"],
      {
        file: "posts.csv",
        format: "csv",
        delimiter: ",",
        mapping: { text: "text", createdAt: "created_at" },
        app: undefined,
      },
    ],
    [["posts.tsv"], { format: "csv", delimiter: "\t" }],
    [["posts.jsonl"], { format: "ndjson" }],
    [["-", "--format=ndjson"], { file: "-", format: "ndjson" }],
    [
      ["x", "--delimiter=;", "--text=body", "--created-at=at", "--id=nr", "--hashtags=t", "--mentions=m"],
      { delimiter: ";", mapping: { text: "body", createdAt: "at", id: "nr", hashtags: "t", mentions: "m" } },
    ],
    [["x", "--app", "http://app:1"], { app: "http://app:1" }],
  ])("%j", (args, expected) => {
    expect(readImportArguments(args)).toMatchObject(expected);
  });

  test.each([
    [[], "There is no file to import."],
    [["a", "b"], "One file at a time: “b” is one too many."],
    [["a", "--format=xml"], "“xml” is no format"],
    [["a", "--delimiter=::"], "“::” cannot separate fields"],
    [["a", '--delimiter="'], "cannot separate fields"],
    [["a", "--app=localhost"], "“localhost” is not the address of an app"],
    [["a", "--colour=red"], "Unknown option '--colour'"],
  ])("%j is refused and the usage shown", (args, problem) => {
    expect(() => readImportArguments(args)).toThrow(problem);
    expect(() => readImportArguments(args)).toThrow("Usage: npx tsx src/import.ts");
  });
});

test("a dump with a header of its own shows on the running app", async () => {
  const recounts: number[] = [];
  const config = readConfig({ SOURCE: "none", DATABASE_URL: database.url }, "/");
  const broadcast = (_: string, message: { type: string; tally?: { total: number } }): void => {
    if (message.type === "battle-recounted") recounts.push(message.tally?.total ?? 0);
  };
  const services = await startServices(config, { broadcast, onFatal: () => {}, log: silentLogger });
  releases.push(() => services.stop());
  const server = await serveFetch(services.fetch);
  releases.push(() => server.close());
  const noonMs = Date.UTC(2026, 10, 20, 12);
  const battle = await services.createBattle({
    title: "Drinks",
    queries: ["#coffee", "#tea"],
    startAtMs: noonMs,
    endAtMs: noonMs + 3_600_000,
  });

  const lines = Array.from(
    { length: 2_500 },
    (_, index) =>
      `${index};"Post ${index}\nabout ${index % 5 === 0 ? "#Coffee" : "tea"}";2026-11-20 12:00:${String(index % 60).padStart(2, "0")}`,
  );
  lines[700] = "700;no time;soon";
  const file = write("dump.csv", `nr;body;posted\n${lines.join("\n")}\n`);
  const args = [file, "--text=body", "--created-at=posted", "--id=nr", "--delimiter=;", `--app=${server.url}`];
  const first = await runImport(args);
  expect(first.errors).toBe("warn: dump.csv:1402: no time in “posted”: “soon”; the line was left out\n");
  expect(first.out).toMatch(/dump\.csv: 100 %, 2,499 posts \(2,499 new\), 1 bad lines, [\d,]+ posts a second\n$/);
  expect(first.code).toBe(0);
  await expect.poll(() => recounts.at(-1)).toBe(499);
  expect(await services.findBattle(battle.id)).toMatchObject({ tally: { scores: [{ count: 499 }, { count: 0 }] } });

  const again = await runImport(args);
  expect(again.out).toContain("2,499 posts (0 new)");
  const { rows } = await database.pool.query("select name from users");
  expect(rows).toEqual([{ name: "first" }]);
});

test("the standard input, with no app to tell", async () => {
  const input = write("posts.ndjson", '{"record":{"text":"one"},"at":1795176000}\n');
  const { out, errors, code } = await runImport(["-", "--format=ndjson", "--text=record.text", "--created-at=at"], {
    input,
  });
  expect({ errors, code }).toEqual({ errors: "", code: 0 });
  expect(out).toContain("standard input: 0 MB, 1 posts (1 new), 0 bad lines");
});

test.each([
  [["nothing.csv"], {}, "error: There is no file nothing.csv."],
  [["FILE", "--text=body"], {}, "has no column “body”. Its columns are: “text”, “created_at”."],
  [
    ["FILE"],
    { DATABASE_URL: "postgres://127.0.0.1:1/x" },
    "error: The database at 127.0.0.1:1 cannot be used: nothing listens there.",
  ],
])("%j with %j is refused with a sentence and exit code 1", async (args, environment, sentence) => {
  const file = write("posts.csv", "text,created_at\n");
  const { errors, code } = await runImport(
    args.map((arg) => (arg === "FILE" ? file : arg)),
    { environment },
  );
  expect(errors).toContain(sentence);
  expect(errors).not.toContain("    at ");
  expect(code).toBe(1);
});
