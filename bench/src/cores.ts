/** Which core the servers run on, and which the load. */

/** Two cores, or none where there is nothing to choose. */
export interface CorePlan {
  /** Core of the server that is measured; undefined: wherever the system likes. */
  readonly server: number | undefined;
  /** Core of the load and the runner; undefined: wherever the system likes. */
  readonly load: number | undefined;
  /** One sentence for the report. */
  readonly note: string;
}

/** Gives the servers one core and the load another, as far as the machine allows. */
export function planCores(allowedCpus: readonly number[], hasTaskset: boolean): CorePlan {
  const [server, load] = allowedCpus;
  if (server === undefined || load === undefined) {
    return {
      server: undefined,
      load: undefined,
      note: "server and load share one core: this machine has no second one",
    };
  }
  if (!hasTaskset) {
    return {
      server: undefined,
      load: undefined,
      note: "server and load are not pinned: `taskset` (util-linux) was not found",
    };
  }
  return { server, load, note: `server on core ${server}, load on core ${load}` };
}

/** The command line that runs `command` on `core`. */
export function pinned(core: number | undefined, command: readonly string[]): readonly string[] {
  return core === undefined ? command : ["taskset", "-c", String(core), ...command];
}
