/** CPU time per operation, ours and the floor's in turn. */
import type { Pace, PairFigure, Workload } from "./figures.ts";
import type { BothSides, Row } from "./rows.ts";
import { type Sample, type Setting, type Side, withBothSides } from "./side.ts";
import { median, summarisePairs } from "./statistics.ts";

interface SamplePair {
  readonly ours: Sample;
  readonly floor: Sample;
}

/** Measures one figure on one transport: both sides warmed up, then ours, floor, ours, floor, … */
export function measurePairs(figure: PairFigure, setting: Setting, pace: Pace): Promise<Row> {
  const { yardstick } = figure;
  const beside = yardstick ?? figure;
  const { programs } = setting;
  const sides = yardstick === undefined ? setting : { ...setting, programs: { ...programs, floor: programs.ours } };
  return withBothSides(sides, async (ours, floor) => {
    await prepare(ours, figure, pace);
    await prepare(floor, beside, pace);
    const samples: SamplePair[] = [];
    for (let pair = 0; pair < pace.pairs; pair += 1) {
      samples.push({
        ours: await ours.sample(figure.command(pace.runMs)),
        floor: await floor.sample(beside.command(pace.runMs)),
      });
    }
    return {
      title: figure.title,
      transport: setting.transport,
      unit: "µs",
      ...summarisePairs(
        samples.map((pair) => ({ ours: cpuPerOperation(pair.ours), floor: cpuPerOperation(pair.floor) })),
      ),
      target: figure.ratioMax === undefined ? undefined : { kind: "ratio", max: figure.ratioMax },
      answerBytes: medians(samples, (sample) => sample.textBytes),
      busy: medians(samples, (sample) => sample.cpuUs / (sample.wallMs * 1_000)),
    };
  });
}

async function prepare(side: Side, { crowd, command }: Workload, pace: Pace): Promise<void> {
  if (crowd !== undefined) await side.sample({ type: "open", ...crowd, deflate: false });
  await side.sample(command(pace.warmUpMs));
}

function cpuPerOperation(sample: Sample): number {
  return sample.cpuUs / sample.operations;
}

function medians(samples: readonly SamplePair[], read: (sample: Sample) => number): BothSides {
  return {
    ours: median(samples.map((pair) => read(pair.ours))),
    floor: median(samples.map((pair) => read(pair.floor))),
  };
}
