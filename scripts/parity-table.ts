// docs/parity.json: LiveView's features, row by row, with what we say about each. Pure: the table in, problems out.

import { posix } from "node:path";

/** When the rows of an area have to be proven: they are counted, they come next, or they may wait. */
type Due = "counted" | "next" | "later";

/** A group of features. */
export interface Area {
  readonly letter: string;
  readonly title: string;
  readonly due: Due;
  /** How many rows it has: a row that is lost would look like a row that is done. */
  readonly rowCount: number;
}

/** Every area, in order. */
export const AREAS: readonly Area[] = [
  { letter: "A", title: "Lifecycle", due: "counted", rowCount: 19 },
  { letter: "B", title: "Assigns", due: "counted", rowCount: 11 },
  { letter: "C", title: "Rendering", due: "counted", rowCount: 15 },
  { letter: "D", title: "Events, flash and navigation from the server", due: "counted", rowCount: 16 },
  { letter: "E", title: "What a connection brings", due: "counted", rowCount: 5 },
  { letter: "F", title: "Hooks, live sessions and routes", due: "counted", rowCount: 11 },
  { letter: "G", title: "Streams", due: "counted", rowCount: 14 },
  { letter: "H", title: "Async", due: "counted", rowCount: 10 },
  { letter: "I", title: "Uploads", due: "counted", rowCount: 19 },
  { letter: "J", title: "Templates and function components", due: "counted", rowCount: 25 },
  { letter: "K", title: "Stateful components", due: "counted", rowCount: 17 },
  { letter: "L", title: "Nested and sticky views", due: "counted", rowCount: 8 },
  { letter: "M", title: "Built-in components", due: "next", rowCount: 14 },
  { letter: "N", title: "Bindings", due: "next", rowCount: 31 },
  { letter: "O", title: "Forms in the browser", due: "next", rowCount: 18 },
  { letter: "P", title: "JS commands", due: "counted", rowCount: 17 },
  { letter: "Q", title: "The client and its hooks", due: "next", rowCount: 20 },
  { letter: "R", title: "Navigation in the browser", due: "next", rowCount: 11 },
  { letter: "S", title: "Errors, reconnecting, recovery", due: "next", rowCount: 13 },
  { letter: "T", title: "Security", due: "counted", rowCount: 10 },
  { letter: "U", title: "Telemetry and logs", due: "counted", rowCount: 8 },
  { letter: "V", title: "Testing", due: "counted", rowCount: 29 },
  { letter: "W", title: "Tooling", due: "later", rowCount: 12 },
  { letter: "X", title: "Deployment and transports", due: "later", rowCount: 9 },
];

/** The only rows that may be missing for good: they make no sense outside of Elixir. */
const MAY_NOT_APPLY = new Set("A14 B11 D16 H7 J11 J12 J17 J20 J24 K5".split(" "));

const STATUSES = ["proven", "planned", "later", "not-applicable"] as const;

/** The test that shows a row's behaviour. */
export interface Proof {
  readonly file: string;
  /** The test's title, behind those of its `describe`s: `an event > is answered with the diff`. */
  readonly title: string;
}

/** The change of a source that turns a row's behaviour off. */
export interface Break {
  readonly file: string;
  /** What stands there exactly once. */
  readonly find: string;
  readonly replace: string;
}

/** One feature. */
export interface Row {
  readonly id: string;
  readonly area: string;
  readonly title: string;
  readonly status: (typeof STATUSES)[number];
  /** Why it does not apply. */
  readonly reason?: string;
  /** How ours differs, where it is better. */
  readonly better?: string;
  readonly proof?: Proof;
  readonly break?: Break;
}

/** A row with its proof. */
export type ProvenRow = Row & { readonly proof: Proof };

/** The rows of a table as it was read, and what is wrong with its form. */
export function readTable(json: unknown): { readonly rows: readonly Row[]; readonly problems: readonly string[] } {
  if (!Array.isArray(json)) return { rows: [], problems: ["the table is not a list of rows"] };
  const problems: string[] = [];
  const rows: Row[] = [];
  for (const [index, entry] of (json as unknown[]).entries()) {
    const problem = shapeProblem(entry);
    if (problem === undefined) rows.push(entry as Row);
    else problems.push(`${nameOf(entry, index)} ${problem}`);
  }
  return { rows, problems };
}

const MEMBERS = ["id", "area", "title", "status", "reason", "better", "proof", "break"];

function shapeProblem(entry: unknown): string | undefined {
  if (!isRecord(entry)) return "is not an object";
  const unknownMember = Object.keys(entry).find((name) => !MEMBERS.includes(name));
  if (unknownMember !== undefined) return `has a member "${unknownMember}"; known are: ${MEMBERS.join(", ")}`;
  for (const name of ["id", "area", "title", "status"]) {
    if (!isText(entry[name])) return `needs "${name}", a text`;
  }
  for (const name of ["reason", "better"]) {
    if (entry[name] !== undefined && !isText(entry[name])) return `has a "${name}" that is no text`;
  }
  if (!hasTexts(entry["proof"], ["file", "title"])) return 'has a "proof" that is not { file, title }';
  if (!hasTexts(entry["break"], ["file", "find"]) || !hasStrings(entry["break"], ["replace"])) {
    return 'has a "break" that is not { file, find, replace }';
  }
  return undefined;
}

function hasTexts(value: unknown, names: readonly string[]): boolean {
  return value === undefined || (isRecord(value) && names.every((name) => isText(value[name])));
}

function hasStrings(value: unknown, names: readonly string[]): boolean {
  return value === undefined || (isRecord(value) && names.every((name) => typeof value[name] === "string"));
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "";
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function nameOf(entry: unknown, index: number): string {
  return isRecord(entry) && isText(entry["id"]) ? entry["id"] : `entry ${index + 1}`;
}

/** What is wrong with what the rows say. */
export function findTableProblems(rows: readonly Row[]): string[] {
  return [
    ...rows.flatMap((row) => statusProblems(row).map((problem) => `${row.id} ${problem}`)),
    ...countProblems(rows),
    ...sharedProofs(rows),
  ];
}

function statusProblems(row: Row): string[] {
  const area = AREAS.find(({ letter }) => letter === row.area);
  const problems: string[] = [];
  if (area === undefined || !row.id.startsWith(row.area)) problems.push(`is in the area "${row.area}"`);
  if (!STATUSES.includes(row.status)) {
    return [...problems, `has the status "${row.status}"; known are: ${STATUSES.join(", ")}`];
  }
  const isProven = row.status === "proven";
  if (isProven && row.proof === undefined) problems.push("is proven by no test: it needs a proof");
  if (isProven && row.break === undefined) problems.push("needs a break: the change that its proof must notice");
  if (!isProven && (row.proof !== undefined || row.break !== undefined)) {
    problems.push(`is ${row.status}, but has a proof or a break`);
  }
  if (row.status === "not-applicable") {
    if (!MAY_NOT_APPLY.has(row.id)) problems.push("has to apply: only the rows of MAY_NOT_APPLY may not");
    if (row.reason === undefined) problems.push("does not apply for no reason: it needs one");
  } else if (row.reason !== undefined) problems.push("has a reason, but applies");
  if (row.status === "later" && area?.due !== "later")
    problems.push("may not wait for later: it is of an area that counts");
  return problems;
}

function countProblems(rows: readonly Row[]): string[] {
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const { id } of rows) {
    if (seen.has(id)) problems.push(`${id} is there twice`);
    seen.add(id);
  }
  for (const { letter, rowCount } of AREAS) {
    const count = rows.filter((row) => row.area === letter).length;
    if (count !== rowCount) problems.push(`area ${letter} has ${count} rows, not ${rowCount}`);
  }
  return problems;
}

/** One test may be the proof of one row only. */
function sharedProofs(rows: readonly Row[]): string[] {
  const owners = new Map<string, string>();
  return rows.flatMap(({ id, proof }) => {
    if (proof === undefined) return [];
    const key = proofKey(proof);
    const owner = owners.get(key);
    owners.set(key, owner ?? id);
    return owner === undefined ? [] : [`${id} is proven by the test that proves ${owner}: ${key}`];
  });
}

/** File and title of a proof in one text; how its describes are joined makes no difference. */
export function proofKey(proof: Proof): string {
  return `${proof.file} > ${plainTitle(proof.title)}`;
}

/** The runners join a test's titles differently: by a space, or by ` > `. */
export function plainTitle(title: string): string {
  return title.replaceAll(" > ", " ");
}

/** The rows that say that they are proven. */
export function provenRows(rows: readonly Row[]): readonly ProvenRow[] {
  return rows.filter((row): row is ProvenRow => row.status === "proven" && row.proof !== undefined);
}

/** Whether a row is among those that have to be proven. */
export function isCounted(row: Row): boolean {
  return row.status !== "not-applicable" && AREAS.some(({ letter, due }) => letter === row.area && due === "counted");
}

/** What is wrong with the files that the rows name. `read` gives a file's text, `undefined` where there is none. */
export function findFileProblems(rows: readonly Row[], read: (path: string) => string | undefined): string[] {
  return provenRows(rows).flatMap((row) => {
    const problems = [proofFileProblem(row.proof.file, read), row.break && breakProblem(row.break, read)];
    return problems.flatMap((problem) => (problem === undefined ? [] : [`${row.id} ${problem}`]));
  });
}

/** A proof goes through the real protocol: by `testing`, or in a browser. */
function proofFileProblem(file: string, read: (path: string) => string | undefined): string | undefined {
  const text = read(file);
  if (text === undefined) return `is proven by ${file}, which is not there`;
  if (isBrowserTest(file)) return undefined;
  if (!file.endsWith(".test.ts")) return `is proven by ${file}, which is no test`;
  if (file.startsWith("packages/testing/") || drivesTesting(file, read)) return undefined;
  return `is proven by ${file}, which drives neither @firecrest/testing nor a browser`;
}

/** Whether a file imports `testing`, or another one beside it that does. */
function drivesTesting(file: string, read: (path: string) => string | undefined): boolean {
  const waiting = [file];
  for (const path of waiting) {
    const text = read(path) ?? "";
    if (text.includes('"@firecrest/testing"')) return true;
    for (const [, specifier = ""] of text.matchAll(/from "(\.[^"]+\.ts)"/g)) {
      const next = posix.join(posix.dirname(path), specifier);
      if (!waiting.includes(next)) waiting.push(next);
    }
  }
  return false;
}

/** Whether Playwright runs a file. */
export function isBrowserTest(file: string): boolean {
  return /\/e2e\/.*\.spec\.ts$/.test(file);
}

function breakProblem(one: Break, read: (path: string) => string | undefined): string | undefined {
  const text = read(one.file);
  if (text === undefined) return `is broken in ${one.file}, which is not there`;
  if (!/^packages\/\w+\/src\//.test(one.file) || /\.(?:test|types)\.ts$|\/fixtures\//.test(one.file)) {
    return `is broken in ${one.file}, which is not the source of a package`;
  }
  if (one.find === one.replace) return "has a break that changes nothing";
  const count = text.split(one.find).length - 1;
  if (count === 1) return undefined;
  return `is broken where ${one.file} says ${JSON.stringify(one.find)}, which it does ${count === 0 ? "not" : `${count} times`}`;
}
