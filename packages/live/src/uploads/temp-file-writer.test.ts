import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { tempFileWriter } from "./temp-file-writer.ts";
import type { UploadEntry } from "./upload-entry.ts";

let folder: string;
const ENTRY = {} as UploadEntry;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "temp-file-writer-"));
});

afterEach(() => rm(folder, { recursive: true }));

test("a file that was moved away stays where it was moved", async () => {
  const writer = await tempFileWriter({ directory: folder })(ENTRY);
  await writer.write(Buffer.from("ab"));
  await writer.write(Buffer.from("c"));
  await writer.close("done");
  const kept = join(folder, "kept");
  await rename(writer.meta().path, kept);
  await writer.release?.();
  expect([await readdir(folder), await readFile(kept, "utf8")]).toEqual([["kept"], "abc"]);
});

test("two uploads do not share a folder", async () => {
  const open = tempFileWriter({ directory: folder });
  const [one, other] = await Promise.all([open(ENTRY), open(ENTRY)]);
  await one.close("cancel");
  await other.write(Buffer.from("x"));
  await other.close("done");
  expect(await readFile(other.meta().path, "utf8")).toBe("x");
  await other.release?.();
  expect(await readdir(folder)).toEqual([]);
});

test("a folder that is not there fails the upload", async () => {
  await expect(tempFileWriter({ directory: join(folder, "none") })(ENTRY)).rejects.toThrow("ENOENT");
});

test.each([
  { how: "exits", statement: "process.exit(3)" },
  { how: "crashes", statement: 'throw new Error("boom")' },
  { how: "has nothing more to do", statement: "" },
])(
  "a process that $how in the middle of an upload leaves nothing",
  async ({ statement }) => {
    const source = new URL("./temp-file-writer.ts", import.meta.url).href;
    const program = `
    const { tempFileWriter } = await import(${JSON.stringify(source)});
    const writer = await tempFileWriter({ directory: ${JSON.stringify(folder)} })({});
    await writer.write(Buffer.from("half"));
    console.log((await import("node:fs")).readdirSync(${JSON.stringify(folder)}).length);
    ${statement}`;
    const child = promisify(execFile)(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", program]);
    const { stdout } = await child.catch((error: { stdout: string }) => error);
    expect(stdout.trim()).toBe("1");
    expect(await readdir(folder)).toEqual([]);
  },
  20_000,
);
