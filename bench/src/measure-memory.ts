/** What an idle view costs in memory. */
import { sleep } from "./clock.ts";
import { FULL_PACE, type Pace } from "./figures.ts";
import type { Row } from "./rows.ts";
import { type Setting, type Side, withBothSides } from "./side.ts";

const PAGE = "/counter";
const KILOBYTES_PER_VIEW_MAX = 10;

/** Resident memory per idle counter, in a fresh server without any forced collection. */
export function measureMemory(setting: Setting, pace: Pace): Promise<Row> {
  return withBothSides(setting, async (ours, floor) => {
    // Both at once: nobody's CPU time is read here, and most of it is waiting.
    const [oursBytes, floorBytes] = await Promise.all([bytesPerView(ours, pace), bytesPerView(floor, pace)]);
    return {
      title: "idle counter view",
      transport: setting.transport,
      unit: "KB",
      ours: oursBytes / 1_024,
      floor: floorBytes / 1_024,
      // A smaller crowd still carries what the heap had grown to while it joined: no figure to judge.
      target: pace === FULL_PACE ? { kind: "value", max: KILOBYTES_PER_VIEW_MAX } : undefined,
    };
  });
}

async function bytesPerView(side: Side, pace: Pace): Promise<number> {
  const { few, many } = pace.idleViews;
  const fewBytes = await residentWith(side, few, pace.idleMs);
  const manyBytes = await residentWith(side, many - few, pace.idleMs);
  return (manyBytes - fewBytes) / (many - few);
}

/** Resident bytes `idleMs` after another `views` views have joined. */
async function residentWith(side: Side, views: number, idleMs: number): Promise<number> {
  await side.sample({ type: "open", page: PAGE, views, deflate: false });
  await sleep(idleMs);
  return side.residentBytes();
}
