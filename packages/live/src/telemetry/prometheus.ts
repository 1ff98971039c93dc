import { Counter, Gauge, Histogram, type Registry } from "prom-client";
import type { SpanMetadata, SpanName } from "./events.ts";
import { DURATION_BUCKETS_S, DURATION_METRICS, type DurationMetric } from "./metric-table.ts";
import type { StopMeasurements } from "./span.ts";
import { subscribe } from "./subscribe.ts";

/** Where the metrics go. */
export interface PrometheusOptions {
  /** The registry that the app's metrics page is made of; prom-client's own is `register`. */
  readonly register: Registry;
}

/**
 * Keeps Prometheus metrics of all views in this process: how long callbacks take, how many views are connected, how they end.
 * Call it before `serve`, once for a registry; the returned function ends it and takes the metrics out of the registry.
 */
export function exportToPrometheus({ register }: PrometheusOptions): () => void {
  const durations = DURATION_METRICS.map((metric) => observeDuration(metric, register));
  const ends = [...durations, countViews(register), countRefusedJoins(register), countDestroyed(register)];
  return () => {
    for (const end of ends) end();
  };
}

const SECOND_MS = 1_000;

function observeDuration({ span, description, labelNames, labels }: DurationMetric, register: Registry): () => void {
  const name = `${span.replaceAll(".", "_")}_duration_seconds`;
  const histogram = new Histogram({
    name,
    help: `${description}: seconds from start to end`,
    labelNames: [...labelNames, "outcome"],
    buckets: [...DURATION_BUCKETS_S],
    registers: [register],
  });
  const observe = (outcome: "ok" | "error") => (message: SpanMetadata[SpanName] & StopMeasurements) =>
    histogram.observe({ ...labels(message), outcome }, message.durationMs / SECOND_MS);
  const ends = [subscribe(`${span}.stop`, observe("ok")), subscribe(`${span}.exception`, observe("error"))];
  return () => {
    for (const end of ends) end();
    register.removeSingleMetric(name);
  };
}

function countViews(register: Registry): () => void {
  const connected = new Gauge({
    name: "firecrest_live_view_connected",
    help: "Views on a socket now",
    labelNames: ["view"],
    registers: [register],
  });
  const ended = new Counter({
    name: "firecrest_live_view_ended_total",
    help: "Connected views that have ended, by reason: crashed, handler-timeout and mailbox-full are faults",
    labelNames: ["view", "reason"],
    registers: [register],
  });
  const ends = [
    subscribe("firecrest.live_view.mount.start", (message) => {
      if (message.connected) connected.inc({ view: message.view });
    }),
    subscribe("firecrest.live_view.ended", ({ view, reason }) => {
      connected.dec({ view });
      ended.inc({ view, reason: reason.type });
    }),
  ];
  return () => {
    for (const end of ends) end();
    register.removeSingleMetric("firecrest_live_view_connected");
    register.removeSingleMetric("firecrest_live_view_ended_total");
  };
}

function countRefusedJoins(register: Registry): () => void {
  const name = "firecrest_live_view_joins_refused_total";
  const refused = new Counter({
    name,
    help: "Joins that were answered with a refusal",
    labelNames: ["reason"],
    registers: [register],
  });
  const end = subscribe("firecrest.live_view.join_refused", ({ reason }) => refused.inc({ reason }));
  return () => {
    end();
    register.removeSingleMetric(name);
  };
}

function countDestroyed(register: Registry): () => void {
  const name = "firecrest_live_component_destroyed_total";
  const destroyed = new Counter({
    name,
    help: "Components that left the page of their view",
    labelNames: ["component"],
    registers: [register],
  });
  const end = subscribe("firecrest.live_component.destroyed", ({ component }) => destroyed.inc({ component }));
  return () => {
    end();
    register.removeSingleMetric(name);
  };
}
