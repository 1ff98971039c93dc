import { expect, test } from "vitest";

import { describeBudget, describeModules } from "./size-table.ts";

test("modules are listed by their share, dependencies by their package", () => {
  const table = describeModules({
    "packages/client/src/index.ts": { bytesInOutput: 1_000 },
    "node_modules/.pnpm/morphdom@2.7.8/node_modules/morphdom/dist/morphdom-esm.js": { bytesInOutput: 3_000 },
  });
  expect(table.split("\n")).toEqual([
    "   3,000  75.0 %  morphdom/dist/morphdom-esm.js",
    "   1,000  25.0 %  packages/client/src/index.ts",
  ]);
});

test("an empty bundle has an empty table", () => {
  expect(describeModules({})).toBe("");
});

test.each([
  [16_384, "client entry: 16384 B gzip"],
  [16_385, "client entry: 16385 B gzip, 1 B more than the 16384 B it may have"],
])("%i bytes", (gzipBytes, line) => {
  expect(describeBudget({ name: "client entry", gzipBytes, gzipBytesMax: 16_384 })).toBe(line);
});
