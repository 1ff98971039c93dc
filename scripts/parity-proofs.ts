// What a run of the tests says about the proofs of the table. Pure: rows and outcomes in, verdicts out.

import type { Outcome } from "./outcomes.ts";
import { type Proof, type ProvenRow, plainTitle, proofKey } from "./parity-table.ts";

/** How the proof of a row did. */
export interface Verdict {
  readonly row: ProvenRow;
  /** `missing`: no test has that title; `ambiguous`: several have. */
  readonly result: Outcome["status"] | "missing" | "ambiguous";
  /** The test's full title as its runner gives it, where it was found. */
  readonly title: string | undefined;
}

/** Finds the proof of each row among the outcomes. */
export function judgeProofs(rows: readonly ProvenRow[], outcomes: readonly Outcome[]): Verdict[] {
  return rows.map((row) => {
    const found = findTests(row.proof, outcomes);
    const [only] = found;
    if (only === undefined) return { row, result: "missing", title: undefined };
    const title = only.key.slice(row.proof.file.length + SEPARATOR.length);
    return { row, result: found.length > 1 ? "ambiguous" : only.status, title };
  });
}

const SEPARATOR = " > ";

/** The tests of that title; where the titles of their describes were left out, those that end with it. */
function findTests(proof: Proof, outcomes: readonly Outcome[]): readonly Outcome[] {
  const inFile = outcomes.filter(({ key }) => key.startsWith(`${proof.file}${SEPARATOR}`));
  const wanted = proofKey(proof);
  const exact = inFile.filter(({ key }) => withoutNumber(plainKey(key, proof)) === wanted);
  return exact.length > 0 ? exact : inFile.filter(({ key }) => plainTitle(key).endsWith(` ${plainTitle(proof.title)}`));
}

function plainKey(key: string, { file }: Proof): string {
  return `${file}${SEPARATOR}${plainTitle(key.slice(file.length + SEPARATOR.length))}`;
}

/** Tests that share a title are numbered from the second on. */
function withoutNumber(key: string): string {
  return key.replace(/ \(\d+\)$/, "");
}

/** One test that is found for two rows, by a full and a shortened title, is the proof of neither. */
export function findDoubleProofs(verdicts: readonly Verdict[]): string[] {
  const owners = new Map<string, string>();
  return verdicts.flatMap(({ row, title }) => {
    if (title === undefined) return [];
    const test = `${row.proof.file}${SEPARATOR}${title}`;
    const owner = owners.get(test);
    owners.set(test, owner ?? row.id);
    return owner === undefined ? [] : [`${row.id} is proven by the test that proves ${owner}: ${test}`];
  });
}

/** A line for a proof that is not good. */
export function describeFailure({ row, result }: Verdict): string {
  const name = `${row.proof.file} > ${row.proof.title}`;
  if (result === "missing") return `${row.id} is proven by a test that does not exist: ${name}`;
  if (result === "ambiguous") return `${row.id} is proven by one of several tests with the same title: ${name}`;
  return `${row.id} is proven by a test that ${result === "failed" ? "failed" : "was skipped"}: ${name}`;
}
