import { expect, test } from "vitest";
import { pinned, planCores } from "./cores.ts";

test("the first allowed core is the servers', the second the load's", () => {
  expect(planCores([2, 5, 7], true)).toMatchObject({ server: 2, load: 5, note: "server on core 2, load on core 5" });
});

test.each([
  [[0], true, "no second one"],
  [[], true, "no second one"],
  [[0, 1], false, "not pinned"],
] as const)("with the cores %j and taskset %s nothing is pinned, and the report says why", (cores, hasTaskset, why) => {
  const plan = planCores(cores, hasTaskset);
  expect(plan).toMatchObject({ server: undefined, load: undefined });
  expect(plan.note).toContain(why);
});

test("a pinned command runs under taskset, an unpinned one as it is", () => {
  expect(pinned(3, ["node", "a.mjs"])).toEqual(["taskset", "-c", "3", "node", "a.mjs"]);
  expect(pinned(undefined, ["node", "a.mjs"])).toEqual(["node", "a.mjs"]);
});
