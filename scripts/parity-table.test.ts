import { describe, expect, test } from "vitest";

import { AREAS, type Row, findFileProblems, findTableProblems, isCounted, readTable } from "./parity-table.ts";

const PROOF = { file: "packages/live/src/a.test.ts", title: "a view > does it" };
const BREAK = { file: "packages/live/src/a.ts", find: "does it", replace: "does not" };

/** A table in which every row is there and planned, but for the given ones. */
function tableWith(...changed: readonly (Partial<Row> & { readonly id: string })[]): Row[] {
  const all = AREAS.flatMap(({ letter, rowCount }) =>
    Array.from(
      { length: rowCount },
      (_, index): Row => ({ id: `${letter}${index + 1}`, area: letter, title: "t", status: "planned" }),
    ),
  );
  return all.map((row) => ({ ...row, ...changed.find(({ id }) => id === row.id) }));
}

describe("the form of a table", () => {
  test("is a list of rows", () => {
    expect(readTable({}).problems).toEqual(["the table is not a list of rows"]);
    const rows = tableWith();
    expect(readTable(JSON.parse(JSON.stringify(rows)))).toEqual({ rows, problems: [] });
  });

  test.each([
    [7, "entry 1 is not an object"],
    [{ id: "A1", area: "A", title: "", status: "planned" }, 'A1 needs "title", a text'],
    [{ area: "A", title: "t", status: "planned" }, 'entry 1 needs "id", a text'],
    [{ id: "A1", area: "A", title: "t", status: "planned", prof: {} }, 'A1 has a member "prof"'],
    [{ id: "A1", area: "A", title: "t", status: "proven", proof: { file: "f" } }, 'A1 has a "proof" that is not'],
    [{ id: "A1", area: "A", title: "t", status: "proven", break: { file: "f", find: "x" } }, 'A1 has a "break" that'],
  ])("%j is a problem", (entry, problem) => {
    const { rows, problems } = readTable([entry]);
    expect(rows).toEqual([]);
    expect(problems).toEqual([expect.stringContaining(problem)]);
  });
});

describe("what the rows say", () => {
  test("may be that they are planned, proven, later, or not applicable for a reason", () => {
    const rows = tableWith(
      { id: "A1", status: "proven", proof: PROOF, break: BREAK },
      { id: "A14", status: "not-applicable", reason: "because" },
      { id: "W1", status: "later" },
    );
    expect(findTableProblems(rows)).toEqual([]);
    expect(rows.filter(isCounted).length).toBe(tableWith().filter(isCounted).length - 1);
  });

  const areaOfA1 = { id: "A1", area: "B" };
  test.each<readonly [Partial<Row> & { readonly id: string }, string]>([
    [{ id: "A1", status: "done" as "proven" }, 'A1 has the status "done"'],
    [{ id: "A1", status: "proven" }, "A1 is proven by no test"],
    [{ id: "A1", status: "proven", proof: PROOF }, "A1 needs a break"],
    [{ id: "A1", proof: PROOF }, "A1 is planned, but has a proof"],
    [{ id: "A1", status: "later" }, "A1 may not wait for later"],
    [{ id: "A1", status: "not-applicable", reason: "because" }, "A1 has to apply"],
    [{ id: "A14", status: "not-applicable" }, "A14 does not apply for no reason"],
    [{ id: "A1", reason: "because" }, "A1 has a reason, but applies"],
    [areaOfA1, 'A1 is in the area "B"'],
  ])("%j is a problem", (row, problem) => {
    expect(findTableProblems(tableWith(row))).toContainEqual(expect.stringContaining(problem));
  });

  test("is counted: a row that is lost or there twice is a problem", () => {
    const rows = tableWith().filter(({ id }) => id !== "A19");
    expect(findTableProblems(rows)).toEqual(["area A has 18 rows, not 19"]);
    expect(findTableProblems([...tableWith(), ...rows.slice(0, 1)])).toEqual([
      "A1 is there twice",
      "area A has 20 rows, not 19",
    ]);
  });

  test("may not be proven by one test for two rows, however its titles are joined", () => {
    const rows = tableWith(
      { id: "A1", status: "proven", proof: PROOF, break: BREAK },
      { id: "A2", status: "proven", proof: { ...PROOF, title: "a view does it" }, break: BREAK },
    );
    expect(findTableProblems(rows)).toEqual([
      "A2 is proven by the test that proves A1: packages/live/src/a.test.ts > a view does it",
    ]);
  });
});

describe("the files that the rows name", () => {
  const files: Record<string, string> = {
    "packages/live/src/a.ts": "it does it",
    "packages/live/src/a.test.ts": 'import { openSite } from "./fixtures/site.ts";',
    "packages/live/src/fixtures/site.ts": 'import { visit } from "@firecrest/testing";',
    "packages/live/src/b.test.ts": 'import { expect } from "vitest";',
    "packages/live/e2e/a.spec.ts": "",
  };

  function problemsOf(changes: Partial<Row>): string[] {
    const row = { id: "A1", status: "proven", proof: PROOF, break: BREAK, ...changes } as const;
    return findFileProblems(tableWith(row), (path) => files[path]);
  }

  test("are there, drive `testing` or a browser, and can be broken at one place", () => {
    expect(problemsOf({})).toEqual([]);
    expect(problemsOf({ proof: { file: "packages/live/e2e/a.spec.ts", title: "t" } })).toEqual([]);
  });

  test.each<readonly [Partial<Row>, string]>([
    [{ proof: { ...PROOF, file: "packages/live/src/c.test.ts" } }, "which is not there"],
    [{ proof: { ...PROOF, file: "packages/live/src/a.ts" } }, "which is no test"],
    [{ proof: { ...PROOF, file: "packages/live/src/b.test.ts" } }, "drives neither"],
    [{ break: { ...BREAK, file: "packages/live/src/c.ts" } }, "which is not there"],
    [{ break: { ...BREAK, file: "packages/live/src/a.test.ts" } }, "not the source of a package"],
    [{ break: { ...BREAK, find: "it does not" } }, "which it does not"],
    [{ break: { ...BREAK, find: "it" } }, "which it does 2 times"],
    [{ break: { ...BREAK, replace: BREAK.find } }, "changes nothing"],
  ])("%j is a problem", (changes, problem) => {
    expect(problemsOf(changes)).toEqual([expect.stringContaining(problem)]);
  });
});
