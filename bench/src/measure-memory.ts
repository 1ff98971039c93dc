/** What an idle view costs in memory. */
import { sleep } from "./clock.ts";
import { FULL_PACE, type Pace } from "./figures.ts";
import type { Row } from "./rows.ts";
import { type Setting, type Side, withBothSides } from "./side.ts";
import { GAUGE_IDS } from "./views/data.ts";

/** Idle views, and what one of them may take. */
export interface MemoryFigure {
  /** As `--only` takes it. */
  readonly name: string;
  /** As the report says it. */
  readonly title: string;
  readonly page: string;
  /** How many views one visitor of the page has. */
  readonly viewsPerPage: number;
  readonly kilobytesPerViewMax: number | undefined;
}

/** Every figure of memory. */
export const MEMORY_FIGURES: readonly MemoryFigure[] = [
  { name: "memory", title: "idle counter view", page: "/counter", viewsPerPage: 1, kilobytesPerViewMax: 10 },
  {
    name: "memory-nested",
    title: "idle view, 10 of 11 nested",
    page: "/nested",
    viewsPerPage: GAUGE_IDS.length + 1,
    kilobytesPerViewMax: undefined,
  },
];

/** Resident memory per idle view, in a fresh server without any forced collection. */
export function measureMemory(figure: MemoryFigure, setting: Setting, pace: Pace): Promise<Row> {
  const { title, kilobytesPerViewMax: max } = figure;
  return withBothSides(setting, async (ours, floor) => {
    // Both at once: nobody's CPU time is read here, and most of it is waiting.
    const [oursBytes, floorBytes] = await Promise.all([
      bytesPerView(ours, figure, pace),
      bytesPerView(floor, figure, pace),
    ]);
    return {
      title,
      transport: setting.transport,
      unit: "KB",
      ours: oursBytes / 1_024,
      floor: floorBytes / 1_024,
      // A smaller crowd still carries what the heap had grown to while it joined: no figure to judge.
      target: pace === FULL_PACE && max !== undefined ? { kind: "value", max } : undefined,
    };
  });
}

async function bytesPerView(side: Side, { page, viewsPerPage }: MemoryFigure, pace: Pace): Promise<number> {
  const [few = 0, many = 0] = [pace.idleViews.few, pace.idleViews.many].map((views) => Math.ceil(views / viewsPerPage));
  const residentWith = async (views: number): Promise<number> => {
    await side.sample({ type: "open", page, views, deflate: false });
    await sleep(pace.idleMs);
    return side.residentBytes();
  };
  const fewBytes = await residentWith(few);
  const manyBytes = await residentWith(many - few);
  return (manyBytes - fewBytes) / ((many - few) * viewsPerPage);
}
