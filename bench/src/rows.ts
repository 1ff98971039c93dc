/** One line of the report. */
import type { Transport } from "./server-process.ts";

/** What a figure is to reach: a ratio over the floor, or a value in the row's own unit. */
export type Target = { readonly kind: "ratio" | "value"; readonly max: number };

/** The same thing of both sides. */
export interface BothSides {
  readonly ours: number;
  readonly floor: number;
}

/** One figure on one transport. What is absent was not measured, or would mean nothing. */
export interface Row {
  readonly title: string;
  readonly transport: Transport;
  readonly unit: "µs" | "B" | "KB";
  readonly ours?: number | undefined;
  readonly floor?: number | undefined;
  /** Median ratio of the pairs. */
  readonly ratio?: number | undefined;
  readonly target?: Target | undefined;
  /** Bytes of one answer's text or body, before compression: both sides should be near each other. */
  readonly answerBytes?: BothSides | undefined;
  /** Which share of the run the server was on its core, 0 to 1. */
  readonly busy?: BothSides | undefined;
  /** Why there is no figure. */
  readonly problem?: string;
}

/** Whether a row reached its target; undefined where it has none or could not be measured. */
export function isMet(row: Row): boolean | undefined {
  const value = row.target?.kind === "ratio" ? row.ratio : row.ours;
  return row.target === undefined || value === undefined ? undefined : value <= row.target.max;
}

/** The row of a figure that could not be measured. */
export function failedRow(title: string, transport: Transport, error: unknown): Row {
  return { title, transport, unit: "µs", problem: error instanceof Error ? error.message : String(error) };
}
