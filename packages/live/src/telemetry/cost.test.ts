import { getHeapStatistics } from "node:v8";
import { createLogger } from "@firecrest/channels";
import { createParamFilter } from "@firecrest/channels/logging";
import { expect, test } from "vitest";
import { isObserved, observe, type ObservedView } from "./callbacks.ts";
import { systemSpanClock } from "./clock.ts";
import { subscribe } from "./subscribe.ts";

const SPAN = "firecrest.live_view.handle_event";

const view: ObservedView = {
  telemetry: { clock: systemSpanClock, log: createLogger(), filterParams: createParamFilter() },
  logLevel: "debug",
  describe: () => ({ view: "/", viewId: "a", connected: true, url: "", socketId: null, headers: {}, turn: {} }),
};
const live = { assigns: { count: 0, other: 1 } };
const FRAME = '["4","7","lv:phx-a","event",{"type":"click","event":"add","value":{"by":1}}]';

interface Payload {
  readonly event: string;
  readonly value: { readonly by: number };
}

/** As little as a handler does: it sets one assign. */
function handle({ value }: Payload): void {
  live.assigns = { ...live.assigns, count: live.assigns.count + value.by };
}

function handleObserved(payload: Payload): void {
  if (!isObserved(view, SPAN)) return handle(payload);
  const own = { event: payload.event, params: payload.value };
  return observe(view, SPAN, { own, run: handle, args: [payload] });
}

type Run = (payload: Payload) => void;

const EVENTS = 1_000;

/** As little as an event takes: its frame is parsed, its handler runs. */
function receive(run: Run): void {
  for (let event = 0; event < EVENTS; event++) {
    const [, , , , payload] = JSON.parse(FRAME) as [string, string, string, string, Payload];
    run(payload);
  }
}

function timeOf(run: Run): number {
  const startedAt = performance.now();
  receive(run);
  return performance.now() - startedAt;
}

function bytesOf(run: Run): number {
  const before = getHeapStatistics().used_heap_size;
  receive(run);
  const bytes = getHeapStatistics().used_heap_size - before;
  // A collection in between makes it less than nothing.
  return bytes > 0 ? bytes : Infinity;
}

/**
 * The least time or memory that so many events took, in short rounds, each of which measures both: whatever else the machine does
 * falls into some of them only.
 */
function compare(costOf: (run: Run) => number, rounds: number): { readonly bare: number; readonly observed: number } {
  const least = { bare: Infinity, observed: Infinity };
  for (let round = 0; round < rounds; round++) {
    least.bare = Math.min(least.bare, costOf(handle));
    least.observed = Math.min(least.observed, costOf(handleObserved));
  }
  return least;
}

test("an event that nobody observes costs what the bare call costs, in time and in memory", () => {
  const times = compare(timeOf, 200);
  const bytes = compare(bytesOf, 30);
  expect(times.observed / times.bare).toBeLessThan(1.25);
  expect((bytes.observed - bytes.bare) / EVENTS).toBeLessThan(4);
  // What somebody listens to costs more, which shows that this would notice.
  const end = subscribe(`${SPAN}.stop`, () => {});
  const heard = { time: compare(timeOf, 10).observed, bytes: compare(bytesOf, 10).observed };
  end();
  expect(heard.time / times.bare).toBeGreaterThan(1.25);
  expect((heard.bytes - bytes.bare) / EVENTS).toBeGreaterThan(100);
}, 20_000);
