import { context, propagation, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { createLogger, type Server } from "@firecrest/channels";
import { html } from "@firecrest/template";
import { ChannelClient, visit } from "@firecrest/testing";
import { Registry } from "prom-client";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createApp } from "../app.ts";
import { liveComponent } from "../live-component.ts";
import { liveView } from "../live-view.ts";
import { route } from "../router.ts";
import { serve } from "../serve.ts";
import { exportToOpenTelemetry } from "./otel.ts";
import { exportToPrometheus } from "./prometheus.ts";
import { subscribe } from "./subscribe.ts";
import { click } from "../fixtures/exchange.ts";

// Both exporters at once, on a real server: what its views do arrives in the libraries' own formats.

const exporter = new InMemorySpanExporter();
const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
const register = new Registry();
const TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
const CALLER_ID = "b7ad6b7169203331";

const badge = liveComponent({
  name: "Badge",
  mount: (_live, _props: { readonly text: string }) => ({}),
  render: ({ text }) => html`<i>${text}</i>`,
});
const board = liveView({
  mount: () => ({ count: 0 }),
  events: {
    vote: async (live) => {
      await Promise.resolve();
      // As an instrumented database does it.
      trace.getTracer("pg").startSpan("INSERT votes").end();
      live.update("count", (count) => count + 1);
    },
  },
  render: ({ count }) => html`${badge({ id: "a", text: String(count) })}`,
});

let server: Server;
let origin: string;
const ends: (() => void)[] = [];

beforeAll(async () => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  ends.push(exportToOpenTelemetry(), exportToPrometheus({ register }));
  const app = createApp({
    secrets: ["0123456789abcdef0123456789abcdef"],
    development: false,
    log: createLogger({ level: "error" }),
    routes: [route("/board/:id", board)],
  });
  server = await serve(app, { port: 0, host: "127.0.0.1" });
  origin = `http://127.0.0.1:${server.port}`;
});

afterAll(async () => {
  await server.close();
  for (const end of ends) end();
  context.disable();
  propagation.disable();
  trace.disable();
});

beforeEach(() => exporter.reset());

/** Closes a page or a client, and waits until the server has ended its view: the next test counts views. */
async function leave(one: { close(): Promise<void> }): Promise<void> {
  const isOver = new Promise<void>((resolve) => ends.push(subscribe("firecrest.live_view.ended", () => resolve())));
  await one.close();
  await isOver;
}

/** Each finished span and what it is below: another span, the caller, or nothing. */
function tree(): (readonly [name: string, parent: string | undefined])[] {
  const spans = exporter.getFinishedSpans();
  const nameOf = (id: string | undefined) =>
    id === CALLER_ID ? "the caller" : spans.find((span) => span.spanContext().spanId === id)?.name;
  return spans.map((span) => [span.name, nameOf(span.parentSpanContext?.spanId)]);
}

const DEAD_RENDER = [
  ["update /board/:id", "render /board/:id"],
  ["render /board/:id", "render /board/:id"],
  ["render /board/:id", "mount /board/:id"],
];

test("a click is one trace: its handler, what that asked of a database, the render, its components", async () => {
  const page = await visit(origin, "/board/7");
  expect(tree()).toEqual([
    ["mount /board/:id", undefined],
    ...DEAD_RENDER,
    ["mount /board/:id", undefined],
    ...DEAD_RENDER,
  ]);
  exporter.reset();
  await click(page, "vote");
  expect(tree()).toEqual([
    ["INSERT votes", "handle_event /board/:id"],
    ["handle_event /board/:id", undefined],
    ["update /board/:id", "render /board/:id"],
    ["render /board/:id", "render /board/:id"],
    ["render /board/:id", "handle_event /board/:id"],
  ]);
  expect(new Set(exporter.getFinishedSpans().map((span) => span.spanContext().traceId)).size).toBe(1);
  await leave(page);
});

test("a page and a socket go on with the trace of whoever asked for them", async () => {
  const traceparent = `00-${TRACE_ID}-${CALLER_ID}-01`;
  const response = await fetch(`${origin}/board/7`, { headers: { traceparent } });
  const body = await response.text();
  const found = (pattern: RegExp): string => pattern.exec(body)?.[1] ?? "";
  expect(tree()).toEqual([["mount /board/:id", "the caller"], ...DEAD_RENDER]);
  exporter.reset();
  const cookie = response.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  const csrf = encodeURIComponent(found(/name="csrf-token" content="([^"]+)"/));
  const url = `${origin.replace("http", "ws")}/live/websocket?vsn=2.0.0&_csrf_token=${csrf}`;
  const client = await ChannelClient.connect(url, { headers: { cookie, origin, traceparent } });
  const reply = await client.join(`lv:${found(/ id="(phx-[^"]+)"/)}`, {
    url: `${origin}/board/7`,
    session: found(/data-phx-session="([^"]+)"/),
    static: found(/data-phx-static="([^"]+)"/),
  });
  expect(reply.status).toBe("ok");
  expect(tree()).toEqual([["mount /board/:id", "the caller"], ...DEAD_RENDER]);
  await leave(client);
});

test("the metrics count what views did, by view", async () => {
  register.resetMetrics();
  const page = await visit(origin, "/board/7");
  const other = await visit(origin, "/board/8");
  await click(page, "vote");
  await leave(other);
  const samples = (await register.metrics())
    .split("\n")
    .filter((line) => /_count\{|^firecrest_live_view_(?:conn|ended)/.test(line));
  expect(samples).toEqual([
    'firecrest_live_view_mount_duration_seconds_count{view="/board/:id",connected="false",outcome="ok"} 2',
    'firecrest_live_view_mount_duration_seconds_count{view="/board/:id",connected="true",outcome="ok"} 2',
    'firecrest_live_view_handle_event_duration_seconds_count{view="/board/:id",connected="true",outcome="ok"} 1',
    'firecrest_live_view_render_duration_seconds_count{view="/board/:id",connected="false",component="Badge",outcome="ok"} 2',
    'firecrest_live_view_render_duration_seconds_count{view="/board/:id",connected="false",component="",outcome="ok"} 2',
    'firecrest_live_view_render_duration_seconds_count{view="/board/:id",connected="true",component="Badge",outcome="ok"} 3',
    'firecrest_live_view_render_duration_seconds_count{view="/board/:id",connected="true",component="",outcome="ok"} 3',
    'firecrest_live_component_update_duration_seconds_count{component="Badge",outcome="ok"} 5',
    'firecrest_live_view_connected{view="/board/:id"} 1',
    'firecrest_live_view_ended_total{view="/board/:id",reason="shutdown"} 1',
  ]);
  await leave(page);
});
