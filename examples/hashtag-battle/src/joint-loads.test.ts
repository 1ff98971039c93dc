import { expect, test } from "vitest";
import { JointLoads } from "./joint-loads.ts";

/** Loads that end when they are told to. */
function makeLoads() {
  const started: { key: string; end: (value: number) => void; fail: (error: Error) => void }[] = [];
  const loads = new JointLoads<string, number>(
    (key) => new Promise((resolve, reject) => started.push({ key, end: resolve, fail: reject })),
  );
  return { loads, started };
}

test("who asks while it is loaded gets that load, who asks later a new one", async () => {
  const { loads, started } = makeLoads();
  const [first, second, other] = [loads.get("a"), loads.get("a"), loads.get("b")];
  expect(started.map(({ key }) => key)).toEqual(["a", "b"]);
  started[0]?.end(1);
  started[1]?.end(2);
  expect(await Promise.all([first, second, other])).toEqual([1, 1, 2]);
  void loads.get("a");
  expect(started).toHaveLength(3);
});

test("who asks after it was forgotten gets a new load, and the old one's end changes nothing for that", async () => {
  const { loads, started } = makeLoads();
  const old = loads.get("a");
  loads.forget("a");
  const fresh = loads.get("a");
  started[0]?.end(1);
  expect(await old).toBe(1);
  expect(loads.get("a")).toBe(fresh);
  started[1]?.end(2);
  expect(await fresh).toBe(2);
});

test("a load that fails fails for all who share it, and is tried again for the next", async () => {
  const { loads, started } = makeLoads();
  const shared = [loads.get("a"), loads.get("a")];
  started[0]?.fail(new Error("away"));
  expect((await Promise.allSettled(shared)).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  void loads.get("a");
  expect(started).toHaveLength(2);
});
