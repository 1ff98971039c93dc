import { expect, test } from "vitest";

import { renderParityPage } from "./parity-page.ts";
import type { Row } from "./parity-table.ts";

const ROWS: readonly Row[] = [
  { id: "A1", area: "A", title: "`mount` | twice", status: "planned" },
  {
    id: "A2",
    area: "A",
    title: "Params",
    status: "proven",
    better: "Typed.",
    proof: { file: "packages/live/src/a.test.ts", title: "a [view] > gets `params`" },
  },
  { id: "A14", area: "A", title: "Heaps", status: "not-applicable", reason: "There is one." },
  { id: "W1", area: "W", title: "Formatter", status: "later" },
];

test("the page counts what applies and has a line for each row", () => {
  const page = renderParityPage(ROWS);
  expect(page).toContain("**1 of 2 rows are proven**");
  expect(page).toContain("- [A. Lifecycle](#a-lifecycle): 1 of 2\n");
  expect(page).toContain("- [W. Tooling](#w-tooling): 0 of 1 (later)\n");
  expect(page).toContain("| A1 | `mount` \\| twice | planned |  |  |\n");
  expect(page).toContain(
    "| A2 | Params | proven | [a \\[view\\] \\> gets \\`params\\`](../packages/live/src/a.test.ts) | Typed. |\n",
  );
  expect(page).toContain("| A14 | Heaps | not applicable |  | There is one. |\n");
});
