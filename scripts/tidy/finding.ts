// What a rule says.

/** One thing that is not as the rules of the house want it. */
export interface Finding {
  /** The rule's name, as counted in the summary. */
  readonly rule: string;
  readonly path: string;
  readonly line: number;
  /** What is wrong and what to do instead. */
  readonly message: string;
}
