import { expect, test } from "vitest";

import { planLegs } from "./legs.ts";

test("on Node 20 the matrix has both transports, both clients, many seeds, and the other two versions", () => {
  const legs = planLegs({ nodeMajor: 20, isAfterTest: true });
  expect(legs.map((leg) => leg.name)).toEqual([
    "official client, node:http and ws",
    "2000 seeds",
    "Node 22, uws",
    "Node 24, node",
  ]);
});

test.each([20, 22, 24])("from Node %i on, the unit tests meet both transports", (nodeMajor) => {
  const others = planLegs({ nodeMajor, isAfterTest: true }).filter(({ suites }) => suites.includes("vitest"));
  const transports = others.flatMap(({ env }) => env["FIRECREST_TRANSPORT"] ?? []);
  // uWebSockets.js has no binary for 24, so the plain run there is on node:http and ws.
  expect(new Set([...transports, nodeMajor < 24 ? "uws" : "node"])).toEqual(new Set(["uws", "node"]));
});

test("by itself it begins with the plain run", () => {
  const [first] = planLegs({ nodeMajor: 20, isAfterTest: false });
  expect(first).toEqual({ name: "Node 20", suites: ["vitest", "playwright"], env: {} });
});

test.each([20, 22, 24, 26])("on Node %i each other supported version has its run", (nodeMajor) => {
  const majors = planLegs({ nodeMajor, isAfterTest: true }).flatMap((leg) => leg.nodeMajor ?? []);
  expect(majors).toEqual([20, 22, 24].filter((major) => major !== nodeMajor));
});

test("no two runs share a name, since each leaves its report under it", () => {
  const names = planLegs({ nodeMajor: 26, isAfterTest: false }).map((leg) => leg.name.replaceAll(/\W+/g, "-"));
  expect(new Set(names).size).toBe(names.length);
});
