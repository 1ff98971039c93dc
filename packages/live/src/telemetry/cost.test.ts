import { getHeapStatistics } from "node:v8";
import { createLogger } from "@firecrest/channels";
import { createParamFilter } from "@firecrest/channels/logging";
import { expect, test } from "vitest";
import { isObserved, observe, type ObservedView } from "./callbacks.ts";
import { systemSpanClock } from "./clock.ts";
import { subscribe } from "./subscribe.ts";

const SPAN = "firecrest.live_view.handle_event";

interface Event {
  readonly event: string;
  readonly params: { readonly by: number };
}

const view: ObservedView = {
  telemetry: { clock: systemSpanClock, log: createLogger(), filterParams: createParamFilter() },
  logLevel: "debug",
  describe: () => ({ view: "/", viewId: "a", connected: true, url: "", socketId: null, headers: {}, turn: {} }),
};
const event: Event = { event: "add", params: { by: 1 } };
const live = { assigns: { count: 0, other: 1 } };

/** As little as a handler does: it sets one assign. */
function handle({ params }: Event): void {
  live.assigns = { ...live.assigns, count: live.assigns.count + params.by };
}

function observed(sent: Event): void {
  if (!isObserved(view, SPAN)) return handle(sent);
  return observe(view, SPAN, { own: sent, run: handle, args: [sent] });
}

const CALLS = 1_000;

type Run = (sent: Event) => void;

/**
 * The least time or memory that so many calls took, in short rounds, each of which measures both: whatever else the machine does falls
 * into some of them only.
 */
function compare(costOf: (run: Run) => number, rounds: number): { readonly bare: number; readonly observed: number } {
  const least = { bare: Infinity, observed: Infinity };
  for (let round = 0; round < rounds; round++) {
    least.bare = Math.min(least.bare, costOf(handle));
    least.observed = Math.min(least.observed, costOf(observed));
  }
  return least;
}

function timeOf(run: Run): number {
  const startedAt = performance.now();
  for (let call = 0; call < CALLS; call++) run(event);
  return performance.now() - startedAt;
}

function bytesOf(run: Run): number {
  const before = getHeapStatistics().used_heap_size;
  for (let call = 0; call < CALLS; call++) run(event);
  const bytes = getHeapStatistics().used_heap_size - before;
  // A collection in between makes it less than nothing.
  return bytes > 0 ? bytes : Infinity;
}

test("a callback that nobody observes costs what the bare call costs, in time and in memory", () => {
  const times = compare(timeOf, 300);
  const bytes = compare(bytesOf, 30);
  expect(times.observed / times.bare).toBeLessThan(1.5);
  expect((bytes.observed - bytes.bare) / CALLS).toBeLessThan(4);
  // What somebody listens to costs more, which shows that this would notice.
  const end = subscribe(`${SPAN}.stop`, () => {});
  const heard = { time: compare(timeOf, 10).observed, bytes: compare(bytesOf, 10).observed };
  end();
  expect(heard.time / times.bare).toBeGreaterThan(2);
  expect((heard.bytes - bytes.bare) / CALLS).toBeGreaterThan(100);
}, 20_000);
