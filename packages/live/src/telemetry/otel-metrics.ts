import type { Attributes, Meter } from "@opentelemetry/api";
import type { SpanMetadata, SpanName } from "./events.ts";
import { DURATION_BUCKETS_S, DURATION_METRICS, type DurationMetric, type MetricLabels } from "./metric-table.ts";
import type { ExceptionMeasurements, StopMeasurements } from "./span.ts";
import { subscribe } from "./subscribe.ts";

const SECOND_MS = 1_000;

/** Records durations, connected views, ends and refusals with `meter`, until the returned function is called. */
export function recordMetrics(meter: Meter): () => void {
  const connected = meter.createUpDownCounter("firecrest.live_view.connected", {
    description: "Views on a socket now",
    unit: "{view}",
  });
  const ended = meter.createCounter("firecrest.live_view.ended", {
    description: "Connected views that have ended, by reason",
    unit: "{view}",
  });
  const refused = meter.createCounter("firecrest.live_view.joins_refused", {
    description: "Joins that were answered with a refusal",
    unit: "{join}",
  });
  const destroyed = meter.createCounter("firecrest.live_component.destroyed", {
    description: "Components that left the page of their view",
    unit: "{component}",
  });
  const ends = [
    ...DURATION_METRICS.flatMap((metric) => recordDuration(metric, meter)),
    subscribe("firecrest.live_view.mount.start", (message) => {
      if (message.connected) connected.add(1, attributes({ view: message.view }));
    }),
    subscribe("firecrest.live_view.ended", ({ view, reason }) => {
      connected.add(-1, attributes({ view }));
      ended.add(1, attributes({ view, reason: reason.type }));
    }),
    subscribe("firecrest.live_view.join_refused", ({ reason }) => refused.add(1, attributes({ reason }))),
    subscribe("firecrest.live_component.destroyed", ({ component }) => destroyed.add(1, attributes({ component }))),
  ];
  return () => {
    for (const end of ends) end();
  };
}

function recordDuration({ span, description, labels }: DurationMetric, meter: Meter): (() => void)[] {
  const histogram = meter.createHistogram(`${span}.duration`, {
    description,
    unit: "s",
    advice: { explicitBucketBoundaries: [...DURATION_BUCKETS_S] },
  });
  type Message = SpanMetadata[SpanName];
  return [
    subscribe(`${span}.stop`, (message: Message & StopMeasurements) =>
      histogram.record(message.durationMs / SECOND_MS, attributes(labels(message))),
    ),
    subscribe(`${span}.exception`, (message: Message & ExceptionMeasurements) =>
      histogram.record(message.durationMs / SECOND_MS, {
        ...attributes(labels(message)),
        "error.type": errorType(message.error),
      }),
    ),
  ];
}

function attributes(labels: MetricLabels): Attributes {
  return Object.fromEntries(Object.entries(labels).map(([name, value]) => [`firecrest.${name}`, value]));
}

/** The class of an error, as OpenTelemetry's conventions want it: of few values, so never its message. */
export function errorType(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
