/** Makes of what a peer sent what may be logged: the same shape, without secrets and of bounded size. */
export type ParamFilter = (params: unknown) => unknown;

const SECRET_NAMES: readonly string[] = ["password", "secret", "token", "csrf"];
const FILTERED = "[FILTERED]";

const TEXT_LENGTH_MAX = 80;
const MEMBERS_MAX = 20;
const DEPTH_MAX = 6;
/** Of one call, over all depths. */
const VALUES_MAX = 100;

/**
 * A filter for values under secret names: "password", "secret", "token", "csrf" and `furtherNames`. A name that contains one of them, in
 * any case and at any depth, hides everything below it; in a text that is a query or holds one, the value behind such a name.
 *
 * What is left is cut to fit a line: 80 characters a text or name, 20 members an object or array, 6 levels, 100 values in all.
 */
export function createParamFilter(furtherNames: readonly string[] = []): ParamFilter {
  const names = [...SECRET_NAMES, ...furtherNames].filter((name) => name !== "").map(escapePattern);
  const secret = new RegExp(names.join("|"), "i");
  const secretInQuery = new RegExp(`([^?&=#\\s]*(?:${names.join("|")})[^?&=#\\s]*=)[^&#\\s]+`, "gi");
  return (params) => new Filtering({ secret, secretInQuery }).copy(params, 0);
}

interface SecretPatterns {
  readonly secret: RegExp;
  readonly secretInQuery: RegExp;
}

/** One call of a filter: it counts what it has copied. */
class Filtering {
  readonly #patterns: SecretPatterns;
  #valuesLeft = VALUES_MAX;

  constructor(patterns: SecretPatterns) {
    this.#patterns = patterns;
  }

  copy(value: unknown, depth: number): unknown {
    this.#valuesLeft -= 1;
    if (typeof value === "string") return cut(value).replace(this.#patterns.secretInQuery, `$1${FILTERED}`);
    if (typeof value === "bigint") return value.toString();
    if (typeof value !== "object" || value === null) return typeof value === "function" ? "[function]" : value;
    if (Array.isArray(value)) return depth >= DEPTH_MAX ? `[${value.length} items]` : this.#copyItems(value, depth);
    if (!isPlain(value)) return Object.prototype.toString.call(value);
    return depth >= DEPTH_MAX ? "[object]" : this.#copyMembers(value, depth);
  }

  #copyItems(items: readonly unknown[], depth: number): unknown[] {
    const copied: unknown[] = [];
    for (const item of items) {
      if (this.#isFull(copied.length)) return [...copied, `… ${items.length - copied.length} more`];
      copied.push(this.copy(item, depth + 1));
    }
    return copied;
  }

  #copyMembers(members: object, depth: number): object {
    const entries = Object.entries(members);
    const copied: [string, unknown][] = [];
    for (const [name, value] of entries) {
      if (this.#isFull(copied.length)) {
        copied.push(["…", `${entries.length - copied.length} more`]);
        break;
      }
      copied.push([cut(name), this.#patterns.secret.test(name) ? FILTERED : this.copy(value, depth + 1)]);
    }
    return Object.fromEntries(copied);
  }

  #isFull(membersCopied: number): boolean {
    return membersCopied >= MEMBERS_MAX || this.#valuesLeft <= 0;
  }
}

function cut(text: string): string {
  return text.length <= TEXT_LENGTH_MAX ? text : `${text.slice(0, TEXT_LENGTH_MAX)}…`;
}

/** An object literal, decoded JSON or a record without prototype; anything else has an inside that is not ours to show. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function escapePattern(name: string): string {
  return name.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
