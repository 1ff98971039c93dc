import { expect, test } from "vitest";

import { ENTRY_BYTES_MAX, describeModules, describeTotal } from "./size-table.ts";

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
  [ENTRY_BYTES_MAX, "16,384 of 16,384 B gzip -9 (40,000 B minified)"],
  [ENTRY_BYTES_MAX + 1, "16,385 of 16,384 B gzip -9 (40,000 B minified): 1 B too much"],
])("%i bytes", (gzipBytes, line) => {
  expect(describeTotal({ bytes: 40_000, gzipBytes })).toBe(line);
});
