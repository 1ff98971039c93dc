import type { ComponentMetadata, SpanMetadata, SpanName, ViewMetadata } from "./events.ts";

/**
 * Values by name that a metric is split by. Only what an app has few of: names of its views and components, outcomes.
 * What a visitor chooses (params, event names, ids) would make a time series for each value.
 */
export type MetricLabels = Readonly<Record<string, string>>;

/** How long the runs of one span take, as exporters measure it. */
export interface DurationMetric<Name extends SpanName = SpanName> {
  readonly span: Name;
  readonly description: string;
  readonly labelNames: readonly string[];
  readonly labels: (message: SpanMetadata[Name]) => MetricLabels;
}

/** Upper bounds in seconds. Most callbacks take less than a millisecond; the last ones are those that await something. */
export const DURATION_BUCKETS_S: readonly number[] = [0.000_1, 0.000_5, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30];

/** The duration metrics, one a span. */
export const DURATION_METRICS: readonly DurationMetric[] = [
  ofView("firecrest.live_view.mount", "mount of a view"),
  ofView("firecrest.live_view.handle_params", "handleParams of a view"),
  ofView("firecrest.live_view.handle_event", "An event's handler in a view"),
  ofView("firecrest.live_view.handle_info", "handleInfo of a view"),
  metric({
    span: "firecrest.live_view.render",
    description: "render of a view, or of a component in it",
    labelNames: ["view", "connected", "component"],
    labels: (message) => ({ ...viewLabels(message), component: message.component ?? "" }),
  }),
  ofComponent("firecrest.live_component.update", "update or updateMany of a component"),
  ofComponent("firecrest.live_component.handle_event", "An event's handler in a component"),
];

function ofView(span: SpanName, description: string): DurationMetric {
  return metric({ span, description, labelNames: ["view", "connected"], labels: viewLabels });
}

function ofComponent(
  span: "firecrest.live_component.update" | "firecrest.live_component.handle_event",
  description: string,
): DurationMetric {
  return metric({ span, description, labelNames: ["component"], labels: componentLabels });
}

/** A row of the table; whoever reads it hands each row the messages of its own span. */
function metric<Name extends SpanName>(row: DurationMetric<Name>): DurationMetric {
  return row as unknown as DurationMetric;
}

function viewLabels({ view, connected }: ViewMetadata): MetricLabels {
  return { view, connected: String(connected) };
}

function componentLabels({ component }: Pick<ComponentMetadata, "component">): MetricLabels {
  return { component };
}
