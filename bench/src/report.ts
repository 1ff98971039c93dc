/** The table that the bench prints: Markdown, so that it can be pasted into README.md as it is. */
import { type BothSides, isMet, type Row } from "./rows.ts";

const HEADINGS = ["figure", "transport", "ours", "floor", "ratio", "target", "met", "answer, bytes", "core busy"];
const TRANSPORT_NAMES = { uws: "uWebSockets.js", node: "ws" } as const;

/** Every row under one heading; the reasons of failed figures follow below the table. */
export function formatReport(rows: readonly Row[]): string {
  const cells = [HEADINGS, ...rows.map(rowCells)];
  const widths = HEADINGS.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? "").length)));
  const [heading = "", ...lines] = cells.map((row) => formatLine(row, widths));
  const rule = `|${widths.map((width, column) => (column < 2 ? "-".repeat(width + 2) : `${"-".repeat(width + 1)}:`)).join("|")}|`;
  const problems = rows
    .filter((row) => row.problem !== undefined)
    .map((row) => `${row.title}, ${TRANSPORT_NAMES[row.transport]}: ${row.problem}`);
  return [heading, rule, ...lines, ...(problems.length > 0 ? ["", "Not measured:", ...problems] : []), ""].join("\n");
}

/** One row as a line for whoever watches the run. */
export function formatProgress(row: Row): string {
  const [title = "", transport = "", ours = "", floor = "", ratio = ""] = rowCells(row);
  if (row.problem !== undefined) return `${title}, ${transport}: ${row.problem}`;
  return `${title}, ${transport}: ours ${ours}${floor === "" ? "" : `, floor ${floor}`}${ratio === "" ? "" : `, ratio ${ratio}`}`;
}

function rowCells(row: Row): string[] {
  const met = isMet(row);
  return [
    row.title,
    TRANSPORT_NAMES[row.transport],
    row.problem === undefined ? formatValue(row.ours, row.unit) : "not measured",
    formatValue(row.floor, row.unit),
    row.ratio === undefined ? "" : row.ratio.toFixed(2),
    formatTarget(row),
    met === undefined ? "" : met ? "yes" : "no",
    bothSides(row.answerBytes, (bytes) => Math.round(bytes).toLocaleString("en")),
    bothSides(row.busy, (share) => `${Math.round(share * 100)} %`),
  ];
}

function formatLine(cells: readonly string[], widths: readonly number[]): string {
  const padded = cells.map((cell, column) =>
    column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
  );
  return `| ${padded.join(" | ")} |`;
}

function formatTarget(row: Row): string {
  if (row.target === undefined) return "";
  return row.target.kind === "ratio" ? `≤ ${row.target.max} ×` : `≤ ${formatValue(row.target.max, row.unit)}`;
}

/** Three figures that mean something; bytes are whole. */
function formatValue(value: number | undefined, unit: Row["unit"]): string {
  if (value === undefined) return "";
  const digits = unit === "B" || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  const text = value.toLocaleString("en", {
    minimumFractionDigits: unit === "B" ? 0 : digits,
    maximumFractionDigits: digits,
  });
  return `${text} ${unit}`;
}

function bothSides(values: BothSides | undefined, format: (value: number) => string): string {
  return values === undefined ? "" : `${format(values.ours)} / ${format(values.floor)}`;
}
