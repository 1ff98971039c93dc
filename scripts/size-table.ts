// The table that `npm run size` prints. Pure.

/** One figure of the client's size and what it may be. */
export interface SizeBudget {
  readonly name: string;
  readonly gzipBytes: number;
  readonly gzipBytesMax: number;
}

/** The client's entry, minified, gzip -9: what every page loads before anything is live. */
export const ENTRY_BYTES_MAX = 16_384;

/** The entry and all parts that are loaded on first need, each gzipped by itself, as it travels. */
export const TOTAL_BYTES_MAX = 25_088;

/** How many minified bytes each module brings, largest first. */
export function describeModules(inputs: Readonly<Record<string, { readonly bytesInOutput: number }>>): string {
  const rows = Object.entries(inputs).map(([path, input]) => ({ path: shortPath(path), bytes: input.bytesInOutput }));
  const total = rows.reduce((sum, row) => sum + row.bytes, 0);
  return rows
    .sort((a, b) => b.bytes - a.bytes)
    .map((row) => `${group(row.bytes).padStart(8)}  ${percent(row.bytes, total).padStart(6)}  ${row.path}`)
    .join("\n");
}

/** One line with a figure, and by how much it is over. */
export function describeBudget({ name, gzipBytes, gzipBytesMax }: SizeBudget): string {
  const over = gzipBytes - gzipBytesMax;
  const line = `${name}: ${gzipBytes} B gzip`;
  return over > 0 ? `${line}, ${over} B more than the ${gzipBytesMax} B it may have` : line;
}

/** Paths of dependencies start at their package, without the package manager's folders. */
function shortPath(path: string): string {
  return path.replace(/^.*node_modules\//, "");
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / Math.max(whole, 1)).toFixed(1)} %`;
}

function group(bytes: number): string {
  return bytes.toLocaleString("en-US");
}
