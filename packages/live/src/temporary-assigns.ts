type Assigns = Record<string, unknown>;

const ofAssigns = new WeakMap<object, Map<string, boolean>>();

/** The names of the assigns that are temporary, and whether each was set since it was sent. */
export function temporaryAssigns(assigns: object): ReadonlyMap<string, boolean> | undefined {
  return ofAssigns.get(assigns);
}

/** The assigns of one view or component that get their defaults back after every render, so that what was sent is not kept. */
export class TemporaryAssigns {
  readonly #assigns: Assigns;
  readonly #defaults: Assigns = {};
  readonly #isSet = new Map<string, boolean>();

  constructor(assigns: Assigns) {
    this.#assigns = assigns;
    ofAssigns.set(assigns, this.#isSet);
  }

  /** From now on these as well. */
  add(defaults: Readonly<Assigns>): void {
    Object.assign(this.#defaults, defaults);
    for (const name of Object.keys(defaults)) this.#isSet.set(name, true);
  }

  /** An assign was set. */
  noteSet(name: string): void {
    if (this.#isSet.has(name)) this.#isSet.set(name, true);
  }

  /** A render was sent. */
  reset(): void {
    Object.assign(this.#assigns, this.#defaults);
    for (const name of this.#isSet.keys()) this.#isSet.set(name, false);
  }
}
