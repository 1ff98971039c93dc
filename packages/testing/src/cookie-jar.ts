/**
 * The cookies of one visitor. It keeps names and values, and forgets what a server ends; a path, a domain or `Secure` is not looked
 * at: there is one server, and the test is its browser.
 */
export class CookieJar {
  readonly #cookies = new Map<string, string>();

  /** `header` as a browser sends it: `a=1; b=2`. Default: empty, as a new visitor's. */
  constructor(header = "") {
    for (const pair of header.split(";")) this.#keep(pair);
  }

  /** The value of a cookie, as it came. */
  get(name: string): string | undefined {
    return this.#cookies.get(name);
  }

  /** Sets a cookie, as a script would. */
  set(name: string, value: string): void {
    this.#cookies.set(name, value);
  }

  /** Forgets a cookie. */
  delete(name: string): void {
    this.#cookies.delete(name);
  }

  /** Takes over what a reply's `Set-Cookie` headers say. */
  take(setCookies: readonly string[]): void {
    for (const text of setCookies) {
      const [pair = "", ...attributes] = text.split(";");
      if (attributes.some(isOver)) this.delete(nameOf(pair));
      else this.#keep(pair);
    }
  }

  /** The `Cookie` header; "" when there is no cookie. */
  toString(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  #keep(pair: string): void {
    const name = nameOf(pair);
    if (name !== "") this.set(name, pair.slice(pair.indexOf("=") + 1).trim());
  }
}

function nameOf(pair: string): string {
  return pair.slice(0, Math.max(0, pair.indexOf("="))).trim();
}

/** `Max-Age=0`, or an `Expires` in the past of any test: the epoch, by which servers end a cookie. */
function isOver(attribute: string): boolean {
  return /^\s*max-age\s*=\s*(?:0|-\d+)\s*$|^\s*expires\s*=.*\b1970\b/i.test(attribute);
}
