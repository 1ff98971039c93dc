/** The command line. Pure. */
import { GROUPS } from "./figures.ts";
import type { Transport } from "./server-process.ts";

/** What a run is asked to do. */
export interface Options {
  /** Names of figures or groups; empty: all. */
  readonly only: readonly string[];
  readonly isQuick: boolean;
  /** The program that is measured against the floor; undefined: the bench's own server. */
  readonly ours: string | undefined;
  readonly transports: readonly Transport[];
  readonly wantsHelp: boolean;
}

/** What `--help` prints. */
export const USAGE = `npm run bench -- [options]

  --only a,b         only these figures or groups: ${GROUPS.join(", ")}; click-100, fanout-5000, …
  --quick            about two minutes: shorter runs, fewer viewers and idle views
  --transport t      uws or node; both unless told otherwise
  --ours file        measure this server (.ts is bundled first) instead of bench/src/serve.ts;
                     bench/src/floor/main.ts measures the floor against itself: its ratios show the noise
`;

/** Reads the command line; throws with a sentence where it makes no sense. */
export function parseOptions(args: readonly string[]): Options {
  const options = {
    only: [] as string[],
    isQuick: false,
    ours: undefined as string | undefined,
    transports: ["uws", "node"] as Transport[],
    wantsHelp: false,
  };
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    switch (arg) {
      case "--only":
        options.only = valueOf(arg, rest).split(",").map(checkFigure);
        break;
      case "--quick":
        options.isQuick = true;
        break;
      case "--transport":
        options.transports = [checkTransport(valueOf(arg, rest))];
        break;
      case "--ours":
        options.ours = valueOf(arg, rest);
        break;
      case "--help":
        options.wantsHelp = true;
        break;
      default:
        throw new Error(`Unknown option ${arg}.\n\n${USAGE}`);
    }
  }
  return options;
}

/** Whether `--only` asks for the figure `name` ("click-100"), by itself or by its group. */
export function isWanted(options: Options, name: string): boolean {
  return options.only.length === 0 || options.only.some((wanted) => name === wanted || name.startsWith(`${wanted}-`));
}

function valueOf(option: string, rest: string[]): string {
  const value = rest.shift();
  if (value === undefined) throw new Error(`${option} needs a value after it.\n\n${USAGE}`);
  return value;
}

function checkFigure(name: string): string {
  if (GROUPS.some((group) => name === group || name.startsWith(`${group}-`))) return name;
  throw new Error(
    `--only does not know "${name}"; it knows ${GROUPS.join(", ")} and single figures such as click-100.`,
  );
}

function checkTransport(name: string): Transport {
  if (name === "uws" || name === "node") return name;
  throw new Error(`--transport is uws or node (node:http with ws), not "${name}".`);
}
