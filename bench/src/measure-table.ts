/** The table of 1,000 rows: bytes of each of its events, and the CPU time of those that another event must undo. */
import { event, type Pace, TABLE_VIEWS } from "./figures.ts";
import type { LoadCommand } from "./load/commands.ts";
import type { Row, Target } from "./rows.ts";
import { type Sample, type Setting, type Side, withBothSides } from "./side.ts";
import { median, summarisePairs } from "./statistics.ts";

/** What is measured of each event. */
interface TableEvent {
  readonly name: string;
  readonly title: string;
  /** Bytes of the answer. */
  readonly bytesMax: number | undefined;
  /** A swap can follow a swap, so its CPU time is a figure of its own, in a closed loop. */
  readonly isPairFigure: boolean;
}

/** Events of one crowd's table. */
interface TableRun {
  /** Whether the crowd joins as our own client does. */
  readonly listRuns: boolean;
  readonly events: readonly TableEvent[];
}

const EVENTS: readonly TableEvent[] = [
  { name: "swap", title: "swap", bytesMax: 150, isPairFigure: true },
  { name: "update10", title: "update every 10th", bytesMax: 2_500, isPairFigure: false },
  { name: "append", title: "append 1,000", bytesMax: 90_000, isPairFigure: false },
  { name: "clear", title: "clear", bytesMax: undefined, isPairFigure: false },
  { name: "prepend", title: "prepend 1, plain client", bytesMax: undefined, isPairFigure: false },
];
/** What another client hears as a thousand moves. */
const EVENTS_BY_RUNS: readonly TableEvent[] = [
  { name: "prepend", title: "prepend 1", bytesMax: 300, isPairFigure: false },
];
// Follows every event, so that the next one finds the same 1,000 rows. Not measured.
const CREATE: LoadCommand = { type: "push-once", payload: event("click", "create") };

/** What one event cost, per operation. */
interface Cost {
  readonly cpuUs: number;
  readonly textBytes: number;
}

/** By the event's name. */
type Costs = ReadonlyMap<string, Cost>;

/** Measures every event on one transport. */
export async function measureTable(setting: Setting, pace: Pace): Promise<Row[]> {
  const plain = await measureRun({ listRuns: false, events: EVENTS }, setting, pace);
  return [...plain, ...(await measureRun({ listRuns: true, events: EVENTS_BY_RUNS }, setting, pace))];
}

function measureRun(run: TableRun, setting: Setting, pace: Pace): Promise<Row[]> {
  const crowd = { page: "/table", views: TABLE_VIEWS, listRuns: run.listRuns };
  const cycles = (side: Side): Promise<Costs> => runCycles(side, run.events, pace.tableCycles);
  return withBothSides(setting, async (ours, floor) => {
    for (const side of [ours, floor]) {
      await side.sample({ type: "open", ...crowd, deflate: false });
      await cycles(side);
    }
    const pairs: { readonly ours: Costs; readonly floor: Costs }[] = [];
    for (let pair = 0; pair < pace.pairs; pair += 1) {
      pairs.push({ ours: await cycles(ours), floor: await cycles(floor) });
    }
    const wireBytes = await readWireBytes(ours, run);
    return run.events.flatMap((measured) => {
      const costs = pairs.map((pair) => ({ ours: costOf(pair.ours, measured), floor: costOf(pair.floor, measured) }));
      const json = median(costs.map((cost) => cost.ours.textBytes));
      // Phoenix's figures are uncompressed: the target is held against both, so that compression cannot hide a longer diff.
      const bytes = [
        bytesRow(measured, setting, { what: "JSON", ours: json }),
        bytesRow(measured, setting, { what: "on the wire", ours: wireBytes.get(measured.name) }),
      ];
      return measured.isPairFigure ? bytes : [cpuRow(measured, setting, costs), ...bytes];
    });
  });
}

/** Goes through the events `cycles` times with every view; what each event cost on average. */
async function runCycles(side: Side, events: readonly TableEvent[], cycles: number): Promise<Costs> {
  const samples = new Map<string, Sample[]>(events.map(({ name }) => [name, []]));
  for (let cycle = 0; cycle < cycles; cycle += 1) {
    for (const [name, taken] of samples) {
      taken.push(await side.sample({ type: "push-once", payload: event("click", name) }));
      await side.sample(CREATE);
    }
  }
  return new Map([...samples].map(([name, taken]) => [name, averageCost(taken)]));
}

function averageCost(samples: readonly Sample[]): Cost {
  let operations = 0;
  let cpuUs = 0;
  let textBytes = 0;
  for (const sample of samples) {
    operations += sample.operations;
    cpuUs += sample.cpuUs;
    textBytes += sample.textBytes * sample.operations;
  }
  return { cpuUs: cpuUs / operations, textBytes: textBytes / operations };
}

function costOf(costs: Costs, measured: TableEvent): Cost {
  const cost = costs.get(measured.name);
  if (cost === undefined)
    throw new Error(`The table's "${measured.name}" was not measured; a cycle goes through every event.`);
  return cost;
}

/** Bytes on the wire as a browser gets them: it offers compression, which everything else is measured without. */
async function readWireBytes(ours: Side, { listRuns, events }: TableRun): Promise<ReadonlyMap<string, number>> {
  await ours.sample({ type: "close" });
  await ours.sample({ type: "open", page: "/table", views: 1, listRuns, deflate: true });
  const bytes = new Map<string, number>();
  for (const { name } of events) {
    const { wireBytes } = await ours.sample({ type: "push-once", payload: event("click", name) });
    bytes.set(name, wireBytes);
    await ours.sample(CREATE);
  }
  return bytes;
}

function cpuRow(
  measured: TableEvent,
  setting: Setting,
  costs: readonly { readonly ours: Cost; readonly floor: Cost }[],
): Row {
  return {
    title: `table, ${measured.title}`,
    transport: setting.transport,
    unit: "µs",
    ...summarisePairs(costs.map(({ ours, floor }) => ({ ours: ours.cpuUs, floor: floor.cpuUs }))),
    target: undefined,
    answerBytes: {
      ours: median(costs.map(({ ours }) => ours.textBytes)),
      floor: median(costs.map(({ floor }) => floor.textBytes)),
    },
  };
}

interface BytesReading {
  readonly what: string;
  readonly ours: number | undefined;
}

function bytesRow({ title, bytesMax }: TableEvent, setting: Setting, { what, ours }: BytesReading): Row {
  const target: Target | undefined = bytesMax === undefined ? undefined : { kind: "value", max: bytesMax };
  return { title: `table, ${title}: ${what}`, transport: setting.transport, unit: "B", ours, target };
}
