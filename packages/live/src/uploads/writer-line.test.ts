import { expect, test } from "vitest";
import type { UploadEntry } from "./upload-entry.ts";
import type { UploadWriter } from "./upload-writer.ts";
import { WriterLine } from "./writer-line.ts";

/** A writer whose calls take until the test says so. */
function slowWriter() {
  const calls: string[] = [];
  const waiting: (() => void)[] = [];
  const call = (name: string) => {
    calls.push(name);
    return new Promise<void>((resolve) => void waiting.push(resolve));
  };
  const writer: UploadWriter<string> = {
    write: () => call("write"),
    close: (reason) => call(`close ${typeof reason === "string" ? reason : "error"}`),
    meta: () => "meta",
    release: () => call("release"),
  };
  const settle = async () => {
    waiting.shift()?.();
    await new Promise((resolve) => void setImmediate(resolve));
  };
  return { writer, calls, settle };
}

const ENTRY = {} as UploadEntry;
const BYTES = new Uint8Array(1);

test("what ends in the middle of a write is closed when that is over", async () => {
  const { writer, calls, settle } = slowWriter();
  const line = new WriterLine();
  void line.open(() => writer, ENTRY);
  void line.write(BYTES);
  void line.end("cancel");
  void line.end("cancel");
  expect(calls).toEqual(["write"]);
  await settle();
  expect(calls).toEqual(["write", "close cancel"]);
});

test("what ends while it is being opened is closed when it is open", async () => {
  const { writer, calls } = slowWriter();
  const line = new WriterLine();
  const opening = line.open(() => Promise.resolve(writer), ENTRY);
  const ended = line.end("cancel");
  await opening;
  await Promise.race([ended, Promise.resolve()]);
  expect(calls).toEqual(["close cancel"]);
});

test("what ends while it is being completed is released when it is complete", async () => {
  const { writer, calls, settle } = slowWriter();
  const line = new WriterLine();
  void line.open(() => writer, ENTRY);
  const meta = line.finish();
  void line.end("cancel");
  expect(calls).toEqual(["close done"]);
  await settle();
  expect([await meta, calls]).toEqual(["meta", ["close done", "release"]]);
});

test("what could not be opened has nothing to close", async () => {
  const line = new WriterLine();
  await expect(line.open(() => Promise.reject(new Error("no")), ENTRY)).rejects.toThrow("no");
  expect(line.end("cancel")).toBeUndefined();
  expect(() =>
    new WriterLine().open(() => {
      throw new Error("no");
    }, ENTRY),
  ).toThrow("no");
});
