import { context, propagation, SpanKind, SpanStatusCode, type Tracer } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { HttpError } from "../http-error.ts";
import { systemSpanClock } from "./clock.ts";
import { MOMENTS, type SpanMetadata, type SpanName, SPANS, type ViewMetadata } from "./events.ts";
import { exportToOpenTelemetry } from "./otel.ts";
import { measure } from "./span.ts";

const TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
const CALLER_ID = "b7ad6b7169203331";
const HEADERS = { traceparent: `00-${TRACE_ID}-${CALLER_ID}-01` };

let spans: InMemorySpanExporter;
let tracer: Tracer;
let meters: MeterProvider;
let measured: InMemoryMetricExporter;
let end: () => void;

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
});

afterAll(() => {
  context.disable();
  propagation.disable();
});

beforeEach(() => {
  spans = new InMemorySpanExporter();
  tracer = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }).getTracer("test");
  measured = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  meters = new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter: measured })] });
  end = exportToOpenTelemetry({ tracer, meter: meters.getMeter("test") });
});

afterEach(async () => {
  end();
  await meters.shutdown();
});

/** A view in a turn of its own. */
function view(given: Partial<ViewMetadata> = {}): ViewMetadata {
  return {
    view: "/battles/:id",
    viewId: "phx-1",
    url: undefined,
    connected: true,
    socketId: null,
    headers: {},
    turn: {},
    ...given,
  };
}

function run<Name extends SpanName, Result>(name: Name, metadata: SpanMetadata[Name], work: () => Result): Result {
  return measure(SPANS[name], { clock: systemSpanClock, metadata: { ...metadata } }, work);
}

function finished(): (readonly [name: string, parent: string | undefined])[] {
  const all = spans.getFinishedSpans();
  const nameOf = (id: string | undefined) => all.find((span) => span.spanContext().spanId === id)?.name ?? id;
  return all.map((span) => [span.name, nameOf(span.parentSpanContext?.spanId)]);
}

function only(): ReadableSpan {
  const [span, ...others] = spans.getFinishedSpans();
  if (span === undefined || others.length > 0) throw new Error(`There are ${others.length} further spans.`);
  return span;
}

test("a callback is a span that says of which view, and is active while it runs, awaits included", async () => {
  const asked = run(
    "firecrest.live_view.handle_event",
    { ...view(), event: "vote", params: { secret: 1 } },
    async () => {
      await Promise.resolve();
      tracer.startSpan("SELECT votes").end();
    },
  );
  tracer.startSpan("elsewhere").end();
  await asked;
  expect(finished()).toEqual([
    ["elsewhere", undefined],
    ["SELECT votes", "handle_event /battles/:id"],
    ["handle_event /battles/:id", undefined],
  ]);
  const span = spans.getFinishedSpans()[2];
  expect(span?.kind).toBe(SpanKind.SERVER);
  expect(span?.attributes).toEqual({
    "firecrest.view": "/battles/:id",
    "firecrest.view.id": "phx-1",
    "firecrest.connected": true,
    "firecrest.event": "vote",
  });
});

test("what one event sets off is one trace, and another event another", () => {
  const first = view();
  const second = view();
  run("firecrest.live_view.handle_event", { ...first, event: "a", params: {} }, () => 1);
  run("firecrest.live_view.handle_event", { ...second, event: "b", params: {} }, () => 1);
  run("firecrest.live_view.render", { ...first, force: false, changed: true }, () =>
    run("firecrest.live_component.update", { ...first, component: "Counter", entries: [] }, () => 1),
  );
  expect(finished()).toEqual([
    ["handle_event /battles/:id", undefined],
    ["handle_event /battles/:id", undefined],
    ["update /battles/:id", "render /battles/:id"],
    ["render /battles/:id", "handle_event /battles/:id"],
  ]);
  const traces = spans.getFinishedSpans().map((span) => span.spanContext().traceId);
  expect(traces[0]).not.toBe(traces[1]);
  expect(traces.slice(2)).toEqual([traces[0], traces[0]]);
});

test.each([
  { place: "the page's request", connected: false },
  { place: "the socket's handshake", connected: true },
])("a trace goes on where the traceparent of $place says", ({ connected }) => {
  const metadata = { ...view({ connected, headers: HEADERS }), params: {}, session: {} };
  run("firecrest.live_view.mount", metadata, () => 1);
  expect(only().parentSpanContext?.spanId).toBe(CALLER_ID);
  expect(only().spanContext().traceId).toBe(TRACE_ID);
  expect(only().kind).toBe(SpanKind.SERVER);
});

test("a page is below the server's own span; on a socket what happens to be active does not count", () => {
  const mount = (connected: boolean) =>
    run("firecrest.live_view.mount", { ...view({ connected }), params: {}, session: {} }, () => 1);
  tracer.startActiveSpan("GET", (request) => {
    mount(false);
    mount(true);
    request.end();
  });
  expect(finished()).toEqual([
    ["mount /battles/:id", "GET"],
    ["mount /battles/:id", undefined],
    ["GET", undefined],
  ]);
  expect(spans.getFinishedSpans()[0]?.kind).toBe(SpanKind.INTERNAL);
});

test.each([
  { error: new TypeError("boom"), type: "TypeError", code: SpanStatusCode.ERROR },
  { error: new HttpError(404, "There is no battle 7."), type: "HttpError", code: SpanStatusCode.UNSET },
])("a callback that throws has its $type recorded", ({ error, type, code }) => {
  const metadata = { ...view(), params: {}, session: {} };
  const mount = () =>
    run("firecrest.live_view.mount", metadata, () => {
      throw error;
    });
  expect(mount).toThrow(error);
  const span = only();
  expect([span.attributes["error.type"], span.status.code]).toEqual([type, code]);
  expect(span.events[0]?.attributes).toMatchObject({ "exception.message": error.message });
});

test("seconds, connected views, ends and refusals are measured by names of views only", async () => {
  const metadata = { ...view(), params: {}, session: {} };
  run("firecrest.live_view.mount", metadata, () => 1);
  run("firecrest.live_view.mount", metadata, () => 1);
  expect(() =>
    run("firecrest.live_view.handle_event", { ...view(), event: "x", params: {} }, () => {
      throw new TypeError("boom");
    }),
  ).toThrow("boom");
  MOMENTS["firecrest.live_view.ended"].publish({ ...view(), reason: { type: "mailbox-full" } });
  MOMENTS["firecrest.live_view.join_refused"].publish({ reason: "stale", topic: "lv:x", headers: {} });
  MOMENTS["firecrest.live_component.destroyed"].publish({ ...view(), component: "Counter", id: "a", cid: 1 });
  await meters.forceFlush();
  const points = measured
    .getMetrics()
    .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics))
    .flatMap(({ descriptor, dataPoints }) =>
      dataPoints.map(({ value, attributes }) => [
        descriptor.name.replace("firecrest.", ""),
        typeof value === "number" ? value : (value as { count: number }).count,
        attributes,
      ]),
    );
  expect(points).toEqual([
    ["live_view.connected", 1, { "firecrest.view": "/battles/:id" }],
    ["live_view.ended", 1, { "firecrest.view": "/battles/:id", "firecrest.reason": "mailbox-full" }],
    ["live_view.joins_refused", 1, { "firecrest.reason": "stale" }],
    ["live_component.destroyed", 1, { "firecrest.component": "Counter" }],
    ["live_view.mount.duration", 2, { "firecrest.view": "/battles/:id", "firecrest.connected": "true" }],
    [
      "live_view.handle_event.duration",
      1,
      { "firecrest.view": "/battles/:id", "firecrest.connected": "true", "error.type": "TypeError" },
    ],
  ]);
});

test("when it ends, nobody listens any more", () => {
  end();
  expect(Object.values(SPANS).filter((span) => span.isObserved)).toEqual([]);
  run("firecrest.live_view.handle_event", { ...view(), event: "a", params: {} }, () => 1);
  expect(finished()).toEqual([]);
});
