/** Who logged in, by a token that only that person's browser knows. */
export interface AccountOptions {
  /** Makes a token that nobody can guess. */
  readonly newToken: () => string;
  /** Logins that are kept; beyond that the oldest ends. Default 1,000. */
  readonly loginsMax?: number;
}

/**
 * The logins of everybody, in memory. A token and not the name is what a session holds, so that a login can be ended on the
 * server, whatever copies of the cookie there are.
 */
export class Accounts {
  readonly #newToken: () => string;
  readonly #loginsMax: number;
  readonly #names = new Map<string, string>();

  constructor({ newToken, loginsMax = 1_000 }: AccountOptions) {
    this.#newToken = newToken;
    this.#loginsMax = loginsMax;
  }

  /** Begins a login; gives its token. */
  begin(name: string): string {
    const [oldest] = this.#names.keys();
    if (oldest !== undefined && this.#names.size >= this.#loginsMax) this.#names.delete(oldest);
    const token = this.#newToken();
    this.#names.set(token, name);
    return token;
  }

  /** Whose login it is, if it has not ended. */
  find(token: unknown): string | undefined {
    return typeof token === "string" ? this.#names.get(token) : undefined;
  }

  /** How many logins somebody has. */
  count(name: string): number {
    return [...this.#names.values()].filter((other) => other === name).length;
  }

  end(token: unknown): void {
    this.#names.delete(String(token));
  }

  /** Ends all logins of somebody, those that are remembered among them. */
  endAll(name: string): void {
    for (const [token, other] of this.#names) {
      if (other === name) this.#names.delete(token);
    }
  }
}
