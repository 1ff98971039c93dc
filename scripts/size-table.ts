// The table that `npm run size` prints. Pure.

/** The client's entry, minified, gzip -9: what fits in the first round trip. */
export const ENTRY_BYTES_MAX = 16_384;

/** How many minified bytes each module brings, largest first. */
export function describeModules(inputs: Readonly<Record<string, { readonly bytesInOutput: number }>>): string {
  const rows = Object.entries(inputs).map(([path, input]) => ({ path: shortPath(path), bytes: input.bytesInOutput }));
  const total = rows.reduce((sum, row) => sum + row.bytes, 0);
  return rows
    .sort((a, b) => b.bytes - a.bytes)
    .map((row) => `${group(row.bytes).padStart(8)}  ${percent(row.bytes, total).padStart(6)}  ${row.path}`)
    .join("\n");
}

/** One line with the figure that counts, and by how much it is over. */
export function describeTotal(entry: { readonly bytes: number; readonly gzipBytes: number }): string {
  const line = `${group(entry.gzipBytes)} of ${group(ENTRY_BYTES_MAX)} B gzip -9 (${group(entry.bytes)} B minified)`;
  const over = entry.gzipBytes - ENTRY_BYTES_MAX;
  return over > 0 ? `${line}: ${group(over)} B too much` : line;
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
