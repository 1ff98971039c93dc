import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { buildClient, bundleClient, loadClient } from "./client-bundle.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "bundle-"));
});

afterEach(() => rm(folder, { recursive: true }));

async function entry(): Promise<string> {
  await writeFile(join(folder, "later.ts"), "export const word: string = 'later';");
  await writeFile(join(folder, "client.ts"), "void import('./later.ts').then(({ word }) => document.title = word);");
  return join(folder, "client.ts");
}

test("what an entry imports when it needs it is a file of its own, beside the script that pages load", async () => {
  const { files, script } = await bundleClient({ entry: await entry() });
  expect(files.map(({ name }) => name.replace(/-[A-Z0-9]+/, ""))).toEqual(["client.js", "later.js"]);
  expect(script).toMatch(/^client-/);
  const source = new TextDecoder().decode(files.find(({ name }) => name === script)?.bytes);
  expect(source).toContain(`import("./${files.find(({ name }) => name !== script)?.name}")`);
});

test("what was built is what is loaded, every file of it", async () => {
  const built = await buildClient({ entry: await entry(), outDir: join(folder, "out") });
  const loaded = await loadClient(join(folder, "out"));
  expect(loaded?.script).toBe(built.script);
  expect(loaded?.files.map(({ name }) => name)).toEqual(built.files.map(({ name }) => name));
});
