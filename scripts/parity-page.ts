// docs/parity.md, as it follows from docs/parity.json. Pure.

import { AREAS, type Area, type Row, isCounted } from "./parity-table.ts";

/** The page: one table an area. `folder` is the page's own, as seen from the root; links lead up from it. */
export function renderParityPage(rows: readonly Row[]): string {
  const counted = rows.filter(isCounted);
  const proven = counted.filter(({ status }) => status === "proven");
  return `# LiveView's features, and ours

${INTRODUCTION}

**${proven.length} of ${counted.length} rows are proven** in the areas that count so far; areas marked “next” and “later” are not counted.

${AREAS.map((area) => `- ${summarize(area, rows)}`).join("\n")}

${AREAS.map((area) => renderArea(area, rows)).join("\n\n")}
`;
}

const INTRODUCTION = `<!-- Made by \`npm run parity\` from parity.json; change that. -->

What LiveView 1.2 can do, row by row, and the test of ours that shows it: through the real protocol, by
[\`testing\`](../packages/testing) or in a browser. \`npm run parity\` fails when such a test is missing or red;
\`npm run parity:break\` breaks the code of rows that a seed draws, and fails when their tests do not notice.`;

function summarize({ letter, title, due }: Area, rows: readonly Row[]): string {
  const own = rows.filter((row) => row.area === letter && row.status !== "not-applicable");
  const proven = own.filter(({ status }) => status === "proven").length;
  const name = `[${letter}. ${title}](#${anchor(letter, title)})`;
  return `${name}: ${proven} of ${own.length}${due === "counted" ? "" : ` (${due})`}`;
}

/** As GitHub makes them. */
function anchor(letter: string, title: string): string {
  return `${letter} ${title}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, "")
    .replaceAll(" ", "-");
}

function renderArea({ letter, title }: Area, rows: readonly Row[]): string {
  const own = rows.filter((row) => row.area === letter);
  return `## ${letter}. ${title}

| | what our users get | status | proof | note |
|---|---|---|---|---|
${own.map(renderRow).join("\n")}`;
}

function renderRow(row: Row): string {
  const status = row.status === "not-applicable" ? "not applicable" : row.status;
  const cells = [row.id, row.title, status, renderProof(row), row.reason ?? row.better ?? ""];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function renderProof({ proof }: Row): string {
  if (proof === undefined) return "";
  return `[${escapeText(proof.title)}](../${proof.file})`;
}

/** A test's title is text: what Markdown would take for markup is shown as it is. */
function escapeText(title: string): string {
  return title.replaceAll(/[\\`*_[\]<>]/g, "\\$&");
}
