import { Registry } from "prom-client";
import { afterEach, beforeEach, expect, test } from "vitest";
import { MOMENTS, type SpanMetadata, type SpanName, SPANS, type ViewMetadata } from "./events.ts";
import { exportToPrometheus } from "./prometheus.ts";
import { measure } from "./span.ts";

const VIEW: ViewMetadata = {
  view: "/battles/:id",
  viewId: "phx-1",
  url: undefined,
  connected: true,
  socketId: null,
  headers: {},
  turn: {},
};
const COMPONENT = { ...VIEW, component: "Counter", id: "a", cid: 1 };

let register: Registry;
let end: () => void;

beforeEach(() => {
  register = new Registry();
  end = exportToPrometheus({ register });
});

afterEach(() => end());

/** Runs a span that takes so long on its own clock, and fails if told to. */
function run<Name extends SpanName>(name: Name, metadata: SpanMetadata[Name], durationMs = 2, error?: Error): void {
  let nowMs = -durationMs;
  const clock = { nowMs: () => 0, monotonicMs: () => (nowMs += durationMs) };
  const work = (): void => {
    if (error !== undefined) throw error;
  };
  try {
    measure(SPANS[name], { clock, metadata: { ...metadata } }, work);
  } catch (thrown) {
    expect(thrown).toBe(error);
  }
}

async function samples(pattern: RegExp): Promise<string[]> {
  return (await register.metrics()).split("\n").filter((line) => pattern.test(line));
}

test("a callback's seconds go into a histogram of its view and outcome", async () => {
  const event = { ...VIEW, event: "vote", params: {} };
  run("firecrest.live_view.handle_event", event, 2);
  run("firecrest.live_view.handle_event", event, 0.3);
  run("firecrest.live_view.handle_event", event, 700, new Error("boom"));
  expect(await samples(/handle_event_duration_seconds_(sum|count)|handle_event.*le="0.0005"/)).toEqual([
    'firecrest_live_view_handle_event_duration_seconds_bucket{le="0.0005",view="/battles/:id",connected="true",outcome="ok"} 1',
    'firecrest_live_view_handle_event_duration_seconds_sum{view="/battles/:id",connected="true",outcome="ok"} 0.0023',
    'firecrest_live_view_handle_event_duration_seconds_count{view="/battles/:id",connected="true",outcome="ok"} 2',
    'firecrest_live_view_handle_event_duration_seconds_bucket{le="0.0005",view="/battles/:id",connected="true",outcome="error"} 0',
    'firecrest_live_view_handle_event_duration_seconds_sum{view="/battles/:id",connected="true",outcome="error"} 0.7',
    'firecrest_live_view_handle_event_duration_seconds_count{view="/battles/:id",connected="true",outcome="error"} 1',
  ]);
});

test("what a visitor chooses makes no series: params, event names, ids", async () => {
  for (let index = 0; index < 50; index++) {
    const chosen = { event: `e${index}`, params: { [`p${index}`]: index }, id: `i${index}`, cid: index };
    run("firecrest.live_view.handle_event", { ...VIEW, ...chosen });
    run("firecrest.live_component.handle_event", { ...COMPONENT, ...chosen });
    run("firecrest.live_view.mount", {
      ...VIEW,
      ...chosen,
      viewId: `v${index}`,
      url: `http://h/${index}`,
      session: {},
    });
    run("firecrest.live_view.render", { ...COMPONENT, ...chosen, force: false, changed: true });
    run("firecrest.live_component.update", { ...COMPONENT, entries: [{ ...chosen, props: chosen }] });
  }
  const counts = await samples(/_count\{/);
  expect(counts.map((line) => line.replace(/.*?_live_/, ""))).toEqual([
    'view_mount_duration_seconds_count{view="/battles/:id",connected="true",outcome="ok"} 50',
    'view_handle_event_duration_seconds_count{view="/battles/:id",connected="true",outcome="ok"} 50',
    'view_render_duration_seconds_count{view="/battles/:id",connected="true",component="Counter",outcome="ok"} 50',
    'component_update_duration_seconds_count{component="Counter",outcome="ok"} 50',
    'component_handle_event_duration_seconds_count{component="Counter",outcome="ok"} 50',
  ]);
});

test("views are counted while they are connected, and by how they ended", async () => {
  const mount = { ...VIEW, params: {}, session: {} };
  run("firecrest.live_view.mount", { ...mount, connected: false });
  for (let index = 0; index < 3; index++) run("firecrest.live_view.mount", mount);
  MOMENTS["firecrest.live_view.ended"].publish({ ...VIEW, reason: { type: "crashed", error: new Error("boom") } });
  MOMENTS["firecrest.live_view.ended"].publish({ ...VIEW, reason: { type: "shutdown", detail: "left" } });
  expect(await samples(/^firecrest_live_view_(connected|ended)/)).toEqual([
    'firecrest_live_view_connected{view="/battles/:id"} 1',
    'firecrest_live_view_ended_total{view="/battles/:id",reason="crashed"} 1',
    'firecrest_live_view_ended_total{view="/battles/:id",reason="shutdown"} 1',
  ]);
});

test("refused joins and destroyed components are counted", async () => {
  MOMENTS["firecrest.live_view.join_refused"].publish({ reason: "stale", topic: "lv:x", headers: {} });
  MOMENTS["firecrest.live_component.destroyed"].publish(COMPONENT);
  expect(await samples(/refused_total\{|destroyed_total\{/)).toEqual([
    'firecrest_live_view_joins_refused_total{reason="stale"} 1',
    'firecrest_live_component_destroyed_total{component="Counter"} 1',
  ]);
});

test("when it ends, nobody listens any more and the registry is as it was", async () => {
  end();
  expect(Object.values(SPANS).filter((span) => span.isObserved)).toEqual([]);
  expect(Object.values(MOMENTS).filter((moment) => moment.isObserved)).toEqual([]);
  expect((await register.metrics()).trim()).toBe("");
  end = exportToPrometheus({ register });
});
