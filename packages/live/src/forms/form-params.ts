import { LiveError } from "../errors.ts";

/** A decoded form: strings under their names, nested where the names have brackets. */
export interface FormParams {
  readonly [name: string]: FormValue;
}

/** What a form holds under a name. */
export type FormValue = string | readonly FormValue[] | FormParams;

const PAIRS_MAX = 2_000;
const DEPTH_MAX = 32;

interface Branch {
  [name: string]: unknown;
}

/**
 * Decodes `application/x-www-form-urlencoded` text: `user[name]=Ann` nests, `tags[]=a&tags[]=b` makes a list, a later
 * plain name wins over an earlier one. At most 2,000 pairs and 32 levels; more is a LiveError ("form-too-large").
 */
export function decodeForm(text: string): Record<string, FormValue> {
  const root: Branch = {};
  if (text === "") return root as Record<string, FormValue>;
  const pairs = text.split("&", PAIRS_MAX + 1);
  checkCount(pairs);
  for (const pair of pairs) {
    const equals = pair.indexOf("=");
    const path = pathOf(equals === -1 ? pair : pair.slice(0, equals));
    if (path[0] !== "") insert(root, path, equals === -1 ? "" : decodeComponent(pair.slice(equals + 1)));
  }
  return root as Record<string, FormValue>; // nothing but strings went in
}

/** Nests names and values as `decodeForm` does, with its limits. */
export function nestPairs(pairs: readonly (readonly [name: string, value: unknown])[]): Record<string, unknown> {
  checkCount(pairs);
  const root: Branch = {};
  for (const [name, value] of pairs) if (name !== "") insert(root, decodePath(name), value);
  return root;
}

function checkCount(pairs: readonly unknown[]): void {
  if (pairs.length <= PAIRS_MAX) return;
  throw new LiveError("form-too-large", `A form holds more than ${PAIRS_MAX} fields; split it into several forms.`);
}

// A form sends the same names with every key that is pressed.
const paths = new Map<string, readonly string[]>();
const PATHS_MAX = 1_000;
const PATH_LENGTH_MAX = 200;

/** The path of a name as it was sent. */
function pathOf(encoded: string): readonly string[] {
  const known = paths.get(encoded);
  if (known !== undefined) return known;
  const path = decodePath(decodeComponent(encoded));
  if (encoded.length > PATH_LENGTH_MAX) return path;
  if (paths.size >= PATHS_MAX) paths.clear();
  paths.set(encoded, path);
  return path;
}

/** `user[address][city]` → `["user", "address", "city"]`; `tags[]` ends in `""`. */
export function decodePath(name: string): readonly string[] {
  const open = name.indexOf("[");
  if (open <= 0 || !name.endsWith("]")) return [name];
  const path = [name.slice(0, open), ...name.slice(open + 1, -1).split("][")];
  if (path.length > DEPTH_MAX) {
    throw new LiveError("form-too-large", `The field name ${name.slice(0, 80)} nests deeper than ${DEPTH_MAX} levels.`);
  }
  return path;
}

/** `["user", "address", "city"]` → `user[address][city]`. */
export function encodePath([first = "", ...rest]: readonly string[]): string {
  return first + rest.map((key) => `[${key}]`).join("");
}

function insert(root: Branch, path: readonly string[], value: unknown): void {
  let branch = root;
  for (let depth = 0; depth < path.length; depth++) {
    const name = path[depth] ?? "";
    // An own "__proto__" would be set as the prototype; no field is called that for a good reason.
    if (name === "__proto__") return;
    const isLast = depth === path.length - 1;
    const below = Object.hasOwn(branch, name) ? branch[name] : undefined;
    if (isLast) {
      branch[name] = value;
    } else if (path[depth + 1] === "" && depth + 1 === path.length - 1) {
      if (Array.isArray(below)) below.push(value);
      else branch[name] = [value];
      return;
    } else if (isBranch(below)) {
      branch = below;
    } else {
      const next: Branch = {};
      branch[name] = next;
      branch = next;
    }
  }
}

/** A file is an object too, and no place for names. */
function isBranch(value: unknown): value is Branch {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function decodeComponent(text: string): string {
  const spaced = text.includes("+") ? text.replaceAll("+", " ") : text;
  if (!spaced.includes("%")) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    // A lone percent sign is what the user typed into a hand-made request; keep it as it is.
    return spaced;
  }
}
