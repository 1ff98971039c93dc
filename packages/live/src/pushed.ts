/** What a view or component pushes: each event's payload by its name. For the compiler only. */
export interface Pushed<Pushes extends object> {
  readonly "~pushes"?: Pushes;
}

/** What those push that do not declare it. */
export interface AnyPushes {
  readonly [name: string]: object;
}

/**
 * What `pushes` says, where nothing else may say it: a handler written for any view would. As `NoInfer`, but gone as soon as it is
 * known, so that nobody who hovers over `live` has to read it.
 */
export type Settled<Pushes> = [Pushes][Pushes extends unknown ? 0 : never];

const NOTHING = Object.freeze({});

/**
 * Declares what a view or component pushes, to be checked wherever it pushes and known to hooks and tests:
 * `pushes: pushed<{ points: { points: readonly Point[] } }>()`. An event that carries nothing is an `object`.
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the author knows what the view pushes
export function pushed<Pushes extends { readonly [Name in keyof Pushes]: object }>(): Pushed<{
  readonly [Name in keyof Pushes]: Pushes[Name];
}> {
  return NOTHING;
}
