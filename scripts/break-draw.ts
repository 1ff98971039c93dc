// Which rows are broken, and what a run of a broken row's test says. Pure.

import type { Outcome } from "./outcomes.ts";
import type { Break, ProvenRow } from "./parity-table.ts";

/** A row that can be broken. */
export type BreakableRow = ProvenRow & { readonly break: Break };

/** So many rows, drawn by a seed: the same seed draws the same rows from the same table. */
export function drawRows(
  rows: readonly BreakableRow[],
  options: { readonly seed: number; readonly count: number },
): BreakableRow[] {
  const random = randomFrom(options.seed);
  const left = [...rows];
  const drawn: BreakableRow[] = [];
  while (drawn.length < options.count && left.length > 0) {
    drawn.push(...left.splice(Math.floor(random() * left.length), 1));
  }
  return drawn;
}

/** Numbers from 0 up to 1 that follow from a seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The source with a row's break in it. */
export function breakSource(text: string, one: Break): string {
  const parts = text.split(one.find);
  if (parts.length === 2) return parts.join(one.replace);
  throw new Error(
    `${one.file} has ${parts.length - 1} places that say ${JSON.stringify(one.find)}; there has to be one.`,
  );
}

/** Why a broken row counts as unnoticed; `undefined` when its test is red, as it should be. */
export function whyNotRed(key: string, outcomes: readonly Outcome[]): string | undefined {
  const status = outcomes.find((one) => one.key === key)?.status;
  if (status === "failed") return undefined;
  if (status === "passed") return "the proof does not notice";
  // A file that cannot even be loaded says nothing about the behaviour of one row.
  return "the break stops the whole file, or it did not end in time: a smaller one is needed";
}

/** The arguments by which a runner runs one test of a file, given its full title. */
export function testArguments(runner: "vitest" | "playwright", file: string, title: string): string[] {
  if (runner === "vitest") return [file, "-t", `^${escapePattern(title)}$`];
  return [file, "-g", `${escapePattern(title.replaceAll(" > ", " "))}$`];
}

function escapePattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
