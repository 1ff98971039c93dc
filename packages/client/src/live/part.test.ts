import { expect, test } from "vitest";
import { settled } from "../fixtures/scripted-server.ts";
import { ClientError } from "./client-error.ts";
import { Part } from "./part.ts";

interface Loading {
  readonly part: Part<{ name: string }>;
  readonly problems: unknown[];
  readonly heard: unknown[];
  loads: number;
  readonly resolve: (part: { name: string }) => Promise<void>;
  readonly reject: (error: Error) => Promise<void>;
}

function startPart(): Loading {
  const problems: unknown[] = [];
  let ends: { resolve(part: { name: string }): void; reject(error: Error): void };
  const load = (): Promise<{ name: string }> =>
    new Promise((resolve, reject) => {
      loading.loads++;
      ends = { resolve, reject };
    });
  const loading: Loading = {
    part: new Part(load, { error: (problem) => void problems.push(problem) }),
    problems,
    heard: [],
    loads: 0,
    resolve: (part) => (ends.resolve(part), settled()),
    reject: (error) => (ends.reject(error), settled()),
  };
  return loading;
}

test("a part is loaded once, when it is first needed; tasks wait for it in order", async () => {
  const { part, heard, resolve, ...loading } = startPart();
  part.use((here) => heard.push(["a", here?.name]));
  part.use((here) => heard.push(["b", here?.name]));
  expect([heard, part.isAwaited]).toEqual([[], true]);
  await resolve({ name: "x" });
  expect([heard, part.isAwaited]).toEqual([[["a", "x"], ["b", "x"]], false]); // biome-ignore format: a table
  part.use((here) => heard.push(["c", here?.name]));
  expect(heard.at(-1)).toEqual(["c", "x"]);
  expect(loading.loads).toBe(0);
});

test("a part that was loaded ahead is here when it is needed", async () => {
  const loading = startPart();
  loading.part.preload();
  loading.part.preload();
  expect([loading.loads, loading.part.isAwaited]).toEqual([1, false]);
  await loading.resolve({ name: "x" });
  loading.part.use((here) => loading.heard.push(here?.name));
  expect([loading.loads, loading.heard]).toEqual([1, ["x"]]);
});

test("a part that cannot be loaded is a clear error; its tasks go on without, and the next need asks anew", async () => {
  const loading = startPart();
  loading.part.use((here) => loading.heard.push(here));
  await loading.reject(new Error("offline"));
  expect(loading.heard).toEqual([undefined]);
  expect(loading.problems).toEqual([expect.any(ClientError)]);
  expect(loading.problems[0]).toMatchObject({ code: "part-missing", message: expect.stringContaining("offline") });
  loading.part.use((here) => loading.heard.push(here?.name));
  await loading.resolve({ name: "x" });
  expect([loading.loads, loading.heard]).toEqual([2, [undefined, "x"]]);
});

test("a task that throws does not keep the others from their turn", async () => {
  const loading = startPart();
  loading.part.use(() => {
    throw new Error("mine");
  });
  loading.part.use(() => loading.heard.push("next"));
  await loading.resolve({ name: "x" });
  expect(loading.heard).toEqual(["next"]);
  expect(loading.problems).toEqual([new Error("mine")]);
});
