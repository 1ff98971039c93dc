// Which runs make up the slow matrix. Pure, so that the table can be read and tested.

/** One run of the tests in one surrounding. */
export interface Leg {
  readonly name: string;
  readonly suites: readonly ("vitest" | "playwright")[];
  /** What tests and servers read: see CONTRIBUTING.md, "What tests can be told". */
  readonly env: Readonly<Record<string, string>>;
  /** Only the tests that draw cases at random. */
  readonly needsSeeds?: boolean;
  /** Another Node than the running one. */
  readonly nodeMajor?: number;
}

/** Random cases of each property in the slow matrix; a plain run leaves the number to the test. */
const SEEDS = "2000";

/** Every supported Node, and the transport that its run is on: uWebSockets.js has binaries for 20 and 22. */
const NODES: readonly { readonly major: number; readonly env: Readonly<Record<string, string>> }[] = [
  { major: 20, env: { FIRECREST_TRANSPORT: "uws" } },
  { major: 22, env: { FIRECREST_TRANSPORT: "uws" } },
  { major: 24, env: { FIRECREST_TRANSPORT: "node" } },
];

/**
 * The runs, in order. `isAfterTest`: the plain run has just been made by `npm test`.
 *
 * Whatever Node this runs on, one run of the unit and contract tests is on each transport. The stories of the browser run
 * twice: with our client on the transport of this Node, and with the official one on node:http and ws.
 */
export function planLegs(options: { readonly nodeMajor: number; readonly isAfterTest: boolean }): Leg[] {
  const plain: Leg = { name: `Node ${options.nodeMajor}`, suites: ["vitest", "playwright"], env: {} };
  const others = NODES.filter((node) => node.major !== options.nodeMajor);
  return [
    ...(options.isAfterTest ? [] : [plain]),
    {
      name: "official client, node:http and ws",
      suites: ["playwright"],
      env: { FIRECREST_CLIENT: "official", FIRECREST_TRANSPORT: "node" },
    },
    { name: `${SEEDS} seeds`, suites: ["vitest"], env: { FIRECREST_SEEDS: SEEDS }, needsSeeds: true },
    ...others.map((node): Leg => {
      const name = `Node ${node.major}, ${node.env["FIRECREST_TRANSPORT"]}`;
      return { name, suites: ["vitest"], env: node.env, nodeMajor: node.major };
    }),
  ];
}
